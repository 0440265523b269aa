using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Chain;
using PoR.Core.Genesis;
using PoR.Core.Rounds;
using PoR.Ledger.State;
using PoR.Simulation.Checks;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Tests.Worlds;

/// <summary>
/// Four nodes, one of which is cut off for well over a hundred rounds and then catches up; all facts, to be told to
/// checks, true or forged.
/// </summary>
public sealed class LongRun : IDisposable
{
    /// <summary>The node that was cut off.</summary>
    public static readonly NodeId Late = new(3);

    /// <summary>A round early in the cut.</summary>
    public const long BlindRound = 6;

    private readonly TestWorld _world = new(Lab.Nodes(4, "run.reviews-per-round=2").WithFaults("nodes:3@10s+700s"));

    public LongRun()
    {
        var decidable = new DecidableRounds(World);
        var chain = new ReplayedChain(Branch.Of(World.Population.Genesis), World.Cryptography, decidable);
        var votes = new AuditedVotes(World.Cryptography, AuditShare.All, decidable);
        var blind = new ReEvaluationCheck(chain, votes, static view => view.CertificateThreshold, decidable);
        _world.Observer = fact =>
        {
            decidable.See(fact);
            chain.See(fact);
            if (!IsHiddenFromBlind(fact))
                blind.See(fact, (round, sentence) => BlindReports.Add($"{round}: {sentence}"));
        };
        _world.Pass(TimeSpan.FromSeconds(710));
        Missed = Enumerable.Range(0, World.Nodes).Max(_world.RoundOf);
        _world.Decide(Missed, limitSeconds: 1_200);
        Assert.True(Missed > 110, $"Only {Missed} rounds were decided without the node that was cut off.");
    }

    public World World => _world.World;

    public IReadOnlyList<Fact> Facts => _world.Facts;

    /// <summary>The last round that was decided during the cut.</summary>
    public long Missed { get; }

    /// <summary>All checks, as they saw it happen.</summary>
    public InvariantSuite Suite => _world.Checks;

    /// <summary>
    /// What I3 said while the network ran, if nobody had voted for the block of <see cref="BlindRound"/> in step 3, and
    /// nobody but the late node had decided it.
    /// </summary>
    public List<string> BlindReports { get; } = [];

    /// <inheritdoc cref="TestWorld.StateWith"/>
    public LedgerState StateWith(int account, Func<GenesisAccount, GenesisAccount> change) =>
        _world.StateWith(account, change);

    /// <summary>Tells a check, and what decides how far back it remembers, all that happened.</summary>
    public List<string> Tell(Func<DecidableRounds, IInvariantCheck> create, params IEnumerable<Fact> facts)
    {
        var decidable = new DecidableRounds(World);
        var check = create(decidable);
        var reported = new List<string>();
        foreach (var fact in facts)
        {
            decidable.See(fact);
            check.See(fact, (round, sentence) => reported.Add($"{round}: {sentence}"));
        }

        return reported;
    }

    public void Dispose() => _world.Dispose();

    private static bool IsHiddenFromBlind(Fact fact) => fact switch
    {
        Fact.BlockCertified c => c.Block.Header.Round.Number == BlindRound && c.Node != Late,
        Fact.BallotSigned { Vote.Ballot: var b } => b.Round.Number == BlindRound && b.Step == Step.BlockVerification,
        _ => false,
    };
}
