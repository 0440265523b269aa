using System.Collections.Immutable;
using PoR.Actors.Messages;
using PoR.Core.Rounds;
using PoR.Reports.Results;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Checks;

/// <summary>
/// All checks of a run, on after every decision: those that any agreement keeps, those of the engine, and a user's own.
/// </summary>
public sealed class InvariantSuite
{
    private const int ViolationsKept = 1_000;

    private readonly World _world;
    private readonly DecidableRounds _decidable;
    private readonly AgreementCheck _agreement;
    private readonly IInvariantCheck[] _checks;
    private readonly Action<long, string>[] _reports;
    private readonly List<Violation> _violations = [];

    /// <summary>
    /// All checks but I9, which is the run's own, and I11, which takes two runs. Promises are asked of honest nodes
    /// only.
    /// </summary>
    /// <param name="world">What they watch.</param>
    /// <param name="isCutBetween">Whether any link is cut at some time of a span.</param>
    /// <param name="share">Of which votes they verify signature and credential.</param>
    /// <param name="own">Makes a user's own checks, which come last; each sees what the others see.</param>
    public InvariantSuite(
        World world,
        Func<TimeSpan, TimeSpan, bool> isCutBetween,
        AuditShare share,
        ImmutableArray<Func<WatchedWorld, IInvariantCheck>> own = default)
    {
        _world = world;
        _decidable = new DecidableRounds(world);
        var watched = new WatchedWorld(world, isCutBetween, share, _decidable);
        _agreement = new AgreementCheck(
            () => !world.Engine.ForksWhileLate || watched.IsSynchronous(), _decidable);
        _checks =
        [
            _agreement,
            .. world.Engine.ChecksOf(watched),
            new AccountingCheck(() => world.Simulation.Now, () => world.Simulation.Letters),
            .. own.IsDefault ? [] : own.Select(make => make(watched)),
        ];
        _reports =
        [
            .. _checks.Select(
                Action<long, string> (check) => (round, sentence) => Report(check.Name, round, sentence)),
        ];
    }

    /// <summary>The earliest round that a node could still decide.</summary>
    public Round OldestDecidable => _decidable.Oldest;

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
        var isHonest = _world.IsHonest(fact.Node);
        for (var i = 0; i < _checks.Length; i++)
        {
            if (isHonest || _checks[i].SeesHostile(fact))
                Checked += _checks[i].See(fact, _reports[i]);
        }
    }

    /// <summary>Notes a breach that no single fact shows.</summary>
    public void Report(string invariant, long round, string sentence)
    {
        if (_violations.Count < ViolationsKept)
            _violations.Add(new Violation(invariant, round, _world.Now.TotalSeconds, sentence));
    }
}
