using System.Collections.Immutable;
using PoR.Reports.Results;

namespace PoR.Simulation.Scenarios;

/// <summary>What the runs of a scenario show together. Times are virtual seconds.</summary>
/// <param name="Rounds">All rounds of all runs.</param>
/// <param name="Empty">Those whose block is the empty one.</param>
/// <param name="UntilAll">What a round takes until all nodes have decided it: percentiles; none when none was.</param>
/// <param name="UntilFirst">What it takes until the first node has.</param>
/// <param name="Recovery">From the end of the faults to the first block; null where a run has none.</param>
/// <param name="Checks">How often an invariant was checked.</param>
/// <param name="Violations">How often one did not hold.</param>
public sealed record ScenarioFigures(
    int Rounds, int Empty, ImmutableArray<LatencyPercentile> UntilAll, ImmutableArray<LatencyPercentile> UntilFirst,
    RecoveryFigures? Recovery, long Checks, int Violations)
{
    private static readonly int[] s_percentiles = [50, 90, 99];

    /// <summary>The figures of some runs.</summary>
    /// <param name="runs">At least one.</param>
    public static ScenarioFigures Of(ImmutableArray<ScenarioRun> runs)
    {
        RoundResult[] rounds = [.. runs.SelectMany(static run => run.Result.Rounds)];
        return new ScenarioFigures(
            rounds.Length, rounds.Count(static round => round.IsEmpty),
            Percentiles(rounds.Select(static round => round.LatencySeconds)),
            Percentiles(rounds.Select(static round => round.FirstDecidedSeconds - round.StartSeconds)),
            runs[0].Result.Faults.IsEmpty ? null : RecoveryFigures.Of(runs),
            runs.Sum(static run => run.Result.InvariantsChecked),
            runs.Sum(static run => run.Result.Violations.Length));
    }

    private static ImmutableArray<LatencyPercentile> Percentiles(IEnumerable<double?> seconds)
    {
        ImmutableArray<double> sorted = [.. seconds.OfType<double>().Order()];
        return sorted.IsEmpty ? [] : [.. s_percentiles.Select(percent => LatencyPercentile.Of(sorted, percent))];
    }
}

/// <summary>A percentile of latencies. Virtual seconds.</summary>
/// <param name="Percent">So many per cent of the rounds took at most so long.</param>
/// <param name="Seconds">By nearest rank.</param>
/// <param name="Low">
/// The percentile lies between this and <paramref name="High"/> with 95 %, by ranks alone; rounds are taken for
/// independent, which those of one run are not quite.
/// </param>
/// <param name="High">The upper end.</param>
public sealed record LatencyPercentile(int Percent, double Seconds, double Low, double High)
{
    internal static LatencyPercentile Of(ImmutableArray<double> sorted, int percent)
    {
        var (n, p) = (sorted.Length, percent / 100.0);
        var spread = 1.96 * Math.Sqrt(n * p * (1 - p));
        var low = (int)Math.Floor((n * p) - spread);
        var high = (int)Math.Ceiling((n * p) + spread);
        return new LatencyPercentile(
            percent, NearestRank.Of(sorted, percent), sorted[Math.Clamp(low - 1, 0, n - 1)],
            sorted[Math.Clamp(high, 0, n - 1)]);
    }
}

/// <summary>How long it takes from the end of the faults to the first block, over the runs. Virtual seconds.</summary>
/// <param name="Mean">Over the runs.</param>
/// <param name="Late">The 99th percentile, by nearest rank.</param>
public sealed record RecoveryFigures(double Mean, double Late)
{
    /// <summary>The figures of some runs; null where one of them has no block after its faults.</summary>
    /// <param name="runs">At least one.</param>
    public static RecoveryFigures? Of(ImmutableArray<ScenarioRun> runs)
    {
        ImmutableArray<double> sorted = [.. runs.Select(static run => run.Recovery).OfType<double>().Order()];
        return sorted.IsEmpty || sorted.Length < runs.Length
            ? null
            : new RecoveryFigures(sorted.Average(), NearestRank.Of(sorted, 99));
    }
}
