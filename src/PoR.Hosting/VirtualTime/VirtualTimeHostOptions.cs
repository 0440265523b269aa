using PoR.Actors.Contract;
using PoR.Hosting.Network;

namespace PoR.Hosting.VirtualTime;

/// <summary>How a virtual-time host is built.</summary>
public sealed record VirtualTimeHostOptions
{
    /// <summary>Keys every random stream of the run.</summary>
    public ulong Seed { get; init; }

    /// <summary>Nodes on which actors may be placed; at least 1.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>
    /// Threads that run jobs, the driving one included; at least 1. The number changes how long a
    /// run takes and nothing else.
    /// </summary>
    public int WorkerThreads { get; init; } = 1;

    /// <summary>What letters between nodes meet; by default nothing at all.</summary>
    public INetworkModel Network { get; init; } = new InstantNetwork();

    /// <summary>Where events go; by default memory, without latency.</summary>
    public IJournal Journal { get; init; } = new MemoryJournal();
}
