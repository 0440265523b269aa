using System.Collections.Immutable;
using System.Globalization;
using PoR.Configuration.Profiles;
using PoR.Simulation.Scenarios;
using PoR.Tool.Simulating;

namespace PoR.Tool.Scenarios;

/// <summary>What came of a scenario, as a table for people.</summary>
internal static class ScenarioTable
{
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
        var figures = ScenarioFigures.Of(runs);
        output.Write(Latency("latency   until all have decided", figures.UntilAll));
        output.Write(Latency("          until the first has  ", figures.UntilFirst));
        output.Write(Said($"empty     {figures.Empty:N0} of {figures.Rounds:N0} rounds\n"));
        return verdicts;
    }

    private static string Latency(string what, ImmutableArray<LatencyPercentile> percentiles) => percentiles.IsEmpty
        ? what + "  none\n"
        : what + string.Concat(percentiles.Select(static one =>
            Said($"  p{one.Percent} {one.Seconds:0.00} s ({one.Low:0.00} to {one.High:0.00})"))) + "\n";

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
