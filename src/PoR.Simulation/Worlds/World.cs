using System.Collections.Immutable;
using PoR.Actors;
using PoR.Actors.Committees;
using PoR.Actors.Contract;
using PoR.Actors.Evaluators;
using PoR.Actors.Gossiping;
using PoR.Actors.Ledgers;
using PoR.Actors.Mempools;
using PoR.Actors.Participants;
using PoR.Actors.Rounds;
using PoR.Actors.Services;
using PoR.Configuration.Profiles;
using PoR.Core.Protocol;
using PoR.Cryptography;
using PoR.Evaluation;
using PoR.Hosting.Network;
using PoR.Hosting.VirtualTime;
using PoR.Verification;

namespace PoR.Simulation.Worlds;

/// <summary>A whole network in one process, on virtual time: the production actors on a simulated network.</summary>
public sealed class World : IAsyncDisposable
{
    private const int ChecksKept = 100_000;
    private const int ScoresKept = 100_000;
    private const int BlocksKept = 400;

    private readonly SimulationSettings _settings;
    private readonly ImmutableArray<ImmutableArray<PublicKey>> _participantsOf;
    private readonly Dictionary<string, int> _numberOf;
    private readonly NodeServices[] _services;
    private Func<ActorAddress, IActor, IActor>? _replace;

    private World(SimulationSettings settings, Population population, VirtualTimeHost host, ICryptography cryptography)
    {
        _settings = settings;
        Population = population;
        Host = host;
        Cryptography = cryptography;
        Genesis = Branch.Of(population.Genesis);
        _numberOf = population.Keys
            .Select((keys, number) => (Key: keys.PublicKey.ToString(), Number: number))
            .ToDictionary(p => p.Key, p => p.Number, StringComparer.Ordinal);
        _participantsOf =
        [
            .. Enumerable.Range(0, settings.Population.Nodes).Select(node => population.Keys
                .Where((_, number) => population.Nodes[number].Index == node)
                .Select(keys => keys.PublicKey).Order().ToImmutableArray()),
        ];
        _services = CreateServices();
    }

    /// <summary>The participants.</summary>
    public Population Population { get; }

    /// <summary>Runs the actors.</summary>
    public VirtualTimeHost Host { get; }

    /// <summary>Real, or the insecure stand-in.</summary>
    public ICryptography Cryptography { get; }

    /// <summary>The chain that all nodes begin with.</summary>
    public Branch Genesis { get; }

    /// <summary>How many nodes there are.</summary>
    public int Nodes => _services.Length;

    /// <summary>What a node's actors work with; checkers use the same caches.</summary>
    public NodeServices ServicesOf(NodeId node) => _services[node.Index];

    /// <summary>Builds a network; nothing runs yet.</summary>
    /// <param name="settings">Of the run.</param>
    /// <param name="network">What letters between nodes meet.</param>
    /// <param name="threads">Threads that do pure work, 1 and up; the result does not depend on it.</param>
    /// <param name="adapt">
    /// Gives a node other services than the honest ones, to see what the others make of it; null: all are honest.
    /// </param>
    /// <param name="replace">
    /// Gives an address another actor than the honest one, to see what the others make of it; null: all are honest.
    /// </param>
    public static World Create(
        SimulationSettings settings,
        INetworkModel network,
        int threads,
        Func<NodeId, NodeServices, NodeServices>? adapt = null,
        Func<ActorAddress, IActor, IActor>? replace = null)
    {
        ICryptography cryptography = settings.Run.Crypto == CryptoMode.Model
            ? new ModelCryptography()
            : new SodiumCryptography();
        var population = Population.Create(settings, cryptography, threads);
        var host = new VirtualTimeHost(new VirtualTimeHostOptions
        {
            Seed = (ulong)settings.Run.Seed,
            Nodes = settings.Population.Nodes,
            WorkerThreads = threads,
            Network = network,
        });
        var world = new World(settings, population, host, cryptography) { _replace = replace };
        for (var node = 0; node < world.Nodes && adapt is not null; node++)
            world._services[node] = adapt(new NodeId(node), world._services[node]);
        world.RegisterKinds();
        return world;
    }

