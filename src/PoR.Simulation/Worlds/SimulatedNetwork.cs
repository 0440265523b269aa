using System.Collections.Immutable;
using PoR.Simulation.Networks;

namespace PoR.Simulation.Worlds;

/// <summary>A network with the cuts that it suffers.</summary>
public sealed record SimulatedNetwork(RegionNetwork Model, ImmutableArray<NodeCut> Cuts)
{
    /// <summary>When the last cut is over; zero when there is none.</summary>
    public TimeSpan LastCutEnd => Cuts.IsEmpty ? TimeSpan.Zero : Cuts.Max(cut => cut.Spec.End);

    /// <summary>Whether any cut is active at some time of a span.</summary>
    public bool IsCutBetween(TimeSpan from, TimeSpan to) =>
        Cuts.Any(cut => cut.Spec.Start <= to && cut.Spec.End >= from);
}
