using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Simulation.Runs;
using PoR.Simulation.Worlds;

namespace PoR.Examples;

/// <summary>A run of the toy in the network of the profile <c>unit</c>: 20 nodes, 10 reviews a round.</summary>
internal static class ToyRun
{
    // snippet: run
    public static RunOutcome Of(long seed, params string[] faults)
    {
        var settings = ProfileLoader.Load("unit", new SettingOverride("run.seed", $"{seed}", "the toy")).Settings!;
        settings = settings with
        {
            Run = settings.Run with { Faults = [.. faults.Select(text => FaultGrammar.Parse(text).Fault!)] },
        };
        var network = NetworkFactory.Create(settings, File.ReadAllText).Value!;
        var run = new SimulationRun(settings, network, threads: 1, "the toy") { Engine = new LoudVote() };
        return run.Execute(_ => DraftSource.Generated((ulong)seed), progress: null, CancellationToken.None);
    }
    // end
}
