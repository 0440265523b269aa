using Akka.Actor;
using Akka.Persistence;
using AkkaSimulation.Networks;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Tests.Runs;

/// <summary>
/// A small random world: actors that talk, stash, persist, work, watch, fail and stop, and a driver that crashes,
/// pauses and cuts. All follows from the seed.
/// </summary>
internal static class RandomScenario
{
    /// <summary>Runs a whole scenario.</summary>
    /// <returns>Still to be disposed.</returns>
    public static Simulation Run(ulong seed, SimulationOptions? options = null)
    {
        var draws = RandomStream.Of(seed, "scenario");
        var least = draws.Next(4) == 0 ? 0 : 1 + draws.Next(10);
        var simulation = new Simulation((options ?? new SimulationOptions()) with
        {
            Seed = seed,
            Strict = false,
            Schedule = draws.Next(3) == 0 ? Schedule.Random : Schedule.Fifo,
            Throughput = 1 + draws.Next(3),
            DetectionTime = 100.Milliseconds(),
        });
        simulation.Network = Filtered(new UniformNetwork(least.Milliseconds(), (least + 20).Milliseconds()), draws);
        AddTo(simulation);
        simulation.RunFor((500 + draws.Next(500)).Milliseconds());
        return simulation;
    }

    /// <summary>Adds nodes, and plans what happens to them.</summary>
    public static IReadOnlyList<SimulatedNode> AddTo(Simulation simulation)
    {
        var draws = RandomStream.Of(simulation.Options.Seed, "world");
        var nodes = simulation.AddNodes(2 + draws.Next(2), static node =>
            node.System.ActorOf(Props.Create(() => new Parent(node)), "parent"));
        for (var left = draws.Next(6); left >= 0; left--)
            Plan(simulation, nodes[draws.Next(nodes.Count)], draws);
        return nodes;
    }

    private static INetwork Filtered(INetwork network, RandomStream draws) => draws.Next(6) switch
    {
        0 => new Loss(network, 100_000),
        1 => new Duplicate(network, 100_000, 5.Milliseconds()),
        2 => new Reorder(network, 100_000, 30.Milliseconds()),
        3 => new Cut(network, static (from, to) => (from ^ to) == 1, 100.Milliseconds(), 400.Milliseconds()),
        _ => network,
    };

    private static void Plan(Simulation simulation, SimulatedNode node, RandomStream draws)
    {
        var begin = (20 + draws.Next(400)).Milliseconds();
        var end = begin + draws.Next(300).Milliseconds();
        switch (draws.Next(6))
        {
            case 0 or 1:
                simulation.At(begin, node.Crash);
                simulation.At(end, node.Restart);
                break;
            case 2:
                simulation.At(begin, node.Pause);
                simulation.At(end, node.Resume);
                break;
            case 3:
                simulation.At(begin, () => node.Clock.Drift(100_000).Skew(1.Seconds()));
                break;
            case 4:
                node.Disk.Latency = draws.Next(20).Milliseconds();
                node.Disk.OnWrite = static write =>
                    write.Number % 7 == 3 ? Disks.WriteFault.Reject : Disks.WriteFault.None;
                break;
            default:
                node.Slow = draws.Next(2) == 0 ? Slow.Node : Slow.Actor;
                node.ServiceTime = static (_, message) => (message is Word ? 1 : 0).Milliseconds();
                break;
        }
    }

    internal sealed record Word(long Value, int Hops) : ITraced
    {
        public void WriteTo(ref TraceWriter writer)
        {
            writer.Write(Value);
            writer.Write(Hops);
        }
    }

    private sealed record Tick;

    private sealed record Fail;

    /// <summary>Keeps three children, restarts all when one fails, and starts those anew that stop.</summary>
    private sealed class Parent : ReceiveActor
    {
        private readonly SimulatedNode _node;

        public Parent(SimulatedNode node)
        {
            _node = node;
            for (var i = 0; i < 4; i++)
                Start($"child{i}");
            Context.ActorOf(Props.Create(() => new Keeper(node)), "keeper");
            Receive<Terminated>(gone => Start(gone.ActorRef.Path.Name));
        }

        protected override SupervisorStrategy SupervisorStrategy() =>
            new AllForOneWithin(5, 1.Seconds(), static _ => Directive.Restart);

        private void Start(string name)
        {
            if (Context.Child(name).IsNobody())
                Context.Watch(Context.ActorOf(Props.Create(() => new Child(_node)), name));
        }
    }

    private sealed class Child : ReceiveActor, IWithTimers, IWithUnboundedStash
    {
        private readonly SimulatedNode _node;
        private readonly RandomStream _random = Context.System.RandomFor(Context.Self);

        public Child(SimulatedNode node)
        {
            _node = node;
            Receive<Tick>(_ => Peer("child").Tell(new Word(_random.Next(1000), 6)));
            Receive<Word>(OnWord);
            Receive<long>(value => Peer("keeper").Tell(new Word(value, 0)));
            Receive<Fail>(_ => throw new InvalidOperationException("drawn"));
            Receive<Terminated>(static _ => { });
        }

        public ITimerScheduler Timers { get; set; } = null!;

        public IStash Stash { get; set; } = null!;

        protected override void PreStart() => Timers.StartPeriodicTimer("tick", new Tick(), 40.Milliseconds());

        private void OnWord(Word word)
        {
            var choice = _random.Next(40);
            switch (choice)
            {
                case 0:
                    Self.Tell(new Fail());
                    break;
                case 1:
                    Context.Stop(Self);
                    break;
                case 2 or 3:
                    Stash.Stash();
                    return;
                case 4 or 5:
                    Stash.UnstashAll();
                    break;
                case 6:
                    Context.Watch(Peer("child"));
                    break;
                case 7:
                    Context.Unwatch(Peer("child"));
                    break;
                case < 14:
                    Context.System.Offload(() => word.Value * word.Value, 3.Milliseconds()).PipeTo(Self);
                    break;
                case < 18:
                    Sender.Tell(new Word(word.Value, 0));
                    break;
            }

            if (word.Hops > 0)
                Peer(choice < 25 ? "child" : "keeper").Tell(new Word(word.Value + 1, word.Hops - 1), Self);
        }

        private IActorRef Peer(string kind)
        {
            var node = _node.Simulation.Nodes[_random.Next(_node.Simulation.Nodes.Count)];
            return node.Find(kind == "child" ? $"/user/parent/child{_random.Next(4)}" : "/user/parent/keeper");
        }
    }

    private sealed class Keeper : ReceivePersistentActor
    {
        private long _sum;

        public Keeper(SimulatedNode node)
        {
            PersistenceId = $"{node.Name}-keeper";
            Recover<long>(value => _sum += value);
            Recover<SnapshotOffer>(offer => _sum = (long)offer.Snapshot);
            Command<Word>(word =>
            {
                var sender = Sender;
                Persist(word.Value, value =>
                {
                    _sum += value;
                    if (LastSequenceNr % 10 == 0)
                        SaveSnapshot(_sum);
                    sender.Tell(new Word(_sum, 0));
                });
            });
            Command<SaveSnapshotSuccess>(static _ => { });
            Command<SaveSnapshotFailure>(static _ => { });
        }

        public override string PersistenceId { get; }
    }
}
