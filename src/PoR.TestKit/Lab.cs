using PoR.Actors.Peers;
using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Simulation.Adversaries.Strategies;
using PoR.Simulation.Worlds;

namespace PoR.TestKit;

/// <summary>Settings of small networks for tests.</summary>
internal static class Lab
{
    /// <summary>20 participants on 20 nodes, who all sit on every committee; stand-in cryptography.</summary>
    public static SimulationSettings Unit(int rounds, long seed, params string[] options) =>
        Load("unit", rounds, seed, ["run.crypto=model", .. options]);

    /// <summary>Nodes with one participant each, who all sit on every committee; stand-in cryptography.</summary>
    public static SimulationSettings Nodes(int nodes, params string[] options) =>
        Unit(1, seed: 1, [$"population.participants={nodes}", $"population.nodes={nodes}", .. options]);

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
    /// <exception cref="ArgumentException">They are no settings.</exception>
    public static SimulationSettings Load(string profile, int rounds, long seed, params string[] options)
    {
        // Disks keep bytes, so that each event goes through its serializer.
        var overrides = new List<string>(
            [$"run.rounds={rounds}", $"run.seed={seed}", "run.journals=bytes", .. options])
            .Select(option => option.Split('=', 2))
            .Select(option => new SettingOverride(option[0], option[1], "a test"));
        var result = ProfileLoader.Load(profile, overrides);
        return result.IsValid
            ? result.Settings
            : throw new ArgumentException(string.Join('\n', result.Faults), nameof(options));
    }

    /// <summary>The same network with cuts and other faults.</summary>
    public static SimulationSettings WithFaults(this SimulationSettings settings, params string[] faults) =>
        settings with
        {
            Run = settings.Run with { Faults = [.. faults.Select(fault => FaultGrammar.Parse(fault).Fault!)] },
        };

    /// <summary>The first nodes of a network score wrongly, so many of them.</summary>
    public static Func<PeerSetup, PeerSetup> FirstLie(int liars)
    {
        var liar = new WrongScores();
        return honest => honest.Id.Index >= liars ? honest : liar.Prepare(honest);
    }

    /// <summary>The network model of settings.</summary>
    /// <exception cref="ArgumentException">Settings make no network.</exception>
    public static SimulatedNetwork NetworkOf(SimulationSettings settings)
    {
        var network = NetworkFactory.Create(settings, _ => throw new IOException("Tests read no latency file."));
        return network.Value ?? throw new ArgumentException(network.Error, nameof(settings));
    }
}
