using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using PoR.Configuration.Hocon;
using PoR.Configuration.Schema;

namespace PoR.Configuration.Profiles;

/// <summary>Loads a profile by its built-in name or from a user's file.</summary>
public static class ProfileLoader
{
    /// <summary>The built-in profiles; the default is <c>safety</c>.</summary>
    public static ImmutableArray<string> Names { get; } = ["unit", "demo", "local", "cluster", "safety", "large"];

    /// <summary>Loads a profile and sets options over it.</summary>
    /// <param name="profile">A built-in name, else a file.</param>
    /// <param name="overrides">Options of the command line; a later one wins.</param>
    /// <returns>The settings, or every fault.</returns>
    public static ProfileResult Load(string profile, params IEnumerable<SettingOverride> overrides) =>
        Load(
            profile, new FileHoconSource(new BuiltInHoconSource()),
            Environment.GetEnvironmentVariable, overrides);

    /// <summary>Loads a profile whose files and environment are given.</summary>
    /// <param name="profile">A built-in name, else a name that <paramref name="source"/> knows.</param>
    /// <param name="source">Where a user's files come from.</param>
    /// <param name="environment">The value of an environment variable, or null.</param>
    /// <param name="overrides">Options of the command line; a later one wins.</param>
    /// <returns>The settings, or every fault.</returns>
    public static ProfileResult Load(
        string profile, IHoconSource source, Func<string, string?> environment,
        params IEnumerable<SettingOverride> overrides)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(source);
        var isScenario = BuiltInHoconSource.Scenarios.Contains(profile);
        var isBuiltIn = isScenario || Names.Contains(profile);
        var from = isBuiltIn ? new BuiltInHoconSource() : source;
        var file = isScenario ? BuiltInHoconSource.FileOf(profile) : isBuiltIn ? profile + ".conf" : profile;
        if (from.Find(file, null) is not { } text)
        {
            return Failed(new HoconFault(
                new SourcePosition(profile, 0), "",
                $"is neither a profile ({string.Join(", ", Names)}) nor a file"));
        }

        var document = HoconReader.Read(text, from, environment);
        if (!document.IsValid) return Failed(document.Fault);
        SettingOverride[] options = [.. overrides];
        var (values, faults) = SettingSchema.Read(
            document.Root, SettingSchema.OfEnvironment(environment, options).Concat(options));
        var (akka, unfit) = AkkaBlock.Read(document.Root);
        if (values is null || unfit is not []) return Failed([.. faults, .. unfit]);
        var settings = SettingsMapping.ToSettings(profile, values);
        settings = settings with { Node = settings.Node with { Akka = akka } };
        HoconFault[] impossible = [.. SettingsRules.Check(settings, values)];
        return impossible is [] ? new ProfileResult(settings, []) : Failed(impossible);
    }

    /// <summary>The mistakes as a reader meets them: from the top of a file down, and options at the end.</summary>
    private static ProfileResult Failed(params HoconFault[] faults) => new(
        null,
        [
            .. faults.OrderBy(fault => fault.Position.Line == 0)
                .ThenBy(fault => fault.Position.Line == 0 ? "" : fault.Position.File, StringComparer.Ordinal)
                .ThenBy(fault => fault.Position.Line),
        ]);
}

/// <summary>What loading a profile gave: its settings, or every mistake found in it.</summary>
/// <param name="Settings">The settings; null exactly when there are faults.</param>
/// <param name="Faults">The mistakes in the order of file and line; options last.</param>
public sealed record ProfileResult(
    SimulationSettings? Settings, ImmutableArray<HoconFault> Faults)
{
    /// <summary>Whether the settings are there.</summary>
    [MemberNotNullWhen(true, nameof(Settings))]
    public bool IsValid => Settings is not null;
}
