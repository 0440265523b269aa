using System.Collections.Immutable;
using Akka.Actor;
using AkkaSimulation;
using AkkaSimulation.Networks;
using AkkaSimulation.Nodes;
using PoR.Actors;
using PoR.Actors.Links;
using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Actors.Services;
using PoR.Chain;
using PoR.Configuration.Profiles;
using PoR.Core.Faults;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Cryptography;
using PoR.Persistence;
using PoR.Simulation.Adversaries;
using PoR.Simulation.Adversaries.Strategies;
using PoR.Simulation.Engines;
using PoR.Wire;

namespace PoR.Simulation.Worlds;

/// <summary>A whole network in one process, on virtual time: the production actors on simulated nodes.</summary>
public sealed class World : IDisposable
{
    private const string PeerPath = "/user/peer";

    private readonly Dictionary<NodeId, CertifiedChain> _chains = [];
    private readonly Dictionary<NodeId, Round> _signed = []; // The greatest round in which a node has.
    private readonly Dictionary<NodeId, (int Losses, Round? SilentUntil)> _lost = []; // By a node's disk.
    private readonly Dictionary<NodeId, Round> _tips = [];
    private readonly Dictionary<NodeId, HostileNode> _hostile = [];
    private readonly PeerSetup[] _setups;
    private readonly bool _keepsBytes;
    private bool _hasStarted;
    private TimeSpan? _seenAt;

    private World(SimulationSettings settings, int threads, ICryptography cryptography, WorldParts parts)
    {
        Engine = parts.Engine;
        Cryptography = cryptography;
        (Seed, _keepsBytes) = ((ulong)settings.Run.Seed, settings.Run.KeepsBytes);
        Population = Population.Create(settings, cryptography, threads, parts.Rules);
        Simulation = new AkkaSimulation.Simulation(
            new SimulationOptions
            {
                Seed = (ulong)settings.Run.Seed,
                Threads = threads,
                Config = PersistenceConfiguration.Serializers,
                Throughput = 30,
            });

        // What fails without a planned reason ends the run; an actor whose disk is planned to fail comes back.
        var supervision = settings.Run.Faults.Any(
            static f => f is NodeFault { Effect: NodeEffect.FailingDisk or NodeEffect.FullDisk })
            ? Supervision.Restart
            : Supervision.Escalate;
        _setups = PeerSetups.Of(settings, Population, cryptography, supervision, LinkOf);
        Genesis = _setups[0].Services.Chain.Genesis;
        Archive = _setups[0].Services.Chain.Archive;
    }

    /// <summary>The protocol that its peers speak.</summary>
    public IEngine Engine { get; }

    /// <summary>Of all keys, and of everything that is drawn.</summary>
    public ulong Seed { get; }

    /// <summary>The participants.</summary>
    public Population Population { get; }

    /// <summary>Runs the actors; node i of it is node i of this network.</summary>
    public AkkaSimulation.Simulation Simulation { get; }

    /// <summary>
    /// True time since the start of the run; while a fact is seen, the time at which it happened, since nodes run for a
    /// moment before they are looked at.
    /// </summary>
    public TimeSpan Now => _seenAt ?? Simulation.Now;

    /// <summary>Real, or the insecure stand-in.</summary>
    public ICryptography Cryptography { get; }

    /// <summary>The chain that all nodes begin with.</summary>
    public Branch Genesis { get; }

    /// <summary>Old blocks of all nodes.</summary>
    public BlockArchive Archive { get; }

    /// <summary>How many nodes there are.</summary>
    public int Nodes => _setups.Length;

    /// <summary>What has come to each node from others.</summary>
    public IEnumerable<ArrivalCounts> Arrivals => _setups.Select(static setup => setup.Services.Arrivals);

    /// <summary>By name, what each buffer of a node that others can fill has held at most, and may hold.</summary>
    public IEnumerable<(string Name, long Most, long Allowed)> BuffersOf(NodeId node) =>
        _setups[node.Index].Services.Buffers.All;

