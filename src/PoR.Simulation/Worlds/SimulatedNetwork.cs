using System.Collections.Immutable;
using PoR.Core.Cuts;
using PoR.Simulation.Networks;

namespace PoR.Simulation.Worlds;

/// <summary>A network with the cuts that it suffers.</summary>
/// <param name="Model">The network without cuts.</param>
/// <param name="Cuts">In the order in which they were given.</param>
/// <param name="Warnings">What a user should know of it, a sentence each.</param>
public sealed record SimulatedNetwork(
    RegionNetwork Model, ImmutableArray<Cut> Cuts, ImmutableArray<string> Warnings)
{
    /// <summary>When the last cut is over; zero when there is none.</summary>
    public TimeSpan LastCutEnd => Cuts.IsEmpty ? TimeSpan.Zero : Cuts.Max(cut => cut.End);

    /// <summary>Whether any cut is active at some time of a span.</summary>
    public bool IsCutBetween(TimeSpan from, TimeSpan to) =>
        Cuts.Any(cut => cut.Start <= to && cut.End >= from);
}
