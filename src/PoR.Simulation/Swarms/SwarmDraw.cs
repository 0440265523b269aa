using System.Collections.Immutable;
using System.Globalization;
using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;

namespace PoR.Simulation.Swarms;

/// <summary>A small network and what befalls it, as a seed has drawn them: a run of <c>por simulate</c>.</summary>
/// <remarks>
/// Everybody sits on every committee (profile <c>unit</c>), with stand-in cryptography. Faults end early enough for
/// four rounds to follow: a round takes 2λ at least.
/// </remarks>
public sealed record SwarmDraw
{
    /// <summary>The profile that all runs of a swarm begin with.</summary>
    public const string Profile = "unit";

    /// <summary>Of the run, 0 and up.</summary>
    public required long Seed { get; init; }

    /// <summary>Nodes, 4 to 20.</summary>
    public required int Nodes { get; init; }

    /// <summary>Participants, one at each node or two.</summary>
    public required int Participants { get; init; }

    /// <summary>Rounds, 9 to 15.</summary>
    public required int Rounds { get; init; }

    /// <summary>Reviews of a round.</summary>
    public required int Reviews { get; init; }

    /// <summary>To how many peers a node tells what it hears; null for direct delivery.</summary>
    public required int? GossipDegree { get; init; }

    /// <summary>How far delays vary, in tenths of a link's delay, 0 to 9.</summary>
    public required int JitterTenths { get; init; }

    /// <summary>A strategy and its share, as <c>--adversary</c> takes it; null: all nodes are honest.</summary>
    public string? Adversary { get; init; }

    /// <summary>At least one, in order of time.</summary>
    public required ImmutableArray<DrawnFault> Faults { get; init; }

    /// <summary>As options of <c>por simulate</c> beside profile and seed.</summary>
    public ImmutableArray<SettingOverride> Options =>
    [
        Of("population.participants", Participants, "--participants"),
        Of("population.nodes", Nodes, "--nodes"),
        Of("run.rounds", Rounds, "--rounds"),
        Of("run.reviews-per-round", Reviews, "--reviews-per-round"),
        new("run.crypto", "model", "--crypto"),
        .. GossipDegree is { } degree
            ? ImmutableArray.Create(
                Set("network.delivery", "gossip"),
                Set("network.gossip-degree", degree.ToString(CultureInfo.InvariantCulture)))
            : [],
        Set("network.jitter-spread", string.Create(CultureInfo.InvariantCulture, $"{JitterTenths}/10")),
        .. Adversary is { } strategy
            ? ImmutableArray.Create(new SettingOverride("run.adversaries", strategy, "--adversary"))
            : [],
        .. Faults.Select(static fault => fault.Option),
    ];

    /// <summary>The settings of its run.</summary>
    /// <exception cref="InvalidOperationException">They are impossible: our mistake.</exception>
    public SimulationSettings Settings()
    {
        var loaded = ProfileLoader.Load(Profile, [.. Options, Of("run.seed", Seed, "--seed")]);
        return loaded.Settings ?? throw new InvalidOperationException(string.Join('\n', loaded.Faults));
    }

    private static SettingOverride Set(string path, string text) => new(path, text, "--set " + path);

    private static SettingOverride Of(string path, long number, string source) =>
        new(path, number.ToString(CultureInfo.InvariantCulture), source);
}
