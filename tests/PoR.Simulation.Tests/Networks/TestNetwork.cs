using System.Collections.Immutable;
using PoR.Actors.Links;
using PoR.Core.Faults;
using PoR.Simulation.Networks;

namespace PoR.Simulation.Tests.Networks;

/// <summary>Small networks for tests, in milliseconds.</summary>
internal static class TestNetwork
{
    /// <summary>All links take the same time, without jitter.</summary>
    public static RegionNetwork Even(
        int nodes,
        int oneWayMs,
        long bitsPerSecond = 0,
        Jitter? jitter = null,
        ulong seed = 1,
        ImmutableArray<LinkFault>? faults = null,
        int leastMs = 0) => new(new RegionNetworkOptions
        {
            Nodes = nodes,
            Seed = seed,
            Latency = LatencyMatrixReader.Read($"x,r\nr,{oneWayMs}", "test", false).Value!,
            Jitter = jitter ?? Jitter.None,
            LeastDelay = TimeSpan.FromMilliseconds(leastMs),
            UplinkBitsPerSecond = bitsPerSecond,
            Faults = faults ?? [],
        });

    public static Passage Send(
        this RegionNetwork network,
        int from,
        int to,
        double atMs,
        int bytes = 100,
        bool isUrgent = true)
    {
        var sentAt = TimeSpan.FromMilliseconds(atMs);
        var fate = network.Route(from, to, bytes, isUrgent, sentAt);
        return new Passage(fate.ArrivesAt - sentAt, fate);
    }

    public static double Ms(Passage passage) => passage.Delay.TotalMilliseconds;

    /// <summary>What became of a letter.</summary>
    internal readonly record struct Passage(TimeSpan Delay, LinkFate Fate);
}
