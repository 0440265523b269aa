using Akka.Actor;
using Akka.Persistence;
using AkkaSimulation;
using AkkaSimulation.Networks;
using AkkaSimulation.Nodes;
using SimulatedRun = AkkaSimulation.Simulation;

namespace PoR.Bench.VirtualTime;

/// <summary>
/// Rounds as a consensus makes them, with actors that do nothing else: 60 nodes, 1,200 persistent participants, 5 steps
/// a round, about 500 votes a step, each to all nodes; a node's gossip actor hands every vote to its committee.
/// </summary>
internal sealed class RoundWorkload : IDisposable
{
    public const int Nodes = 60;
    public const int ParticipantsPerNode = 20;
    public const int VotesPerStep = 500;
    public const int StepsPerRound = 5;
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan LeastDelay = TimeSpan.FromMilliseconds(5);
    public static readonly TimeSpan MostDelay = TimeSpan.FromMilliseconds(80);

    /// <param name="hasLanes">Whether each node has a lane of its own; else all share one loop.</param>
    /// <param name="threads">Threads of the run.</param>
    /// <param name="hasWork">Whether each vote takes some work that is handed over before it is said.</param>
    public RoundWorkload(bool hasLanes, int threads = 1, bool hasWork = false)
    {
        Simulation = new SimulatedRun(new SimulationOptions { Seed = 7, Threads = threads });
        var network = new UniformNetwork(LeastDelay, MostDelay);
        Simulation.Network = hasLanes ? network : new SharedLoop(network);
        Simulation.AddNodes(Nodes, node => Boot(node, hasWork));
        Simulation.RunFor(Step / 2);
    }

    public SimulatedRun Simulation { get; }

    /// <summary>Runs one round.</summary>
    public void Round() => Simulation.RunFor(Step * StepsPerRound);

    public void Dispose() => Simulation.Dispose();

    private static void Boot(SimulatedNode node, bool hasWork)
    {
        node.Disk.Serialize = false;
        var ledger = node.System.ActorOf(Props.Create(static () => new Sink()), "ledger");
        var mempool = node.System.ActorOf(Props.Create(static () => new Sink()), "mempool");
        var gossip = node.System.ActorOf(Props.Create(() => new Gossip(node)), "gossip");
        var participants = Enumerable.Range(0, ParticipantsPerNode)
            .Select(i => node.System.ActorOf(
                Props.Create(() => new Participant($"{node.Name}-{i}", gossip, hasWork)), $"participant{i}"))
            .ToArray();
        var coordinator = node.System.ActorOf(
            Props.Create(() => new Coordinator(participants, ledger, mempool)), "coordinator");
        gossip.Tell(node.System.ActorOf(Props.Create(() => new Committee(coordinator)), "committee"));
    }

    /// <summary>The same delays, and no promise about the least: all nodes share one loop.</summary>
    private sealed class SharedLoop(INetwork inner) : INetwork
    {
        public TimeSpan MinimumDelay => TimeSpan.Zero;

        public Arrivals Route(in Crossing crossing) => inner.Route(crossing);
    }

    private sealed class Coordinator : ReceiveActor, IWithTimers
    {
        private int _step;

        public Coordinator(IActorRef[] participants, IActorRef ledger, IActorRef mempool)
        {
            Receive<StepDue>(_ =>
            {
                var speak = new Speak(_step++);
                foreach (var participant in participants)
                    participant.Tell(speak);
                mempool.Tell(speak);
                if (_step % StepsPerRound == 0)
                    ledger.Tell(speak);
                Timers.StartSingleTimer("step", StepDue.Instance, Step);
            });
            Receive<Tally>(static _ => { });
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() => Timers.StartSingleTimer("step", StepDue.Instance, Step);
    }

    private sealed class Participant : ReceivePersistentActor
    {
        private readonly RandomStream _random = Context.System.RandomFor(Context.Self);
        private readonly IActorRef _gossip;
        private readonly bool _hasWork;
        private static readonly TimeSpan s_work = TimeSpan.FromMilliseconds(2);

        public Participant(string id, IActorRef gossip, bool hasWork)
        {
            (PersistenceId, _gossip, _hasWork) = (id, gossip, hasWork);
            Recover<Vote>(static _ => { });
            Command<Speak>(OnSpeak);
            Command<Vote>(Cast);
        }

        public override string PersistenceId { get; }

        private void OnSpeak(Speak speak)
        {
            if (_random.Next(Nodes * ParticipantsPerNode) >= VotesPerStep)
                return;
            var mark = _random.NextUInt64();
            if (_hasWork)
                Context.System.Offload(() => new Vote(RandomStream.Mix(mark)), s_work).PipeTo(Self);
            else
                Cast(new Vote(mark));
        }

        private void Cast(Vote proposed) => Persist(proposed, vote => _gossip.Tell(new Say(vote)));
    }

    private sealed class Gossip : ReceiveActor
    {
        private readonly SimulatedNode _node;
        private IActorRef[] _gossips = [];
        private IActorRef _committee = ActorRefs.Nobody;

        public Gossip(SimulatedNode node)
        {
            _node = node;
            Receive<IActorRef>(committee => _committee = committee);
            Receive<Say>(say => Context.System.TellAll(Peers(), say.Vote));
            Receive<Vote>(vote => _committee.Tell(vote));
        }

        private IActorRef[] Peers()
        {
            if (_gossips.Length == 0)
                _gossips = [.. _node.Simulation.Nodes.Select(static n => n.Find("/user/gossip"))];
            return _gossips;
        }
    }

    private sealed class Committee : ReceiveActor
    {
        private long _votes;

        public Committee(IActorRef coordinator) =>
            Receive<Vote>(_ =>
            {
                if (++_votes % 100 == 0)
                    coordinator.Tell(Tally.Instance);
            });
    }

    private sealed class Sink : ReceiveActor
    {
        public Sink() => Receive<Speak>(static _ => { });
    }

    /// <summary>A participant may speak in a step.</summary>
    /// <param name="Step">0, 1, … in the run.</param>
    private sealed record Speak(int Step);

    /// <summary>A participant's vote goes to all nodes.</summary>
    /// <param name="Vote">The vote.</param>
    private sealed record Say(Vote Vote);

    /// <summary>A hundred more votes were counted.</summary>
    private sealed record Tally
    {
        public static readonly Tally Instance = new();
    }

    /// <summary>A step is due.</summary>
    private sealed record StepDue
    {
        public static readonly StepDue Instance = new();
    }
}
