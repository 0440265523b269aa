using System.Collections.Immutable;
using System.Globalization;
using PoR.Configuration.Profiles;
using PoR.Reports;
using PoR.Reports.Results;

namespace PoR.Simulation.Scenarios;

/// <summary>Whether the runs of a scenario, of one seed each, did what was expected.</summary>
/// <param name="Name">Of the expectation; <see cref="Invariants"/> for what every run is held to.</param>
/// <param name="IsHeld">Whether it was held by all seeds, or by their mean where it is one of the mean.</param>
/// <param name="Measured">In words.</param>
/// <param name="Failed">The first seed that did not hold it; null when all did, or when none did alone.</param>
public sealed record ScenarioVerdict(string Name, bool IsHeld, string Measured, long? Failed)
{
    /// <summary>What every run is held to.</summary>
    public const string Invariants = "invariants";

    private const double InFlightSeconds = 0.5; // What had been sent when a cut began may still decide.
    private const double PaceLeast = 0.95;

    /// <summary>The verdicts: on the invariants, then on each expectation in its order.</summary>
    /// <param name="expects">What is expected.</param>
    /// <param name="runs">At least one.</param>
    public static ImmutableArray<ScenarioVerdict> Of(
        ImmutableArray<Expectation> expects, ImmutableArray<ScenarioRun> runs) =>
        [
            OfInvariants(runs, expects.Contains(Expectation.CertifiedBadTold)),
            .. expects.Select(expectation => Of(expectation, runs)),
        ];

    /// <summary>Where bad blocks are to be certified, their own expectation is about what that violates.</summary>
    private static ScenarioVerdict OfInvariants(ImmutableArray<ScenarioRun> runs, bool isWithoutCertifiedBad)
    {
        int Violated(ScenarioRun run) => isWithoutCertifiedBad
            ? CertifiedBadVerdict.OthersOf(run.Result).Count()
            : run.Result.Violations.Length;
        return OfEach(Invariants, runs, run => Violated(run) == 0, Said(
            $"{runs.Sum(static r => r.Result.InvariantsChecked):N0} checks, {runs.Sum(Violated):N0} violated"));
    }

    private static ScenarioVerdict Of(Expectation expectation, ImmutableArray<ScenarioRun> runs)
    {
        var name = ExpectationNames.Of(expectation);
        switch (expectation)
        {
            case Expectation.NoForks:
                return OfEach(name, runs, static run => run.Result.Forks == 0, Said(
                    $"{runs.Sum(static r => r.Result.Forks):N0} forks"));
            case Expectation.NoEmptyBlock:
                return OfEach(name, runs, static run => run.Result.Rounds.All(static r => !r.IsEmpty), Said(
                    $"{Rounds(runs).Count(static r => r.IsEmpty):N0} of {Rounds(runs).Count():N0} rounds empty"));
            case Expectation.RoundsInTime:
                var bound = LatencyBounds.Of(runs[0].Result).HonestLeaderSeconds;
                return OfEach(name, runs, run => run.Result.Rounds.All(r => r.LatencySeconds <= bound), Said(
                    $"at most {Rounds(runs).Max(static r => r.LatencySeconds):0.00} s; bound {bound:0.0} s"));
            case Expectation.AllDecide:
                return OfEach(name, runs, static run => run.Result.Rounds.All(static r => r.LatencySeconds is not null),
                    Said($"{Rounds(runs).Count(static r => r.LatencySeconds is null):N0} rounds not decided by all"));
            case Expectation.NothingDecidedInFault:
                return OfEach(name, runs, static run => InFault(run, InFlightSeconds) == 0, Said(
                    $"{runs.Sum(static r => InFault(r, InFlightSeconds)):N0} decisions"));
            case Expectation.ProgressInFault:
                return OfEach(name, runs, static run => Blocks(run) > 0, Said(
                    $"{runs.Min(Blocks):N0} blocks at least, {runs.Max(Blocks):N0} at most"));
            case Expectation.KeepsPace:
                return OfEach(name, runs, static run => Pace(run) >= PaceLeast, Said(
                    $"{100 * runs.Min(Pace):0} % of the pace without faults at least"));
            case Expectation.Recovers:
                return OfRecovery(name, runs);
            case Expectation.EndsInMean:
                return OfMean(name, runs);
            default:
                return AdversaryVerdict.Of(expectation, runs);
        }
    }

    internal static ScenarioVerdict OfEach(
        string name, ImmutableArray<ScenarioRun> runs, Func<ScenarioRun, bool> isHeld, string measured) =>
        runs.FirstOrDefault(run => !isHeld(run)) is { } failed
            ? new ScenarioVerdict(
                name, false, Said($"{measured}; {runs.Count(run => !isHeld(run))} of {runs.Length} seeds failed"),
                failed.Seed)
            : new ScenarioVerdict(name, true, measured, null);

    private static ScenarioVerdict OfRecovery(string name, ImmutableArray<ScenarioRun> runs)
    {
        if (RecoveryFigures.Of(runs) is not var (mean, late))
        {
            return new ScenarioVerdict(
                name, false, "no block followed in the run: give it more rounds",
                runs.First(static run => run.Recovery is null).Seed);
        }

        var bound = LatencyBounds.Of(runs[0].Result).RecoverySeconds!.Value;
        return new ScenarioVerdict(
            name, mean <= bound && late <= 3 * bound,
            Said($"mean {mean:0.0} s, 99 % within {late:0.0} s; H = {bound:0.0} s"), null);
    }

    private static ScenarioVerdict OfMean(string name, ImmutableArray<ScenarioRun> runs)
    {
        var bound = LatencyBounds.Of(runs[0].Result).RecoverySeconds!.Value;
        if (runs.FirstOrDefault(static run => run.Result.Rounds.Any(static r => r.LatencySeconds is null)) is { } open)
            return new ScenarioVerdict(name, false, "some round was not decided by all", open.Seed);
        var mean = Rounds(runs).Average(static round => round.LatencySeconds!.Value);
        return new ScenarioVerdict(name, mean <= bound, Said($"mean {mean:0.0} s; H = {bound:0.0} s"), null);
    }

    private static IEnumerable<RoundResult> Rounds(ImmutableArray<ScenarioRun> runs) =>
        runs.SelectMany(static run => run.Result.Rounds);

    private static int InFault(ScenarioRun run, double after) => run.Decisions.Count(
        d => d.Seconds > run.FaultStart + after && d.Seconds < run.FaultEnd);

    private static int Blocks(ScenarioRun run) => run.Decisions
        .Where(d => !d.IsEmpty && d.Seconds > run.FaultStart && d.Seconds < run.FaultEnd)
        .Select(static d => d.Round).Distinct().Count();

    /// <summary>Rounds decided while the faults last, beside those that there would be without them.</summary>
    private static double Pace(ScenarioRun run)
    {
        if (run is not { Decisions: [.., var last], CalmRoundSeconds: { } calmRound })
            return 0; // Nobody has decided anything, with faults or without.
        var end = Math.Min(run.FaultEnd, last.Seconds);
        var decided = run.Decisions.Where(d => d.Seconds > run.FaultStart && d.Seconds <= end)
            .Select(static d => d.Round).Distinct().Count();
        var calm = Math.Floor((end - run.FaultStart) / calmRound);
        return calm == 0 ? 1 : Math.Max(0, decided / calm);
    }

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
