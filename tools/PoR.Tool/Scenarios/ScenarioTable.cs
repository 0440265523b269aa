using System.Collections.Immutable;
using System.Globalization;
using PoR.Configuration.Profiles;
using PoR.Reports.Results;
using PoR.Simulation.Scenarios;
using PoR.Tool.Simulating;

namespace PoR.Tool.Scenarios;

/// <summary>What came of a scenario, as a table for people.</summary>
internal static class ScenarioTable
{
    private static readonly int[] s_percentiles = [50, 90, 99];

    /// <summary>Writes the table.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="name">The scenario's.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="runs">At least one.</param>
    /// <returns>The verdicts in it.</returns>
    public static ImmutableArray<ScenarioVerdict> Write(
        TextWriter output, string name, SimulationSettings settings, ImmutableArray<ScenarioRun> runs)
    {
        var verdicts = ScenarioVerdict.Of(settings.Scenario.Expects, runs);
        var width = verdicts.Max(static verdict => verdict.Name.Length);
        output.Write($"{name}: {settings.Scenario.Title ?? "a scenario of yours"}\n");
        var people = settings.Population;
        output.Write(
            $"{Count.Of(people.Participants, "participant")} on {Count.Of(people.Nodes, "node")}, "
            + $"{Count.Of(settings.Run.Rounds, "round")}, {Count.Of(runs.Length, "seed")}"
            + (runs.Length > 1 ? Said($", {runs[0].Seed} to {runs[^1].Seed}\n") : Said($", {runs[0].Seed}\n")));
        foreach (var fault in runs[0].Result.Faults)
            output.Write($"fault     {fault.Label}\n");
        foreach (var adversary in runs[0].Result.Adversaries)
            output.Write($"adversary {AdversaryText.Of(adversary)}\n");
        foreach (var verdict in verdicts)
            output.Write(
                $"{(verdict.IsHeld ? "held    " : "NOT HELD")}  {verdict.Name.PadRight(width)}  {verdict.Measured}\n");
        var rounds = runs.SelectMany(static run => run.Result.Rounds).ToArray();
        output.Write(Latency("latency   until all have decided", rounds.Select(static r => r.LatencySeconds)));
        output.Write(Latency(
            "          until the first has  ",
            rounds.Select(static r => r.FirstDecidedSeconds - r.StartSeconds)));
        output.Write(Said(
            $"empty     {rounds.Count(static r => r.IsEmpty):N0} of {rounds.Length:N0} rounds\n"));
        return verdicts;
    }

    private static string Latency(string what, IEnumerable<double?> seconds)
    {
        var sorted = seconds.OfType<double>().Order().ToImmutableArray();
        return sorted.IsEmpty
            ? what + "  none\n"
            : what + string.Concat(s_percentiles.Select(p =>
            {
                var (low, high) = Interval(sorted, p);
                return Said($"  p{p} {NearestRank.Of(sorted, p):0.00} s ({low:0.00} to {high:0.00})");
            })) + "\n";
    }

    /// <summary>
    /// Between which rounds a percentile lies with 95 %, by ranks alone; rounds are taken for independent, which those
    /// of one run are not quite.
    /// </summary>
    private static (double Low, double High) Interval(ImmutableArray<double> sorted, int percent)
    {
        var (n, p) = (sorted.Length, percent / 100.0);
        var spread = 1.96 * Math.Sqrt(n * p * (1 - p));
        var low = (int)Math.Floor((n * p) - spread);
        var high = (int)Math.Ceiling((n * p) + spread);
        return (sorted[Math.Clamp(low - 1, 0, n - 1)], sorted[Math.Clamp(high, 0, n - 1)]);
    }

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