    /// <summary>Starts all nodes, at the virtual time that it is.</summary>
    public void Start()
    {
        for (var node = 0; node < Nodes; node++)
            Host.Activate(Addresses.Coordinator(new NodeId(node)));
    }

    /// <summary>A node's chain as it is now.</summary>
    public CertifiedChain? ChainOf(NodeId node) => (Host.Peek(Addresses.Ledger(node)) as LedgerActor)?.Chain;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Host.DisposeAsync();

    private NodeServices[] CreateServices()
    {
        var chain = new SharedChain(Genesis, new ModelScores(EvaluationModel.Embedded), ScoresKept, BlocksKept);
        var shared = new PeerChecks(Cryptography, ChecksKept);
        return
        [
            .. Enumerable.Range(0, _settings.Population.Nodes).Select(_ => new NodeServices
            {
                Genesis = Population.Genesis,
                Cryptography = Cryptography,
                Chain = chain,
                Checks = _settings.Run.Crypto == CryptoMode.Each ? new PeerChecks(Cryptography, ChecksKept) : shared,
                RelaysHopByHop = _settings.Network.GossipDegree is not null,
                Mempool = new MempoolLimits { TransactionsMax = _settings.Mempool.CapacityTransactions },
                Costs = new ModelledCosts
                {
                    Block = _settings.Evaluation.PerBlock,
                    Transaction = _settings.Evaluation.PerReview,
                },
            }),
        ];
    }

    private void RegisterKinds()
    {
        var onNode = new KindOptions { NodeOf = Addresses.NodeOf, OnFailure = OnFailure.Escalate };
        Register(Addresses.LedgerKind, onNode, (node, services) => new LedgerActor(node, services));
        Register(Addresses.CoordinatorKind, onNode, (node, services) =>
            new RoundCoordinator(node, _participantsOf[node.Index], services));
        Register(Addresses.CommitteeKind, onNode, (node, services) => new Committee(node, services));
        Register(Addresses.MempoolKind, onNode, (node, services) => new Mempool(node, services));
        Register(Addresses.EvaluatorKind, onNode, (node, services) => new Evaluator(node, services));
        var graph = GraphOf(_settings);
        var flood = _settings.Network.GossipDegree is null
            ? PeerGraph.Random(Nodes, GossipOptions.FloodDegree, (ulong)_settings.Run.Seed)
            : graph;
        Register(Addresses.GossipKind, onNode, (node, services) => new Gossip(node, new GossipOptions(
            [.. graph.PeersOf(node.Index).Select(peer => new NodeId(peer))],
            services.SmallLambda * 4)
        {
            FloodPeers = [.. flood.PeersOf(node.Index).Select(peer => new NodeId(peer))],
            TellAllBytesMax = _settings.Network.BandwidthBitsPerSecond is { } bits
                ? (long)(bits / 8 * (services.SmallLambda / 4).TotalSeconds)
                : null,
        }));
        Host.Register(
            Addresses.ParticipantKind,
            address => ParticipantOf(_numberOf[address.Key]),
            onNode with { NodeOf = key => Population.Nodes[_numberOf[key]].Index });
    }

    private void Register(string kind, KindOptions options, Func<NodeId, NodeServices, IActor> create) =>
        Host.Register(
            kind,
            address =>
            {
                var node = new NodeId(Addresses.NodeOf(address.Key));
                var honest = create(node, _services[node.Index]);
                return _replace is null ? honest : _replace(address, honest);
            },
            options);

    private Participant ParticipantOf(int number)
    {
        var node = Population.Nodes[number];
        return new Participant(node, Population.Keys[number], _services[node.Index]);
    }

    private static PeerGraph GraphOf(SimulationSettings settings) => settings.Network.GossipDegree is { } degree
        ? PeerGraph.Random(settings.Population.Nodes, degree, (ulong)settings.Run.Seed)
        : PeerGraph.Complete(settings.Population.Nodes);
}
