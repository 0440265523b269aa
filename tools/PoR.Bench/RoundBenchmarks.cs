using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using PoR.Configuration.Profiles;
using PoR.Reports.Results;
using PoR.Simulation.Runs;
using PoR.Simulation.Worlds;

namespace PoR.Bench;

/// <summary>Whole rounds of the profiles, on one thread: time is processor time. Start-up is part of it.</summary>
[SimpleJob(RunStrategy.Monitoring, iterationCount: 3, warmupCount: 1)]
[MemoryDiagnoser]
public class RoundBenchmarks
{
    private const int Rounds = 12;

    /// <summary>The profile and its cryptography.</summary>
    [Params("safety Shared", "demo Model", "large Shared")]
    public string Case { get; set; } = "";

    /// <summary>A round, start-up shared among twelve.</summary>
    [Benchmark(OperationsPerInvoke = Rounds)]
    public RunResult Round()
    {
        var parts = Case.Split(' ');
        var settings = ProfileLoader.Load(parts[0]).Settings!;
        settings = settings with
        {
            Run = settings.Run with { Rounds = Rounds, Crypto = Enum.Parse<CryptoMode>(parts[1]) },
        };
        var network = NetworkFactory.Create(settings, File.ReadAllText).Value!;
        var run = new SimulationRun(settings, network, threads: 1, Case);
        return run.Execute(_ => DraftSource.Generated(1), null, CancellationToken.None).Result;
    }
}
