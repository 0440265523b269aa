using PoR.Bench.VirtualTime;
using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Simulation.Runs;
using PoR.Simulation.Scenarios;
using PoR.Simulation.Worlds;

namespace PoR.Bench;

/// <summary>
/// The command `faults`: what the language of faults costs a run in which none is there, as processor time for each
/// letter that is delivered, beside that of a run that no scenario describes; by turns, in one process.
/// </summary>
internal static class FaultCosts
{
    private const int Pairs = 9;
    private const double RatioMax = 1.03;
    private const string Replay = "bench";

    private static readonly SettingOverride[] s_network =
    [
        new("population.participants", "200", Replay), new("population.nodes", "20", Replay),
        new("run.crypto", "model", Replay), new("run.rounds", "15", Replay), new("run.reviews-per-round", "10", Replay),
        new("protocol.committee-size", "1000", Replay),
    ];

    /// <summary>Measures, beside the bar.</summary>
    /// <param name="args"><c>--baseline</c> makes the run the new baseline.</param>
    public static int Run(string[] args)
    {
        var none = ProfileLoader.Load("safety", s_network).Settings!;
        var late = ProfileLoader.Load(
            "safety", [.. s_network, new SettingOverride("run.faults", "loss:10%@1h+1s", Replay)]).Settings!;
        var scenario = ProfileLoader.Load("F1", [new SettingOverride("run.rounds", "15", Replay)]).Settings!;
        double WithoutScenario() => CostOf(() => Simulate(none));
        _ = (WithoutScenario(), CostOf(() => OfScenario(scenario)), CostOf(() => Simulate(late))); // Compiles them.
        var (ofScenario, ofLate, costs) = (new List<double>(), new List<double>(), new List<double>());
        for (var pair = 0; pair < Pairs; pair++)
        {
            var plain = WithoutScenario();
            costs.Add(plain);
            ofScenario.Add(CostOf(() => OfScenario(scenario)) / plain);
            ofLate.Add(CostOf(() => Simulate(late)) / plain);
        }

        var table = new CostTable("faults-baseline.json");
        table.Add("CPU of a letter in a run without a scenario", "µs", null, costs);
        table.Add("in a scenario without a fault: ratio to that", "", RatioMax, ofScenario);
        table.Add("with a fault that has not begun: ratio to that", "", RatioMax, ofLate);
        table.Print(Console.Out);
        if (args.Contains("--baseline"))
            table.WriteBaseline();
        return 0;
    }

    /// <returns>Processor time of the process for each letter, µs.</returns>
    private static double CostOf(Func<long> run)
    {
        GC.Collect();
        var before = Environment.CpuUsage.TotalTime;
        var letters = run();
        return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / letters;
    }

    private static long Simulate(SimulationSettings settings)
    {
        var run = new SimulationRun(settings, NetworkFactory.Create(settings, File.ReadAllText).Value!, 1, Replay)
        {
            IsUntilStuck = true,
        };
        return run.Execute(_ => DraftSource.Generated(1), null, CancellationToken.None).Result.Deliveries;
    }

    private static long OfScenario(SimulationSettings settings) =>
        ScenarioRun.Of(settings, 1, File.ReadAllText, Replay, CancellationToken.None).Value!.Result.Deliveries;
}
