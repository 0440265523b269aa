using System.Collections.Immutable;

namespace PoR.Reports.Results;

/// <summary>A region of a simulated network, and who stands there.</summary>
/// <param name="Name">Unique in the run.</param>
/// <param name="LatitudeDegrees">North positive, −90..90; null where it is unknown.</param>
/// <param name="LongitudeDegrees">East positive, −180..180; null where it is unknown.</param>
/// <param name="Nodes">Their numbers, ascending; at least one.</param>
public sealed record RegionResult(
    string Name, double? LatitudeDegrees, double? LongitudeDegrees, ImmutableArray<int> Nodes);
