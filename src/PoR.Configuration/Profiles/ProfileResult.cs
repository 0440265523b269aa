using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using PoR.Configuration.Hocon;

namespace PoR.Configuration.Profiles;

/// <summary>What loading a profile gave: its settings, or every mistake found in it.</summary>
/// <param name="Settings">The settings; null exactly when there are faults.</param>
/// <param name="Faults">The mistakes, in the order of their keys.</param>
public sealed record ProfileResult(
    SimulationSettings? Settings, ImmutableArray<HoconFault> Faults)
{
    /// <summary>Whether the settings are there.</summary>
    [MemberNotNullWhen(true, nameof(Settings))]
    public bool IsValid => Settings is not null;
}
