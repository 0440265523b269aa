using Akka.Actor;
using AkkaSimulation.Networks;
using AkkaSimulation.Nodes;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Actors.Services;
using PoR.Chain;
using PoR.Configuration.Profiles;
using PoR.Core.Agreement;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Transactions;
using PoR.Simulation.Checks;
using PoR.Simulation.Runs;
using PoR.Simulation.Worlds;
using PoR.Wire;

namespace PoR.Actors.Tests.Networks;

/// <summary>A whole network on virtual time: each node has one participant, and each participant has a seat.</summary>
internal sealed class SmallNetwork : IDisposable
{
    private readonly List<Fact> _facts = [];
    private readonly List<string> _breaches = [];
    private readonly AgreementCheck _agreement = new(() => true);
    private readonly Workload _workload;

    public SmallNetwork(
        int nodes,
        Func<SimulationSettings, SimulationSettings>? change = null,
        Func<NodeId, NodeServices, NodeServices>? adapt = null,
        INetwork? network = null,
        Func<PeerSetup, Props>? propsOf = null)
    {
        var profile = ProfileLoader.Load("unit").Settings!;
        var settings = profile with
        {
            Run = profile.Run with { Crypto = CryptoMode.Model },
            Population = profile.Population with { Participants = nodes, Nodes = nodes },
        };
        settings = change is null ? settings : change(settings);
        World = World.Create(
            settings,
            network ?? new SteadyNetwork(),
            threads: 1,
            setup => adapt is null ? setup : setup with { Services = adapt(setup.Id, setup.Services) },
            propsOf);
        _workload = new Workload(
            World, DraftSource.Generated(1), settings.Run.ReviewsPerRound, 500, (ulong)settings.Run.Seed,
            refuse: _ => { });
        var decidable = new DecidableRounds(World);
        var genesis = Branch.Of(World.Population.Genesis);
        var chain = new ReplayedChain(genesis, World.Cryptography, decidable);
        var votes = new AuditedVotes(World.Cryptography, AuditShare.All, decidable);
        IInvariantCheck[] checks =
        [
            _agreement, new CertificateCheck(chain, votes),
            new ValidityCheck(chain, World.Cryptography, decidable), new ReputationCheck(genesis.State, decidable),
            new DoubleVoteCheck(decidable),
        ];
        World.Observer = fact =>
        {
            _facts.Add(fact);
            decidable.See(fact);
            chain.See(fact);
            foreach (var check in checks)
                check.See(fact, (round, sentence) => _breaches.Add($"{check.Name}, round {round}: {sentence}"));
            if (fact is Fact.RoundStarted { Round: var round })
                _workload.OnRoundStarted(round);
            else if (fact is Fact.BlockCertified { Block: var block, State: var state })
                _workload.OnAdopted(state, block.Payset.Select(entry => entry.Transaction));
            Observer?.Invoke(fact);
        };
        World.Start();
    }

    public World World { get; }

    /// <summary>What broke an invariant: agreement, certificates, validity, reputation, double votes.</summary>
    public IReadOnlyList<string> Breaches => _breaches;

    /// <summary>Rounds in which a block and the empty block were certified.</summary>
    public int Forks => _agreement.Forks;

    /// <summary>Sees every fact when it happens.</summary>
    public Action<Fact>? Observer { get; set; }

    public IReadOnlyDictionary<TransactionId, TimeSpan> SubmittedAt => _workload.SubmittedAt;

    public IEnumerable<T> Facts<T>() => _facts.OfType<T>();

    public CertifiedChain Chain(int node) => World.ChainOf(new NodeId(node))!;

    /// <summary>A node's main chain, oldest first.</summary>
    public IReadOnlyList<CertifiedBlock> Blocks(int node) => Chain(node).After([World.Genesis.Tip], int.MaxValue);

    /// <summary>Of the tip; genesis while the node has not started or is down.</summary>
    public long RoundOf(int node) => World.ChainOf(new NodeId(node))?.Tip.State.Round.Number ?? 0;

    public PublicKey ParticipantOf(int node) => World.Population.Keys[node].PublicKey;

    public SimulatedNode Machine(int node) => World.Simulation.Nodes[node];

    /// <summary>A puppet says something at a time of the run.</summary>
    public void Say(TimeSpan at, int puppet, IEnumerable<int> to, PeerMessage message) => World.Simulation.At(at, () =>
    {
        foreach (var peer in to)
            Machine(puppet).Find("/user/peer").Tell(new Puppet.Say(new NodeId(peer), message));
    });

    public void Pass(TimeSpan time) => World.Simulation.RunFor(time);

    /// <summary>Runs until all nodes have decided so many rounds.</summary>
    public void Decide(long rounds, double limitSeconds = 600) =>
        Until(() => Enumerable.Range(0, World.Nodes).All(node => RoundOf(node) >= rounds), limitSeconds);

    public void Until(Func<bool> condition, double limitSeconds = 600)
    {
        var limit = World.Now + TimeSpan.FromSeconds(limitSeconds);
        while (!condition() && World.Now < limit)
            Pass(TimeSpan.FromSeconds(1));
        Assert.True(condition(), $"Not within {limitSeconds} s: nodes stand at rounds " + string.Join(
            ", ", Enumerable.Range(0, World.Nodes).Select(RoundOf)));
    }

    /// <summary>All nodes have the same chain, up to the shortest, and nothing broke an invariant.</summary>
    public void AssertSound()
    {
        Assert.Empty(_breaches);
        Assert.Empty(World.Simulation.Failures);
        Assert.Empty(World.Simulation.Letters.Unhandled);
        var shortest = Enumerable.Range(0, World.Nodes).Min(node => Blocks(node).Count);
        var roots = Enumerable.Range(0, World.Nodes)
            .Select(node => Blocks(node).Take(shortest).Select(b => b.Block.Digest));
        Assert.All(roots, chain => Assert.Equal(Blocks(0).Take(shortest).Select(b => b.Block.Digest), chain));
    }

    /// <summary>Digests of all that was signed, each once.</summary>
    public IReadOnlyCollection<Digest> Signed => [.. Facts<Fact.BallotSigned>().Select(f => f.Vote.Digest).Distinct()];

    public void Dispose() => World.Dispose();
}
