using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Persistence;
using AkkaSimulation;
using AkkaSimulation.Networks;
using AkkaSimulation.Nodes;
using SimulatedRun = AkkaSimulation.Simulation;

namespace PoR.Bench.VirtualTime;

/// <summary>
/// 500 crashes of a node with 20 persistent actors that two neighbours talk to: no dead system stays in memory.
/// </summary>
internal static class CrashRuns
{
    private const int Crashes = 500;
    private const int Settled = 100;
    private const int Actors = 20;
    private const double MiB = 1024 * 1024;
    private static readonly TimeSpan s_life = TimeSpan.FromMilliseconds(200);

    /// <returns>0 where nothing stays and memory is flat.</returns>
    public static int Run(TextWriter output)
    {
        using var simulation = new SimulatedRun(new SimulationOptions { Seed = 5 });
        simulation.Network = new UniformNetwork(TimeSpan.Zero, TimeSpan.FromMilliseconds(40));
        var nodes = simulation.AddNodes(3, Boot);
        foreach (var node in nodes)
            node.Disk.Latency = TimeSpan.FromMilliseconds(3);
        List<WeakReference> systems = [];
        var early = 0.0;
        for (var crash = 1; crash <= Crashes; crash++)
        {
            simulation.RunFor(s_life);
            systems.Add(SystemOf(nodes[0]));
            nodes[0].Crash();
            simulation.RunFor(TimeSpan.FromMilliseconds(20));
            nodes[0].Restart();
            if (crash == Settled)
                early = GC.GetTotalMemory(forceFullCollection: true) / MiB;
        }

        // Events stay on the disk: they are no leak.
        var late = GC.GetTotalMemory(forceFullCollection: true) / MiB;
        var alive = systems.Count(static s => s.IsAlive);
        output.WriteLine($"{alive} of {Crashes} systems alive");
        output.WriteLine(FormattableString.Invariant(
            $"{early:0.00} MiB after {Settled} crashes, {late:0.00} MiB after {Crashes}"));
        output.WriteLine(simulation.Letters);
        return alive == 0 && late - early < 1 ? 0 : 1;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference SystemOf(SimulatedNode node) => new(node.System);

    private static void Boot(SimulatedNode node)
    {
        var peers = Enumerable.Range(0, 3).Where(i => i != node.Index).ToArray();
        for (var i = 0; i < Actors; i++)
            node.System.ActorOf(Props.Create(() => new Keeper($"keeper{i}", node, peers)), $"keeper{i}");
    }

    /// <summary>Keeps a word, tells its neighbours, and deletes what it kept before.</summary>
    private sealed class Keeper : ReceivePersistentActor, IWithTimers
    {
        private const string Word = "word";

        public Keeper(string id, SimulatedNode node, int[] peers)
        {
            PersistenceId = id;
            Recover<string>(static _ => { });
            Command<int>(_ => Persist(Word, word =>
            {
                DeleteMessages(LastSequenceNr - 1);
                foreach (var peer in peers)
                    node.Simulation.Nodes[peer].Find($"/user/{id}").Tell(word);
            }));
            Command<string>(static _ => { });
            Command<DeleteMessagesSuccess>(static _ => { });
        }

        public override string PersistenceId { get; }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart()
        {
            Timers.StartPeriodicTimer(nameof(Keeper), 1, TimeSpan.FromMilliseconds(50));
            base.PreStart();
        }
    }
}
