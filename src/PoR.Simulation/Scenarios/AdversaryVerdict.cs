using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using PoR.Configuration.Profiles;
using PoR.Reports.Results;

namespace PoR.Simulation.Scenarios;

/// <summary>Verdicts on what adversaries did to others, and others to them.</summary>
internal static class AdversaryVerdict
{
    private const int OutgrowRounds = 20;
    private const int WaitRoundsMax = 5; // A fifth of hostile leaders in a row is one round in three thousand.

    /// <summary>The verdict on an expectation that is about adversaries.</summary>
    /// <param name="expectation">What is expected.</param>
    /// <param name="runs">At least one.</param>
    public static ScenarioVerdict Of(Expectation expectation, ImmutableArray<ScenarioRun> runs)
    {
        var name = ExpectationNames.Of(expectation);
        ScenarioVerdict Each(Func<RunResult, bool> isHeld, FormattableString measured) => ScenarioVerdict.OfEach(
            name, runs, run => isHeld(run.Result), measured.ToString(CultureInfo.InvariantCulture));
        long Sum(Func<RunResult, long> of) => runs.Sum(run => of(run.Result));
        var adversaries = runs.SelectMany(static run => run.Result.Adversaries).ToArray();
        var honest = Sum(static run => run.HonestBlacklisted);
        var hostile = adversaries.Sum(static one => one.Blacklisted);
        switch (expectation)
        {
            case Expectation.HonestNeverBlacklisted:
                return Each(static run => run.HonestBlacklisted == 0, $"{honest:N0} honest accounts");
            case Expectation.AdversaryBlacklisted:
                return Each(
                    static run => AllOf(run, static one => one.Blacklisted > 0),
                    $"{hostile:N0} of {adversaries.Sum(static one => one.Accounts):N0} hostile accounts");
            case Expectation.NobodyBlacklisted:
                return Each(
                    static run => run.HonestBlacklisted == 0 && run.Adversaries.All(static one => one.Blacklisted == 0),
                    $"{honest:N0} honest and {hostile:N0} hostile accounts");
            case Expectation.AuthorsLoseNothing:
                return Each(
                    static run => run.HonestWithheld == 0 && RefusedOf(run) == 0,
                    $"{Sum(static run => run.HonestWithheld):N0} withheld, {Sum(RefusedOf):N0} refused");
            case Expectation.AuthorsGetIn:
                return Each(
                    static run => run.HonestWaitRounds <= WaitRoundsMax,
                    $"{runs.Max(static run => run.Result.HonestWaitRounds):N0} rounds at most");
            case Expectation.GainsWithinLimit:
                return Each(
                    static run => AllOf(run, static one => one.Gained <= one.GainAllowed),
                    $"{MaxOf(adversaries, static one => one.Gained):N0} gained at most");
            case Expectation.StrikeHalves:
                return Each(
                    static run => AllOf(
                        run, static one => one.GreatestFall is var (before, after) && 2 * after <= before),
                    $"{adversaries.Count(static one => one.GreatestFall is not null):N0} adversaries fell");
            case Expectation.NewcomersWait:
                return Each(
                    static run => AllOf(run, static one => (one.EntryRounds ?? long.MaxValue) >= one.EntryRoundsMin),
                    $"{adversaries.Sum(static one => one.Joined):N0} joined, {LeastEntryOf(adversaries)}");
            case Expectation.AdversaryBelowThird:
                return Each(
                    static run => !run.Adversaries.IsEmpty && SharesOf(run).All(static share => 3 * share < 1),
                    $"at most {100 * runs.Max(static run => SharesOf(run.Result).DefaultIfEmpty().Max()):0.0} %");
            case Expectation.AdversaryOutgrows:
                return Each(
                    static run => RoundOfThird(run) <= OutgrowRounds,
                    $"{runs.Count(IsOutgrown):N0} seeds with a third, {LatestOf(runs)}");
            case Expectation.CertifiedBadTold:
                return CertifiedBadVerdict.Of(name, runs);
            default:
                throw new UnreachableException($"No verdict on {expectation}.");
        }
    }

    /// <summary>Where there is no adversary, nothing is said of one.</summary>
    private static bool AllOf(RunResult run, Func<AdversaryResult, bool> isSo) =>
        !run.Adversaries.IsEmpty && run.Adversaries.All(isSo);

    private static long MaxOf(AdversaryResult[] adversaries, Func<AdversaryResult, long> of) =>
        adversaries.Select(of).DefaultIfEmpty().Max();

    /// <summary>Of all adversaries together, by round.</summary>
    private static IEnumerable<double> SharesOf(RunResult run) => Enumerable.Range(0, run.Rounds.Length)
        .Select(round => run.Adversaries.Sum(one => one.Shares.ElementAtOrDefault(round) ?? 0));

    /// <summary>The first round in which they have a third; null: none.</summary>
    private static int? RoundOfThird(RunResult run) => SharesOf(run)
        .Select(static (share, place) => (share, round: (int?)(place + 1)))
        .FirstOrDefault(static one => 3 * one.share >= 1).round;

    private static bool IsOutgrown(ScenarioRun run) => RoundOfThird(run.Result) is not null;

    private static string LatestOf(ImmutableArray<ScenarioRun> runs) =>
        runs.Max(static run => RoundOfThird(run.Result)) is { } latest
            ? string.Create(CultureInfo.InvariantCulture, $"the last from round {latest:N0} on")
            : "none from any round on";

    private static string LeastEntryOf(AdversaryResult[] adversaries) =>
        adversaries.Min(static one => one.EntryRounds) is { } least
            ? string.Create(CultureInfo.InvariantCulture, $"the first weighed {least:N0} rounds after its entry")
            : "none weighed";

    private static long RefusedOf(RunResult run) => run.Rejections.Values.Sum();
}
