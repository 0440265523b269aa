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

    [Theory(DisplayName =
        "A node that crashes leaves nothing alive while broadcasts to it, and of its own, are on their way")]
    [InlineData(0, 0, 1)]
    [InlineData(5, 0, 2)]
    [InlineData(0, 5, 2)]
    public void Crashes_under_broadcasts(int leastMs, int tickMs, int threads)
    {
        INetwork network = new Duplicate(
            new UniformNetwork(leastMs.Milliseconds(), 40.Milliseconds()), 100_000, 3.Milliseconds());
        using var simulation = new Simulation(new SimulationOptions { Threads = threads, Strict = false })
        {
            Network = tickMs == 0 ? network : new Ticked(network, tickMs.Milliseconds()),
        };
        simulation.AddNodes(4, static node => node.System.ActorOf(Props.Create(() => new Speaker(node)), "speaker"));
        var dead = new List<WeakReference>();
        for (var crash = 0; crash < 24; crash++)
            dead.Add(Live(simulation, simulation.Nodes[crash % 3], crash % 4));

        // The last node lives on, and nobody speaks any more, so that nothing new takes the place of what was kept.
        simulation.RunFor(50.Milliseconds());
        simulation.Nodes[3].Filter = static (_, message) => message is not int;
        dead.AddRange(simulation.Nodes.Take(3).Select(End));
        simulation.RunFor(1.Seconds());
        simulation.Nodes[3].Find("/user/speaker").Tell("forget");
        Memory(simulation, simulation.Nodes[0]);

        Assert.True(simulation.Letters.Dropped[DropCause.NodeDown] > 500, simulation.Letters.ToString());
        Assert.Equal(0, dead.Count(static d => d.IsAlive));
        Assert.True(simulation.Letters.IsBalanced, simulation.Letters.ToString());
    }

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

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference End(SimulatedNode node)
    {
        var system = new WeakReference(node.System);
        node.Crash();
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

    private sealed record Here(IActorRef Who, int Node);

    /// <summary>
    /// Tells all nodes where it is, by stable references and by those of the life that it heard of last.
    /// </summary>
    private sealed class Speaker : ReceiveActor, IWithTimers
    {
        private readonly SortedDictionary<int, IActorRef> _known = [];

        public Speaker(SimulatedNode node)
        {
            Receive<int>(_ => Context.System.TellAll(
                [.. _known.Values, .. node.Simulation.Nodes.Select(static n => n.Find("/user/speaker"))],
                new Here(Self, node.Index)));
            Receive<Here>(here => _known[here.Node] = here.Who);
            Receive<string>(_ => _known.Clear());
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() => Timers.StartPeriodicTimer("speak", 1, 3.Milliseconds());
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
