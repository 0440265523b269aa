using PoR.Actors.Messages;
using PoR.Chain;
using PoR.Core.Agreement;
using PoR.Core.Genesis;
using PoR.Ledger.State;
using PoR.Simulation.Checks;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Tests.Worlds;

/// <summary>Four good rounds of a unit network with all their facts, to be told to checks, true or forged.</summary>
public sealed class RecordedRun : IDisposable
{
    private const int Rounds = 4;

    private readonly TestWorld _world = new(
        Lab.Unit(Rounds, seed: 1, "population.blacklisted-at-start=2"));

    public RecordedRun() => World.Simulation.RunUntil(
        () => Certificates(Rounds).Count() == World.Nodes, TimeSpan.FromMinutes(5));

    public World World => _world.World;

    /// <summary>All rounds of this run: no node is far ahead.</summary>
    public DecidableRounds Decidable => new(World);

    public IReadOnlyList<Fact> Facts => _world.Facts;

    /// <summary>Where all chains begin, apart from the nodes.</summary>
    public Branch Root => Branch.Of(Genesis);

    /// <summary>What the checks themselves say of votes.</summary>
    public AuditedVotes Votes => new(World.Cryptography, AuditShare.All, Decidable);

    public GenesisDocument Genesis => World.Population.Genesis;

    /// <summary>The checks' own chain, which has seen the decisions of the rounds before one.</summary>
    public ReplayedChain Replayed(long before = Rounds + 1)
    {
        var chain = new ReplayedChain(Root, World.Cryptography, Decidable);
        foreach (var fact in Facts.OfType<Fact.BlockCertified>())
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

    /// <inheritdoc cref="TestWorld.StateWith"/>
    public LedgerState StateWith(int account, Func<GenesisAccount, GenesisAccount> change) =>
        _world.StateWith(account, change);

    /// <summary>Tells a check what happened, and gives the breaches that it reports.</summary>
    public static List<string> Tell(IInvariantCheck check, params IEnumerable<Fact> facts)
    {
        var reported = new List<string>();
        foreach (var fact in facts)
            check.See(fact, (round, sentence) => reported.Add($"{round}: {sentence}"));
        return reported;
    }

    public void Dispose() => _world.Dispose();

    private IEnumerable<Fact.BlockCertified> Certificates(long round) =>
        Facts.OfType<Fact.BlockCertified>().Where(fact => fact.Block.Header.Round.Number == round);
}
