using Akka.Actor;
using AkkaSimulation.Networks;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Tests.Sending;

/// <summary>TellAll is a Tell to each, stored once: nothing that can be observed differs.</summary>
public sealed class BroadcastTests
{
    private const int Nodes = 7;

    [Theory(Timeout = 120_000, DisplayName = "TellAll and a loop of Tells give the same trace, letters and log")]
    [InlineData(0, 1UL, Schedule.Fifo, 0)]
    [InlineData(0, 2UL, Schedule.Random, 0)]
    [InlineData(0, 3UL, Schedule.Fifo, 0)]
    [InlineData(5, 4UL, Schedule.Fifo, 0)]
    [InlineData(5, 5UL, Schedule.Random, 0)]
    [InlineData(0, 9UL, Schedule.Fifo, -10)]
    [InlineData(0, 10UL, Schedule.Random, -10)]
    [InlineData(0, 6UL, Schedule.Fifo, 1)]
    [InlineData(0, 7UL, Schedule.Random, 10)]
    [InlineData(5, 8UL, Schedule.Fifo, 1)]
    public async Task TellAll_is_a_Tell_to_each(int leastMs, ulong seed, Schedule schedule, int tickMs)
    {
        var looped = await Task.Run(() => Run(leastMs, seed, schedule, tickMs, isStoredOnce: false));
        var stored = await Task.Run(() => Run(leastMs, seed, schedule, tickMs, isStoredOnce: true));

        Assert.Equal(looped.Letters, stored.Letters);
        Assert.Equal(looped.Log, stored.Log);
        Assert.Equal(looped.Hash, stored.Hash);
        foreach (var cause in new[] { "Cut", "Loss", "NodeDown", "Stopped" })
            Assert.Contains($"dropped ({cause})", stored.Letters, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000, DisplayName = "On a shared loop a message to 100 nodes is one entry of the calendar")]
    public async Task A_broadcast_is_one_entry()
    {
        await Task.Run(static () =>
        {
            using var simulation = new Simulation();
            simulation.Network = new UniformNetwork(TimeSpan.Zero, 80.Milliseconds());
            var nodes = simulation.AddNodes(
                100, static node => node.System.ActorOf(Props.Create(static () => new Speaker()), "speaker"));
            simulation.Settle();
            nodes[0].Find("/user/speaker").Tell(new Speech([.. nodes.Select(static n => n.Find("/user/speaker"))]));
            var (entries, deliveries) = (nodes[0].Loop.Calendar.Count, simulation.Deliveries);

            simulation.Step();

            Assert.Equal(entries + 1, nodes[0].Loop.Calendar.Count);
            simulation.RunFor(80.Milliseconds());
            Assert.Equal(deliveries + 101, simulation.Deliveries);
        });
    }

