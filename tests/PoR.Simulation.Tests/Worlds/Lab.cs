using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Reviews;
using PoR.Simulation.Runs;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Tests.Worlds;

/// <summary>Small networks for tests, and runs of them.</summary>
internal static class Lab
{
    /// <summary>20 participants on 20 nodes, who all sit on every committee; stand-in cryptography.</summary>
    public static SimulationSettings Unit(int rounds, long seed, params string[] options) =>
        Load("unit", rounds, seed, ["run.crypto=model", .. options]);

    /// <summary>
    /// 200 participants on 20 nodes with τ = 1,000 of W = 2,000: 80 % of the weight reach t_H always, a half never.
    /// </summary>
    public static SimulationSettings Wide(int rounds, long seed, params string[] options) => Load(
        "safety", rounds, seed,
        [
            "run.crypto=model", "population.participants=200", "population.nodes=20",
            "protocol.committee-size=1000", "run.reviews-per-round=10", .. options,
        ]);

    /// <summary>A profile with options, each KEY=VALUE.</summary>
    public static SimulationSettings Load(string profile, int rounds, long seed, params string[] options)
    {
        var overrides = new List<string>([$"run.rounds={rounds}", $"run.seed={seed}", .. options])
            .Select(option => option.Split('=', 2))
            .Select(option => new SettingOverride(option[0], option[1], "a test"));
        var result = ProfileLoader.Load(profile, overrides);
        Assert.True(result.IsValid, string.Join('\n', result.Faults));
        return result.Settings;
    }

    /// <summary>The same network with cuts.</summary>
    public static SimulationSettings WithCuts(this SimulationSettings settings, params string[] cuts) =>
        settings with { Run = settings.Run with { Cuts = [.. cuts.Select(cut => CutGrammar.Parse(cut).Cut!)] } };

    /// <summary>The network model of settings.</summary>
    public static SimulatedNetwork NetworkOf(SimulationSettings settings)
    {
        var network = NetworkFactory.Create(settings, _ => throw new IOException("Tests read no latency file."));
        Assert.True(network.Value is not null, network.Error);
        return network.Value;
    }

    /// <summary>Runs to the end and keeps who decided what, and when.</summary>
    public static WatchedRun Run(
        SimulationSettings settings, int threads = 1, Func<Action<string>, IEnumerable<WrittenReview>>? drafts = null)
    {
        var watch = new WatchedRun();
        var run = new SimulationRun(settings, NetworkOf(settings), threads, "a test") { Observer = watch.See };
        watch.Outcome = run.Execute(
            drafts ?? (_ => DraftSource.Generated((ulong)settings.Run.Seed)),
            progress: null,
            TestContext.Current.CancellationToken);
        return watch;
    }
}
