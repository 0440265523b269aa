using System.Collections.Immutable;
using PoR.Core.Faults;
using PoR.Simulation.Networks;

namespace PoR.Simulation.Worlds;

/// <summary>A network with the faults that it suffers.</summary>
/// <param name="Model">The network, with its faults.</param>
/// <param name="Faults">Those of links and of machines, in the order in which they were given.</param>
/// <param name="Warnings">What a user should know of it, a sentence each.</param>
public sealed record SimulatedNetwork(
    RegionNetwork Model, ImmutableArray<Fault> Faults, ImmutableArray<string> Warnings)
{
    /// <summary>When the last fault is over; zero when there is none.</summary>
    public TimeSpan LastFaultEnd => Faults.IsEmpty ? TimeSpan.Zero : Faults.Max(fault => fault.End);

    /// <summary>Whether any fault is there at some time of a span.</summary>
    public bool IsFaultyBetween(TimeSpan from, TimeSpan to) =>
        Faults.Any(fault => fault.Start <= to && fault.End >= from);
}