    /// <summary>Sees every fact, between turns; it may plan actions, and must not run the simulation.</summary>
    public Action<Fact>? Observer { get; set; }

    /// <summary>
    /// Hears all that reaches an honest node where there are adversaries, before the node does; it must change nothing.
    /// </summary>
    internal Action<NodeId, PeerMessage>? HonestHears { private get; set; }

    /// <summary>Builds a network; nothing runs yet.</summary>
    /// <param name="settings">Of the run.</param>
    /// <param name="network">What letters between nodes meet.</param>
    /// <param name="threads">Threads that do pure work, 1 and up; the result does not depend on it.</param>
    /// <param name="parts">What peers are made of; null: they are honest ones of Proof of Review.</param>
    /// <exception cref="ArgumentException">A strategy's share holds no whole node.</exception>
    public static World Create(
        SimulationSettings settings, INetwork network, int threads, WorldParts? parts = null)
    {
        parts ??= new WorldParts();
        ICryptography cryptography = settings.Run.Crypto == CryptoMode.Model
            ? new ModelCryptography()
            : new SodiumCryptography();
        var world = new World(settings, threads, cryptography, parts);
        for (var node = 0; node < world.Nodes && parts.Adapt is { } adapt; node++)
            world._setups[node] = adapt(world._setups[node]);
        world.Adversaries = PlacedAdversary.Place(
            [.. settings.Run.Adversaries.Select(StrategyTable.Create), .. parts.Adversaries], world._setups,
            world.Genesis.View, (setup, strategy) => new HostileNode(setup, strategy, world));
        foreach (var node in world.Adversaries.SelectMany(static adversary => adversary.Hostile))
            world._hostile.Add(node.Id, node);
        world.Boot(network, parts.PropsOf ?? parts.Engine.PropsOf);
        return world;
    }

    /// <summary>Starts all nodes, at the virtual time that it is.</summary>
    public void Start()
    {
        _hasStarted = true;
        foreach (var node in Simulation.Nodes)
            Begin(node);
    }

    /// <summary>A user of a node tells it something.</summary>
    /// <param name="node">Which node.</param>
    /// <param name="message">For example a transaction to submit.</param>
    public void Tell(NodeId node, MempoolMessage message) =>
        Simulation.Nodes[node.Index].Find(PathOf(Engine.TakesTransactions)).Tell(message);

    /// <summary>Strategies with their nodes, in the order in which they were given.</summary>
    public ImmutableArray<PlacedAdversary> Adversaries { get; private set; } = [];

    /// <summary>Whether no strategy holds a node.</summary>
    public bool IsHonest(NodeId node) => !_hostile.ContainsKey(node);

    /// <summary>Whether a node's participants write as honest authors do.</summary>
    internal bool WritesHonestly(NodeId node) =>
        !_hostile.TryGetValue(node, out var hostile) || !hostile.Strategy.WritesItself;

    /// <summary>Accounts that no strategy holds.</summary>
    internal HashSet<PublicKey> HonestAccounts() =>
    [
        .. Population.Keys.Where((_, number) => IsHonest(Population.Nodes[number])).Select(keys => keys.PublicKey),
    ];

    /// <summary>Participants who live on a node, as somebody who has their keys.</summary>
    internal IEnumerable<ParticipantSigner> SignersAt(NodeId node) =>
        Population.LivingOn(node).Select(number => new ParticipantSigner(Cryptography, Seed, number));

    /// <summary>
    /// A node's chain as it is now; null before it has recovered, and where the engine has chains of its own.
    /// </summary>
    public CertifiedChain? ChainOf(NodeId node) => _chains.GetValueOrDefault(node);

    /// <summary>The last round of a node's chain; 0: genesis. Of a node that is down, before it went.</summary>
    public Round RoundOf(NodeId node) => ChainOf(node)?.Tip.State.Round ?? _tips.GetValueOrDefault(node);

