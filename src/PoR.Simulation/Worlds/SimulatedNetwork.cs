using System.Collections.Immutable;
using PoR.Core.Cuts;
using PoR.Simulation.Networks;

namespace PoR.Simulation.Worlds;

/// <summary>A network with the cuts that it suffers.</summary>
public sealed record SimulatedNetwork(RegionNetwork Model, ImmutableArray<Cut> Cuts)
{
    /// <summary>When the last cut is over; zero when there is none.</summary>
    public TimeSpan LastCutEnd => Cuts.IsEmpty ? TimeSpan.Zero : Cuts.Max(cut => cut.End);

    /// <summary>Whether any cut is active at some time of a span.</summary>
    public bool IsCutBetween(TimeSpan from, TimeSpan to) =>
        Cuts.Any(cut => cut.Start <= to && cut.End >= from);
}
