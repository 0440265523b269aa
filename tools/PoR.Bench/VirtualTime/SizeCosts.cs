using Akka.Actor;
using Akka.Persistence;
using AkkaSimulation.Nodes;
using SimulatedRun = AkkaSimulation.Simulation;

namespace PoR.Bench.VirtualTime;

/// <summary>Bytes of idle actors, and what a node's start costs.</summary>
internal static class SizeCosts
{
    private const int IdleActors = 20_000;
    private const int PersistentActors = 5_000;
    private const int WarmNodes = 100;
    private const int NodesPerSample = 40;
    private const double KiB = 1024;

    // One Props for all, as actors of a kind have it: what is measured is the actor.
    private static readonly Props s_quiet = Props.Create(static () => new Quiet());
    private static readonly Props s_quietPersistent = Props.Create(static () => new QuietPersistent());

    public static void Measure(CostTable table, int samples)
    {
        table.Add("idle ReceiveActor", "B", 1100, Idle(IdleActors, s_quiet));
        table.Add(
            "idle persistent actor", "B", 2300, Idle(PersistentActors, s_quietPersistent));
        Starts(table, "node start, no persistence", 7, 150, static _ => { }, samples);
        Starts(
            table,
            "node start, persistence used",
            13,
            300,
            static system => system.ActorOf(s_quietPersistent, "quiet"),
            samples);
    }

    private static double Idle(int count, Props props)
    {
        using var simulation = new SimulatedRun();
        var nodes = simulation.AddNodes(2, static n => n.System.ActorOf(s_quietPersistent, "first"));

        // The first node's actors make the calendar as large as so many starts need it.
        Start(nodes[0], count, props);
        return Sample.LiveBytes(() => Start(nodes[1], count, props)) / count;
    }

    private static void Start(SimulatedNode node, int count, Props props)
    {
        for (var i = 0; i < count; i++)
            node.System.ActorOf(props, $"a{i}");
        node.Simulation.RunFor(TimeSpan.FromMinutes(1));
    }

    private static void Starts(
        CostTable table, string name, double cpuMs, double bytes, Action<ActorSystem> boot, int samples)
    {
        using var simulation = new SimulatedRun();
        simulation.AddNodes(WarmNodes, node => boot(node.System));
        simulation.RunFor(TimeSpan.FromMinutes(1));
        List<double> cpu = [], live = [], allocated = [];
        for (var i = 0; i < samples; i++)
        {
            Sample sample = default;
            live.Add(Sample.LiveBytes(() => sample = Sample.Of(() =>
            {
                simulation.AddNodes(NodesPerSample, node => boot(node.System));
                simulation.RunFor(TimeSpan.FromMinutes(1));
            })) / NodesPerSample / KiB);
            cpu.Add(sample.CpuNs / NodesPerSample / 1e6);
            allocated.Add(sample.Bytes / NodesPerSample / KiB);
        }

        table.Add($"{name}: CPU", "ms", cpuMs, cpu);
        table.Add($"{name}: live", "KiB", bytes, live);
        table.Add($"{name}: allocated", "KiB", null, allocated);
    }

    private sealed class Quiet : ReceiveActor
    {
        public Quiet() => Receive<string>(static _ => { });
    }

    private sealed class QuietPersistent : ReceivePersistentActor
    {
        public QuietPersistent()
        {
            PersistenceId = Context.Self.Path.Name;
            Command<string>(static _ => { });
            Recover<string>(static _ => { });
        }

        public override string PersistenceId { get; }
    }
}
