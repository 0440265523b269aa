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
    /// <param name="seed">Of all that is drawn.</param>
    /// <param name="options">Of the run; what is drawn goes before them.</param>
    /// <param name="tickMs">Grid of arrivals, so that actors hear batches; 0: there is none.</param>
    /// <param name="isStepped">Whether it goes on moment by moment, and the accounts are looked at after each.</param>
    /// <returns>Still to be disposed.</returns>
    public static Simulation Run(
        ulong seed, SimulationOptions? options = null, int tickMs = 0, bool isStepped = false)
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
        if (tickMs > 0)
            simulation.Network = new Ticked(simulation.Network, tickMs.Milliseconds());
        AddTo(simulation);
        var end = (500 + draws.Next(500)).Milliseconds();
        if (isStepped)
            StepTo(simulation, end);
        simulation.RunUntil(end);
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
        if (simulation.Network.ArrivalTick > TimeSpan.Zero && draws.Next(2) == 0)
            PlanSingles(simulation, nodes[draws.Next(nodes.Count)], draws);
        return nodes;
    }

    private static void StepTo(Simulation simulation, TimeSpan end)
    {
        while (simulation.Now < end - 50.Milliseconds() && simulation.Step())
        {
            foreach (var node in simulation.Nodes)
                Assert.True(node.LetterCounts.IsBalanced, $"{simulation.Now}, {node.Name}: {node.LetterCounts}");
            Assert.True(simulation.Letters.IsBalanced, $"{simulation.Now}: {simulation.Letters}");
        }
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

    /// <summary>For a while, letters come singly.</summary>
    private static void PlanSingles(Simulation simulation, SimulatedNode node, RandomStream draws)
    {
        var begin = (20 + draws.Next(400)).Milliseconds();
        var isLimited = draws.Next(2) == 0;
        simulation.At(begin, () =>
        {
            if (isLimited)
                node.MailboxLimit = 2;
            else
                node.Filter = static (_, message) => message is not Word { Value: 500 };
        });
        simulation.At(begin + draws.Next(200).Milliseconds(), () => (node.MailboxLimit, node.Filter) = (0, null));
    }

    internal sealed record Word(long Value, int Hops) : ITraced, IBatchable
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
            Receive<Batch>(OnBatch);
            Receive<long>(value => Peer("keeper").Tell(new Word(value, 0)));
            Receive<Fail>(_ => throw new InvalidOperationException("drawn"));
            Receive<Terminated>(static _ => { });
        }

        public ITimerScheduler Timers { get; set; } = null!;

        public IStash Stash { get; set; } = null!;

        protected override void PreStart() => Timers.StartPeriodicTimer("tick", new Tick(), 40.Milliseconds());

        private void OnBatch(Batch batch)
        {
            switch (_random.Next(20))
            {
                case 0:
                    Stash.Stash();
                    return;
                case 1:
                    Peer("child").Tell(batch);
                    break;
                case 2:
                    Peer("child").Forward(batch);
                    break;
            }

            for (var i = 0; i < batch.Count; i++)
            {
                if (_random.Next(40) == 0)
                    throw new InvalidOperationException("drawn within a batch");
                Peer(i % 2 == 0 ? "child" : "keeper").Tell(batch[i]);
                var word = (Word)batch[i];
                if (word.Hops > 0)
                    Peer("child").Forward(word with { Hops = word.Hops - 1 });
            }
        }

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
            Command<Word>(Keep);
            Command<Batch>(batch =>
            {
                for (var i = 0; i < batch.Count; i++)
                    Keep((Word)batch[i]);
            });
            Command<SaveSnapshotSuccess>(static _ => { });
            Command<SaveSnapshotFailure>(static _ => { });
        }

        public override string PersistenceId { get; }

        private void Keep(Word word)
        {
            var sender = Sender;
            Persist(word.Value, value =>
            {
                _sum += value;
                if (LastSequenceNr % 10 == 0)
                    SaveSnapshot(_sum);
                sender.Tell(new Word(_sum, 0));
            });
        }
    }
}
