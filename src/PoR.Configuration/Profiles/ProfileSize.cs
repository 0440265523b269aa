using System.Collections.Immutable;
using System.Globalization;
using PoR.Configuration.Schema;

namespace PoR.Configuration.Profiles;

/// <summary>A profile's size: how many take part, on how many nodes, and how many sit on a committee.</summary>
public static class ProfileSize
{
    /// <summary>The size as options that stand above another profile's.</summary>
    /// <param name="profile">Whose size it is.</param>
    /// <param name="source">What a message names as their place, such as <c>--profile</c>.</param>
    public static ImmutableArray<SettingOverride> Of(SimulationSettings profile, string source)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return
        [
            new(KeysOfRun.Participants.Path, Text(profile.Population.Participants), source),
            new(KeysOfRun.Nodes.Path, Text(profile.Population.Nodes), source),
            new(
                KeysOfSelection.CommitteeSize.Path,
                profile.Protocol.CommitteeSize is { } seats ? Text(seats) : "all", source),
        ];
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
