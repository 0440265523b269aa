using System.Collections.Immutable;
using Akka.Actor;
using AkkaSimulation.Networks;
using AkkaSimulation.Nodes;
using PoR.Actors;
using PoR.Actors.Ledgers;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Chain;
using PoR.Configuration.Profiles;
using PoR.Core.Agreement;
using PoR.Core.Genesis;
using PoR.Core.Identities;
using PoR.Core.Transactions;
using PoR.Ledger.State;
using PoR.Reviews;
using PoR.Simulation.Checks;
using PoR.Simulation.Faults;
using PoR.Simulation.Runs;
using PoR.Simulation.Worlds;

namespace PoR.TestKit;

/// <summary>
/// A whole network on virtual time, whose participants write reviews in each round. It has started, and nothing has
/// run; it keeps all facts and checks all invariants.
/// </summary>
internal sealed class TestWorld : IDisposable
{
    private readonly List<Fact> _facts = [];
    private readonly Workload _workload;

    /// <param name="settings">Among them the reviews of a round.</param>
    /// <param name="network">What messages between nodes meet; null for that of the settings, with their cuts.</param>
    /// <param name="adapt">Gives nodes another setup than the honest one.</param>
    /// <param name="propsOf">Gives nodes another peer than the engine's.</param>
    /// <param name="threads">That do pure work.</param>
    /// <param name="isFaultyBetween">
    /// Whether anything is wrong on purpose at some time of a span; null: as the settings say, or never with a network.
    /// </param>
    /// <param name="parts">Protocol, rules and strategies; null: honest peers of Proof of Review.</param>
    /// <param name="checks">A test's own.</param>
    public TestWorld(
        SimulationSettings settings,
        INetwork? network = null,
        Func<PeerSetup, PeerSetup>? adapt = null,
        Func<PeerSetup, Props>? propsOf = null,
        int threads = 1,
        Func<TimeSpan, TimeSpan, bool>? isFaultyBetween = null,
        WorldParts? parts = null,
        ImmutableArray<Func<WatchedWorld, IInvariantCheck>> checks = default)
    {
        // Disks keep bytes, so that each event goes through its serializer.
        settings = settings with { Run = settings.Run with { KeepsBytes = true } };
        var modelled = network is null ? Lab.NetworkOf(settings) : null;
        World = World.Create(
            settings, network ?? modelled!.Model, threads,
            (parts ?? new WorldParts()) with { Adapt = adapt, PropsOf = propsOf });
        isFaultyBetween ??= modelled is null ? static (_, _) => false : modelled.IsFaultyBetween;
        Checks = new InvariantSuite(World, isFaultyBetween, AuditShare.All, checks);
        _workload = new Workload(
            World, DraftSource.Generated(Seed), settings, refuse: _ => { });
        World.Observer = See;
        MachineFaults.Plan(World.Simulation, settings.Run.Faults);
        World.Start();
    }

    public World World { get; }

    /// <summary>Of all keys, and of everything that is drawn.</summary>
    public ulong Seed => World.Seed;

    /// <summary>What they found is to be asserted.</summary>
    public InvariantSuite Checks { get; }

    public IReadOnlyList<Fact> Facts => _facts;

    /// <summary>Sees every fact when it happens.</summary>
    public Action<Fact>? Observer { get; set; }

    public IReadOnlyDictionary<TransactionId, TimeSpan> SubmittedAt => _workload.SubmittedAt;

    public TimeSpan Now => World.Now;

    public SimulatedNode Machine(int node) => World.Simulation.Nodes[node];

    public CertifiedChain Chain(int node) => World.ChainOf(new NodeId(node))!;

    /// <summary>
    /// A node's main chain, oldest first: what its journal has below its tip. None where the engine has its own chains.
    /// </summary>
    public IReadOnlyList<CertifiedBlock> Blocks(int node)
    {
        if (World.ChainOf(new NodeId(node)) is not { } kept)
            return [];
        var stored = Machine(node).Disk.Events("ledger")
            .Select(e => ((LedgerEvent.BlockCertified)e).Block).ToDictionary(b => b.Block.Digest);
        var chain = new Stack<CertifiedBlock>();
        for (var at = kept.Tip.Tip; stored.TryGetValue(at, out var block); at = block.Block.Header.Parent)
            chain.Push(block);
        return [.. chain];
    }

    /// <summary>Of the tip; genesis while the node has not started.</summary>
    public long RoundOf(int node) => World.RoundOf(new NodeId(node)).Number;

    public PublicKey ParticipantOf(int node) => World.Population.Keys[node].PublicKey;

    /// <summary>A state that no chain leads to: that of genesis with one account changed.</summary>
    public LedgerState StateWith(int account, Func<GenesisAccount, GenesisAccount> change)
    {
        var genesis = World.Population.Genesis;
        return LedgerState.Of(new GenesisDocument(
            genesis.Name, genesis.Parameters, genesis.EvaluatorDigest, genesis.IsInsecureModel, genesis.Seed,
            genesis.Time, [.. genesis.Accounts.Select((a, i) => i == account ? change(a) : a)], genesis.Own));
    }

    /// <summary>Somebody writes a review now, beside those of the round; null: nobody may.</summary>
    public PublicKey? Write(WrittenReview review) => _workload.Write(review);

    public void Pass(TimeSpan time) => World.Simulation.RunFor(time);

    /// <summary>Runs until all nodes have decided so many rounds.</summary>
    public void Decide(long rounds, double limitSeconds = 600) =>
        Until(() => Enumerable.Range(0, World.Nodes).All(node => RoundOf(node) >= rounds), limitSeconds);

    /// <summary>Runs second by second until a condition holds.</summary>
    /// <exception cref="TimeoutException">It does not hold within so many seconds of virtual time.</exception>
    public void Until(Func<bool> condition, double limitSeconds = 600)
    {
        var limit = Now + TimeSpan.FromSeconds(limitSeconds);
        while (!condition() && Now < limit)
            Pass(TimeSpan.FromSeconds(1));
        if (!condition())
        {
            throw new TimeoutException($"Not within {limitSeconds} s: nodes stand at rounds " + string.Join(
                ", ", Enumerable.Range(0, World.Nodes).Select(RoundOf)));
        }
    }

    public void Dispose() => World.Dispose();

    private void See(Fact fact)
    {
        _facts.Add(fact);
        Checks.See(fact);
        if (fact is Fact.RoundStarted { Round: var round })
            _workload.OnRoundStarted(round);
        else if (fact is Fact.BlockCertified { Block: var block, State: var state })
            _workload.OnAdopted(state.Round, state.Time, block.Payset.Select(entry => entry.Transaction));
        else if (fact is ValueDecided decided)
            _workload.OnDecided(decided);
        Observer?.Invoke(fact);
    }
}
