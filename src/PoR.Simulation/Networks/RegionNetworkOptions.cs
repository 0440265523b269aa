using System.Collections.Immutable;
using PoR.Core.Faults;

namespace PoR.Simulation.Networks;

/// <summary>How a <see cref="RegionNetwork"/> is built.</summary>
public sealed record RegionNetworkOptions
{
    /// <summary>Nodes, at least 1.</summary>
    public required int Nodes { get; init; }

    /// <summary>Mean delays between regions.</summary>
    public required LatencyMatrix Latency { get; init; }

    /// <summary>Keys jitter and, if so chosen, the regions of nodes.</summary>
    public ulong Seed { get; init; }

    /// <summary>How nodes are placed in regions.</summary>
    public RegionAssignment Assignment { get; init; } = RegionAssignment.RoundRobin;

    /// <summary>How delays vary.</summary>
    public Jitter Jitter { get; init; } = Jitter.Default;

    /// <summary>No letter takes less, however near its receiver; 0 and up.</summary>
    public TimeSpan LeastDelay { get; init; }

    /// <summary>Arrivals are rounded up to multiples of this; above zero.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Of each node's uplink, bits per second; 0 is unlimited.</summary>
    public long UplinkBitsPerSecond { get; init; } = 100_000_000;

    /// <summary>What befalls letters on their way; cuts for example.</summary>
    public ImmutableArray<LinkFault> Faults { get; init; } = [];
}