    /// <inheritdoc/>
    public void Dispose() => Simulation.Dispose();

    private static void Begin(SimulatedNode node) => node.Find(PeerPath).Tell(PeerActor.Begin.Instance);

    private static string PathOf(string actor) => actor.Length == 0 ? PeerPath : $"{PeerPath}/{actor}";

    private void Boot(INetwork network, Func<PeerSetup, Props> propsOf)
    {
        Simulation.Network = network;
        Simulation.Observe<Fact>(See);
        var keptForm = new ArchivedEvents(Archive);
        foreach (var setup in _setups)
        {
            Simulation.AddNode(node =>
            {
                node.Disk.Serialize = _keepsBytes;
                node.Disk.KeptForm = keptForm;
                var life = _hasStarted ? InNextLife(setup, node) : setup;
                node.System.ActorOf(
                    _hostile.GetValueOrDefault(setup.Id)?.PeerProps(life) ?? propsOf(life),
                    PeerPath["/user/".Length..]);
                if (_hasStarted)
                    Begin(node);
            });
        }

        if (_hostile.Count == 0)
            return;
        foreach (var node in Simulation.Nodes)
        {
            var id = new NodeId(node.Index);
            node.Filter = _hostile.TryGetValue(id, out var hostile)
                ? (_, letter) => hostile.Passes(letter)
                : (_, letter) => Overhear(id, letter);
        }
    }

    private bool Overhear(NodeId node, object letter)
    {
        if (letter is PeerHeard { Message.Message: var message })
            HonestHears?.Invoke(node, message);
        return true;
    }

    /// <summary>
    /// After a crash nothing is left but the disk. Where it has lost something, the operator says in which rounds the
    /// node may have signed, and it is silent in them, as after <c>por signing acknowledge</c>. What it signs after
    /// them its disk knows again.
    /// </summary>
    private PeerSetup InNextLife(PeerSetup setup, SimulatedNode node)
    {
        var known = _lost.GetValueOrDefault(setup.Id);
        if (node.Disk.Losses > known.Losses)
            _lost[setup.Id] = known = (node.Disk.Losses, _signed.TryGetValue(setup.Id, out var last) ? last : null);
        return setup with
        {
            Participants = Population.Restore(setup.Id),
            Services = setup.Services with { SilentUntil = known.SilentUntil ?? setup.Services.SilentUntil },
        };
    }

    private void See(Observation<Fact> seen)
    {
        if (seen.Message is Fact.LedgerOpened opened)
            _chains[opened.Node] = opened.Chain;
        if (seen.Message is Fact.BallotSigned { Node: var signer, Vote.Ballot.Round: var round }
            && round > _signed.GetValueOrDefault(signer))
            _signed[signer] = round;
        if (seen.Message.Tip is { } tip)
            _tips[seen.Message.Node] = tip;
        _seenAt = seen.Time;
        try
        {
            Observer?.Invoke(seen.Message);
            if (!Adversaries.IsEmpty)
                Tell(new SeenFact(seen.Time, seen.Message));
        }
        finally
        {
            _seenAt = null;
        }
    }

    /// <summary>Adversaries learn what happens, once everybody else has.</summary>
    private void Tell(SeenFact seen)
    {
        if (seen.Fact is Fact.RoundStarted { Node: var node, Round: var round } && IsHonest(node)
            && ChainOf(node) is { Tip.View: var view } && view.Round == round)
        {
            foreach (var adversary in Adversaries)
                adversary.Weigh(view);
        }

        foreach (var adversary in Adversaries)
        {
            foreach (var hostile in adversary.Hostile)
                adversary.Strategy.See(hostile, seen);
        }
    }

    private MemoryPeerLink LinkOf(NodeId self, ActorSystem system) => new(
        system,
        self,
        peer => Simulation.Nodes[peer.Index].Find(PathOf(Engine.Hears)),
        roundTrip: null);
}
