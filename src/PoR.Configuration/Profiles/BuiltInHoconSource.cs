using System.Collections.Immutable;
using PoR.Configuration.Hocon;

namespace PoR.Configuration.Profiles;

/// <summary>The files of <c>hocon/</c>, which are also part of the assembly.</summary>
public sealed class BuiltInHoconSource : IHoconSource
{
    /// <summary>The built-in files, the reference first.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        "reference.conf", "unit.conf", "demo.conf", "local.conf", "cluster.conf", "safety.conf", "large.conf",
        "scenario.conf", "adversary.conf",
    ];

    /// <summary>Names of the scenarios, without folder and ending: F1, F2, and so on.</summary>
    public static ImmutableArray<string> Scenarios { get; } =
    [
        .. typeof(BuiltInHoconSource).Assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith(ScenarioFolder, StringComparison.Ordinal))
            .Select(static name => name[ScenarioFolder.Length..^Ending.Length])
            .OrderBy(static name => name.Length).ThenBy(static name => name, StringComparer.Ordinal),
    ];

    private const string ScenarioFolder = "hocon/scenarios/";
    private const string Ending = ".conf";

    /// <summary>The file of a scenario.</summary>
    public static string FileOf(string scenario) => "scenarios/" + scenario + Ending;

    /// <inheritdoc/>
    public HoconText? Find(string name, HoconText? includedFrom)
    {
        if (!Names.Contains(name) && !Scenarios.Any(scenario => FileOf(scenario) == name)) return null;
        using var stream = typeof(BuiltInHoconSource).Assembly.GetManifestResourceStream(
            "hocon/" + name) ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var reader = new StreamReader(stream);
        return new HoconText($"built-in {name}", "built-in " + name, reader.ReadToEnd());
    }
}
