using System.Globalization;
using PoR.Actors.Messages;
using PoR.Bench.VirtualTime;
using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Simulation.Runs;
using PoR.Simulation.Worlds;

namespace PoR.Bench;

/// <summary>
/// The command `rounds`: what a long chain costs, with the stand-in cryptography and all checks on: 1,200 accounts on
/// 10 peers, 100 reviews a round.
/// </summary>
internal static class LongRunCosts
{
    private const int Rounds = 2_000;
    private const double SecondsMax = 180;
    private const double MiB = 1024 * 1024;

    /// <summary>Measures, beside the bar.</summary>
    /// <param name="args">Fewer rounds; <c>--baseline</c> makes the run the new baseline.</param>
    /// <returns>1 where an invariant was violated, or a round not decided.</returns>
    public static int Run(string[] args)
    {
        var rounds = args is [var count, ..] && int.TryParse(count, CultureInfo.InvariantCulture, out var fewer)
            ? fewer
            : Rounds;
        var settings = ProfileLoader.Load(
            "safety",
            [
                new SettingOverride("run.crypto", "model", "bench"),
                new SettingOverride("run.rounds", $"{rounds}", "bench"),
                new SettingOverride("population.nodes", "10", "bench"),
            ]).Settings!;
        var network = NetworkFactory.Create(settings, File.ReadAllText).Value!;
        var cpuAt = new Dictionary<long, double>();
        var run = new SimulationRun(settings, network, Environment.ProcessorCount, "rounds")
        {
            Observer = (_, fact) =>
            {
                if (fact is Fact.RoundStarted { Round.Number: var round })
                    cpuAt.TryAdd(round, Environment.CpuUsage.TotalTime.TotalMilliseconds);
            },
        };
        var result = run.Execute(_ => DraftSource.Generated(1), null, CancellationToken.None).Result;
        var table = new CostTable("rounds-baseline.json");
        var name = string.Create(CultureInfo.InvariantCulture, $"{rounds:N0} rounds of 1,200 accounts on 10 peers");
        table.Add($"{name}: real time", "s", rounds == Rounds ? SecondsMax : null, result.WallSeconds);
        table.Add($"{name}: CPU", "s", null, result.CpuSeconds);
        foreach (var (from, to) in new[] { (rounds / 20, rounds / 10), (rounds * 9 / 10, rounds) })
            table.Add($"{name}: CPU of a round, {from} to {to}", "ms", null, (cpuAt[to] - cpuAt[from]) / (to - from));
        table.Add($"{name}: memory at its peak", "MiB", null, result.PeakMemoryBytes / MiB);
        table.Print(Console.Out);
        Console.WriteLine($"trace hash {result.TraceHash}");
        foreach (var violation in result.Violations)
            Console.WriteLine($"{violation.Invariant}, round {violation.Round}: {violation.Description}");
        if (args.Contains("--baseline"))
            table.WriteBaseline();
        return result.Violations.IsEmpty && result.Rounds.Length == rounds ? 0 : 1;
    }
}
