using System.Runtime.CompilerServices;
using Akka.Actor;
using AkkaSimulation.Networks;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Tests.Runs;

/// <summary>A dead system is collected, whoever knew its actors.</summary>
[Collection(nameof(Alone))]
public sealed class MemoryTests(ITestOutputHelper output)
{
    private const int Actors = 20;
    private const long Mebibyte = 1 << 20;

    [Theory(DisplayName =
        "After 50 crashes of a node with 20 persistent actors no dead system is alive, and memory is flat")]
    [InlineData(0, 1)]
    [InlineData(5, 2)]
    public void Fifty_crashes(int leastMs, int threads) => Crash(50, 10, leastMs, threads);

    [Fact(Explicit = true, DisplayName = "The same with 500 crashes")]
    public void Five_hundred_crashes() => Crash(500, 100, 5, 2);

    private void Crash(int crashes, int warmUp, int leastMs, int threads)
    {
        using var simulation = new Simulation(new SimulationOptions { Threads = threads, Strict = false });
        simulation.Network = new UniformNetwork(leastMs.Milliseconds(), 10.Milliseconds());
        var node = simulation.AddNode(n =>
        {
            for (var i = 0; i < Actors; i++)
                n.System.ActorOf(Props.Create(() => new Member(n, i)), $"member{i}");
        });
        simulation.AddNode(friends =>
        {
            friends.System.ActorOf(Props.Create(() => new Friend(node)), "friend");

            // Each hears in one life only, and nothing afterwards.
            for (var life = 0; life <= crashes; life++)
                friends.System.ActorOf(
                    Acting.Of(static actor => actor.OnAny(static _ => { })), $"friend-of-life-{life}");
        });
        node.Disk.Latency = 3.Milliseconds();
        var dead = new List<WeakReference>();
        long warm = 0;
        for (var crash = 1; crash <= crashes; crash++)
        {
            dead.Add(Live(simulation, node, crash % 3));
            if (crash == warmUp)
                warm = Memory(simulation, node);
        }

        var grown = Memory(simulation, node) - warm;
        var alive = dead.Count(static d => d.IsAlive);
        output.WriteLine(
            $"{crashes} crashes: {alive} dead systems alive; memory {grown / 1024} KiB above that after {warmUp}");
        Assert.Equal(0, alive);
        Assert.True(grown < Mebibyte, $"Memory grew by {grown / 1024} KiB.");
        Assert.True(simulation.Letters.IsBalanced, simulation.Letters.ToString());
    }

    /// <summary>One life, which ends in the middle of its work.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Live(Simulation simulation, SimulatedNode node, int kind)
    {
        // The first watches are on their way after 9 ms.
        simulation.RunFor((kind == 1 ? 9 : 50).Milliseconds());
        var system = new WeakReference(node.System);
        if (kind == 2)
        {
            node.Pause();
            simulation.RunFor(20.Milliseconds());
        }

        node.Crash();
        simulation.RunFor(5.Milliseconds());
        node.Restart();
        return system;
    }

    private static long Memory(Simulation simulation, SimulatedNode node)
    {
        // The driver's actions of the crashes, and letters under way, are worked off, and events do not count.
        simulation.RunFor(10.Seconds());
        foreach (var id in node.Disk.PersistenceIds)
            node.Disk.Delete(id, long.MaxValue);
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private sealed record Hello(IActorRef From);

    /// <summary>Lives through all crashes, is greeted, answers, watches, and keeps nothing.</summary>
    private sealed class Friend : ReceiveActor
    {
        public Friend(SimulatedNode node)
        {
            Receive<Hello>(hello =>
            {
                Context.Watch(hello.From);
                Context.Watch(node.Find($"/user/{hello.From.Path.Name}"));
                Sender.Tell("welcome");
            });
            Receive<Terminated>(static _ => { });
        }
    }

    /// <summary>Greets its friend, watches it, persists, works, waits for a long timer, and stashes.</summary>
    private sealed class Member : Akka.Persistence.ReceivePersistentActor, IWithTimers
    {
        public Member(SimulatedNode node, int index)
        {
            PersistenceId = $"member{index}";
            var friend = node.Simulation.Nodes.Count > 1 ? node.Simulation.Nodes[1].Find("/user/friend")
                : Nobody.Instance;
            Recover<string>(static _ => { });
            Command<int>(_ =>
            {
                if (node.Simulation.Nodes.Count > 1)
                    node.Simulation.Nodes[1].Find($"/user/friend-of-life-{node.Life}").Tell("hello");
                Context.Watch(friend);
                friend.Tell(new Hello(Self));
            });
            Command<string>(text => Persist(text, _ =>
                Context.System.Offload(static () => 1L, 30.Milliseconds()).PipeTo(Self)));
            Command<long>(_ => Stash.Stash());
            Command<Terminated>(static _ => { });
        }

        public override string PersistenceId { get; }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart()
        {
            Timers.StartPeriodicTimer("greet", 1, 7.Milliseconds());
            Timers.StartSingleTimer("late", 2, TimeSpan.FromHours(5));
        }
    }
}
