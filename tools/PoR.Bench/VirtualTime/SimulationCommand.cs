using System.Globalization;

namespace PoR.Bench.VirtualTime;

/// <summary>The command `simulation`: what the runtime of simulations costs.</summary>
internal static class SimulationCommand
{
    private const int Samples = 9;
    private const int Rounds = 25;

    public static int Run(string[] args)
    {
        switch (args)
        {
            case []:
                Costs(static _ => true, isBaseline: false);
                return 0;
            case ["--baseline"]:
                Costs(static _ => true, isBaseline: true);
                return 0;
            case ["--only", var part]:
                Costs(name => name == part, isBaseline: false);
                return 0;
            case ["broadcast"]:
                BroadcastCosts.Measure(Console.Out);
                return 0;
            case ["hashes"]:
                return HashRuns.RunAll(Console.Out);
            case ["hash", var threads]:
                HashRuns.RunOne(int.Parse(threads, CultureInfo.InvariantCulture), Console.Out);
                return 0;
            case ["crashes"]:
                return CrashRuns.Run(Console.Out);
            case ["rounds", var lanes, var count]:
                RunRounds(lanes == "lanes", int.Parse(count, CultureInfo.InvariantCulture));
                return 0;
            default:
                Console.Error.WriteLine(
                    "Usage: simulation [--baseline | --only rounds|threads|letters|sizes | broadcast | hashes\n"
                    + "                  | crashes | rounds shared|lanes COUNT]");
                return 64;
        }
    }

    private static void Costs(Predicate<string> isWanted, bool isBaseline)
    {
        var table = new CostTable("simulation-baseline.json");
        if (isWanted("rounds"))
            RoundCosts.Measure(table, Rounds);
        if (isWanted("threads"))
            RoundCosts.MeasureThreads(table, Rounds);
        if (isWanted("letters"))
            LetterCosts.Measure(table, Samples);
        if (isWanted("sizes"))
            SizeCosts.Measure(table, Samples);
        table.Print(Console.Out);
        if (isBaseline)
            table.WriteBaseline();
    }

    /// <summary>Rounds and nothing else, for a profiler.</summary>
    private static void RunRounds(bool hasLanes, int count)
    {
        using var workload = new RoundWorkload(hasLanes);
        for (var i = 0; i < count; i++)
        {
            var before = workload.Simulation.Deliveries;
            var sample = Sample.Of(workload.Round);
            var made = workload.Simulation.Deliveries - before;
            Console.Error.WriteLine($"{made} deliveries, {sample.CpuNs / made:0} ns, {sample.Bytes / made:0.0} B each");
        }

        Console.Out.WriteLine($"{workload.Simulation.TraceHash} {workload.Simulation.Letters}");
    }
}
