using System.Collections.Immutable;
using System.Globalization;
using PoR.Reports.Results;

namespace PoR.Simulation.Scenarios;

/// <summary>The verdict on runs in which the rules are broken by so many that bad blocks are certified (I13).</summary>
internal static class CertifiedBadVerdict
{
    private const string Told = "I13"; // By a node whose own re-evaluation found the block bad.
    private const string ReRun = "I3"; // By the checks, which find the same.

    /// <summary>Held where some block is such, and each honest node says so of each of them.</summary>
    /// <param name="name">Of the expectation.</param>
    /// <param name="runs">At least one.</param>
    public static ScenarioVerdict Of(string name, ImmutableArray<ScenarioRun> runs) => ScenarioVerdict.OfEach(
        name,
        runs,
        static run => !RoundsOf(run.Result).IsEmpty
            && RoundsOf(run.Result).All(round => TellersIn(run.Result, round) == HonestNodesOf(run.Result)),
        string.Create(
            CultureInfo.InvariantCulture,
            $"{runs.Sum(static run => RoundsOf(run.Result).Length):N0} bad blocks, told by "
            + $"{runs.Min(LeastTellersIn)} of {HonestNodesOf(runs[0].Result)} honest nodes at least"));

    /// <summary>What else is violated.</summary>
    public static IEnumerable<Violation> OthersOf(RunResult run) => run.Violations.Where(violation =>
        violation.Invariant != Told
        && (violation.Invariant != ReRun || !RoundsOf(run).Contains(violation.Round)));

    private static ImmutableArray<long> RoundsOf(RunResult run) =>
        [.. run.Violations.Where(static v => v.Invariant == Told).Select(static v => v.Round).Distinct()];

    private static int TellersIn(RunResult run, long round) =>
        run.Violations.Count(v => v.Invariant == Told && v.Round == round);

    private static int LeastTellersIn(ScenarioRun run) =>
        RoundsOf(run.Result).Select(round => TellersIn(run.Result, round)).DefaultIfEmpty().Min();

    private static int HonestNodesOf(RunResult run) => run.Nodes - run.Adversaries.Sum(static one => one.Nodes.Length);
}
