using System.Globalization;
using PoR.Configuration.Schema;

namespace PoR.Simulation.Swarms;

/// <summary>A fault that a swarm has drawn.</summary>
/// <param name="Kind">Its first word, such as <c>loss</c>; <c>cut</c> for every cut.</param>
/// <param name="What">Before the @, as <c>--cut</c> or <c>--fault</c> takes it.</param>
/// <param name="Start">When it begins.</param>
/// <param name="Length">How long it lasts, above zero.</param>
/// <param name="Options">After the length, each with its comma.</param>
public sealed record DrawnFault(string Kind, string What, TimeSpan Start, TimeSpan Length, string Options)
{
    /// <summary>Of a cut.</summary>
    public const string Cut = "cut";

    /// <summary>As <c>--cut</c> or <c>--fault</c> takes it.</summary>
    public string Text => string.Create(
        CultureInfo.InvariantCulture,
        $"{What}@{Start.TotalSeconds:0.###}s+{Length.TotalSeconds:0.###}s{Options}");

    /// <summary>When it is over.</summary>
    public TimeSpan End => Start + Length;

    /// <summary>As an option of <c>por simulate</c>.</summary>
    internal SettingOverride Option => Kind == Cut
        ? new SettingOverride("run.cuts", Text, "--cut")
        : new SettingOverride("run.faults", Text, "--fault");
}
