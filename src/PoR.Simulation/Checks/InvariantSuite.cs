using PoR.Actors.Messages;
using PoR.Reports.Results;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Checks;

/// <summary>All checks of a run, on after every decision.</summary>
public sealed class InvariantSuite
{
    private const int ViolationsKept = 1_000;

    private readonly World _world;
    private readonly DecidableRounds _decidable;
    private readonly AgreementCheck _agreement;
    private readonly IInvariantCheck[] _checks;
    private readonly List<Violation> _violations = [];

    /// <summary>All checks but I9, which is the run's own, and I11, which takes two runs.</summary>
    public InvariantSuite(World world, SimulatedNetwork network)
    {
        _world = world;
        _decidable = new DecidableRounds(world);
        var parameters = world.Population.Genesis.Parameters;

        // What the paper expects a round to take when all leaders are honest: (12 + 8)λ + Λ' (PoR §6).
        var settling = TimeSpan.FromMilliseconds(
            (20 * parameters.SmallLambdaMs) + parameters.BigLambdaMs + parameters.LeaderEvaluationMs);
        bool IsSynchronous() => !network.IsCutBetween(world.Now - settling, world.Now);
        _agreement = new AgreementCheck(IsSynchronous);
        _checks =
        [
            _agreement,
            new CertificateCheck(world),
            new ValidityCheck(world),
            new ReEvaluationCheck(world, IsSynchronous, _decidable),
            new ChainCheck(world.Genesis.Tip, IsSynchronous),
            new ReputationCheck(world, _decidable),
            new BlacklistCheck(world, _decidable),
            new DoubleVoteCheck(_decidable),
            new TimeCheck(world, network, _decidable),
            new AccountingCheck(() => world.Simulation.Letters),
        ];
    }

    /// <summary>How many checks were made.</summary>
    public long Checked { get; private set; }

    /// <summary>Rounds in which both a block and the empty block were certified.</summary>
    public int Forks => _agreement.Forks;

    /// <summary>The breaches in order of time; at most 1,000 are kept.</summary>
    public IReadOnlyList<Violation> Violations => _violations;

    /// <summary>Something happened.</summary>
    public void See(Fact fact)
    {
        _decidable.See(fact);
        foreach (var check in _checks)
            Checked += check.See(fact, (round, sentence) => Report(check.Name, round, sentence));
    }

    /// <summary>Notes a breach that no single fact shows.</summary>
    public void Report(string invariant, long round, string sentence)
    {
        if (_violations.Count < ViolationsKept)
            _violations.Add(new Violation(invariant, round, _world.Now.TotalSeconds, sentence));
    }
}