    private static (string Hash, string Letters, IReadOnlyList<LogEntry> Log) Run(
        int leastMs, ulong seed, Schedule schedule, int tickMs, bool isStoredOnce)
    {
        using var simulation = new Simulation(new SimulationOptions
        {
            Seed = seed,
            Schedule = schedule,
            Log = LogMode.All,
            DetectionTime = 200.Milliseconds(),
        });
        INetwork network = new UniformNetwork(leastMs.Milliseconds(), 40.Milliseconds());
        network = new Corrupt(
            network, static c =>
                c.Message is Word { Value: var value } && value % 11 == 0 ? new Word(value + 1, 1) : c.Message);
        network = new Reorder(new Duplicate(network, 100_000, 30.Milliseconds()), 100_000, 50.Milliseconds());
        network = new Loss(network, 50_000);
        network = new Cut(
            network, static (from, to) => from + to == Nodes, 300.Milliseconds(), 700.Milliseconds());
        simulation.Network = tickMs switch
        {
            > 0 => new Ticked(network, tickMs.Milliseconds()),
            < 0 => new Coarse(network, -tickMs.Milliseconds()),
            _ => network,
        };
        var nodes = simulation.AddNodes(Nodes, node =>
        {
            // References of two kinds: stable ones, and those of the first life, which die with it.
            var peers = node.Simulation.Nodes.SelectMany(static IEnumerable<IActorRef> (n) =>
                [n.Find("/user/chatter0"), n.Find("/user/chatter1"), n.Find("/user/nobody")]);
            for (var i = 0; i < 2; i++)
                node.System.ActorOf(Props.Create(() => new Chatter(isStoredOnce, peers)), $"chatter{i}");
        });
        simulation.RunFor(10.Milliseconds());
        foreach (var node in nodes)
        {
            var direct = new[] { nodes[(node.Index + 1) % Nodes], nodes[(node.Index + 3) % Nodes] };
            node.System.ActorSelection("/user/chatter*").Tell(new Meet([.. direct.Select(Chatter.Of)]));
        }

        simulation.At(250.Milliseconds(), () => nodes[2].Crash());
        simulation.At(450.Milliseconds(), () => nodes[2].Restart());
        simulation.At(400.Milliseconds(), () => nodes[4].Pause());
        simulation.At(600.Milliseconds(), () => nodes[4].Resume());
        simulation.At(500.Milliseconds(), () => nodes[5].Crash());
        simulation.RunFor(1.Seconds());
        Assert.True(simulation.Letters.IsBalanced, simulation.Letters.ToString());
        Assert.True(simulation.Deliveries > 3_000, simulation.Letters.ToString());
        return (simulation.TraceHash, simulation.Letters.ToString(), simulation.Log.Entries());
    }

    /// <summary>Many letters are due at one time, and their order decides.</summary>
    private sealed class Coarse(INetwork inner, TimeSpan step) : NetworkFilter(inner)
    {
        public override Arrivals Route(in Crossing crossing)
        {
            var now = crossing.Now;
            return Each(crossing, arrival =>
            {
                var ticks = (now + arrival.Delay).Ticks + step.Ticks - 1;
                return [arrival with { Delay = TimeSpan.FromTicks(ticks - (ticks % step.Ticks)) - now }];
            });
        }
    }

    private sealed record Word(long Value, int Hops) : ITraced
    {
        public void WriteTo(ref TraceWriter writer)
        {
            writer.Write(Value);
            writer.Write(Hops);
        }
    }

    private sealed record Meet(IActorRef[] Direct);

    private sealed record Tick;

    private sealed record Speech(IActorRef[] Receivers);

    private sealed record Heard;

    /// <summary>Tells all, or some, a word now and then, and sometimes passes one on.</summary>
    private sealed class Chatter : ReceiveActor, IWithTimers
    {
        private readonly RandomStream _random = Context.System.RandomFor(Context.Self);
        private readonly bool _isStoredOnce;
        private List<IActorRef> _peers;

        public Chatter(bool isStoredOnce, IEnumerable<IActorRef> peers)
        {
            (_isStoredOnce, _peers) = (isStoredOnce, []);
            Receive<Meet>(meet => _peers = [.. peers, .. meet.Direct]);
            Receive<Tick>(_ => Say(new Word(_random.Next(1000), 2)));
            Receive<Word>(word =>
            {
                if (word.Hops > 0 && _random.Next(12) == 0)
                    Say(word with { Hops = word.Hops - 1 });
            });
        }

        public ITimerScheduler Timers { get; set; } = null!;

        public static IActorRef Of(SimulatedNode node) =>
            ((ExtendedActorSystem)node.System).Provider.RootGuardian.GetChild(["user", "chatter0"]);

        protected override void PreStart() =>
            Timers.StartPeriodicTimer("tick", new Tick(), TimeSpan.FromMilliseconds(50));

        private void Say(Word word)
        {
            if (_isStoredOnce)
                Context.System.TellAll(_peers, word);
            else
                _peers.ForEach(peer => peer.Tell(word));
        }
    }

    private sealed class Speaker : ReceiveActor
    {
        public Speaker()
        {
            Receive<Speech>(static speech => Context.System.TellAll(speech.Receivers, new Heard()));
            Receive<Heard>(static _ => { });
        }
    }
}
