using PoR.Actors.Messages;
using PoR.Chain;
using PoR.Core.Agreement;
using PoR.Core.Genesis;
using PoR.Ledger.State;
using PoR.Simulation.Checks;
using PoR.Simulation.Runs;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Tests.Worlds;

/// <summary>Four good rounds of a unit network with all their facts, to be told to checks, true or forged.</summary>
public sealed class RecordedRun : IDisposable
{
    private const int Rounds = 4;

    private readonly List<Fact> _facts = [];

    public RecordedRun()
    {
        var settings = Lab.Unit(Rounds, seed: 1, "population.blacklisted-at-start=2");
        Network = Lab.NetworkOf(settings);
        World = World.Create(settings, Network.Model, threads: 1);
        var workload = new Workload(World, DraftSource.Generated(1), 10, 100, seed: 1, _ => { });
        World.Observer = fact =>
        {
            _facts.Add(fact);
            if (fact is Fact.RoundStarted { Round: var round })
                workload.OnRoundStarted(round);
            else if (fact is Fact.BlockCertified { State: var state, Block: var block })
                workload.OnAdopted(state, block.Payset.Select(entry => entry.Transaction));
        };
        World.Start();
        World.Simulation.RunUntil(() => Certificates(Rounds).Count() == World.Nodes, TimeSpan.FromMinutes(5));
    }

    public World World { get; }

    public SimulatedNetwork Network { get; }

    /// <summary>All rounds of this run: no node is far ahead.</summary>
    public DecidableRounds Decidable => new(World);

    public IReadOnlyList<Fact> Facts => _facts;

    /// <summary>Where all chains begin, apart from the nodes.</summary>
    public Branch Root => Branch.Of(Genesis);

    /// <summary>What the checks themselves say of votes.</summary>
    public AuditedVotes Votes => new(World.Cryptography, AuditShare.All, Decidable);

    public GenesisDocument Genesis => World.Population.Genesis;

    /// <summary>The checks' own chain, which has seen the decisions of the rounds before one.</summary>
    public ReplayedChain Replayed(long before = Rounds + 1)
    {
        var chain = new ReplayedChain(Root, World.Cryptography, Decidable);
        foreach (var fact in _facts.OfType<Fact.BlockCertified>())
        {
            if (fact.Block.Header.Round.Number < before)
                chain.See(fact);
        }

        return chain;
    }

    /// <summary>A node's decision of a round, 1..4.</summary>
    public Fact.BlockCertified Decision(long round, int node = 0) =>
        Certificates(round).First(fact => fact.Node.Index == node);

    /// <summary>The same decision, of another block.</summary>
    public Fact.BlockCertified Decision(long round, Func<Block, Block> forge, int node = 0)
    {
        var decision = Decision(round, node);
        return decision with { Block = forge(decision.Block) };
    }

    /// <summary>A state that no chain leads to: genesis with other accounts.</summary>
    public LedgerState StateWith(int account, Func<GenesisAccount, GenesisAccount> change) =>
        LedgerState.Of(new GenesisDocument(
            Genesis.Name, Genesis.Parameters, Genesis.EvaluatorDigest, Genesis.IsInsecureModel, Genesis.Seed,
            Genesis.Time, [.. Genesis.Accounts.Select((a, i) => i == account ? change(a) : a)]));

    /// <summary>Tells a check what happened, and gives the breaches that it reports.</summary>
    public static List<string> Tell(IInvariantCheck check, params IEnumerable<Fact> facts)
    {
        var reported = new List<string>();
        foreach (var fact in facts)
            check.See(fact, (round, sentence) => reported.Add($"{round}: {sentence}"));
        return reported;
    }

    public void Dispose() => World.Dispose();

    private IEnumerable<Fact.BlockCertified> Certificates(long round) =>
        _facts.OfType<Fact.BlockCertified>().Where(fact => fact.Block.Header.Round.Number == round);
}
