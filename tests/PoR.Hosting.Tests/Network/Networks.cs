using System.Collections.Immutable;
using PoR.Hosting.Network;

namespace PoR.Hosting.Tests.Network;

/// <summary>Small networks for tests, in milliseconds.</summary>
internal static class Networks
{
    /// <summary>All links take the same time, without jitter.</summary>
    public static RegionNetwork Even(
        int nodes,
        int oneWayMs,
        long bitsPerSecond = 0,
        Jitter? jitter = null,
        ulong seed = 1,
        ImmutableArray<INetworkFilter>? filters = null) => new(new RegionNetworkOptions
        {
            Nodes = nodes,
            Seed = seed,
            Latency = LatencyMatrixReader.Read($"x,r\nr,{oneWayMs}", "test", false).Value!,
            Jitter = jitter ?? Jitter.None,
            UplinkBitsPerSecond = bitsPerSecond,
            Filters = filters ?? [],
        });

    public static Passage Send(
        this RegionNetwork network,
        int from,
        int to,
        double atMs,
        int bytes = 100,
        bool isUrgent = true) =>
        network.Route(new Crossing(from, to, bytes, isUrgent, TimeSpan.FromMilliseconds(atMs)));

    public static double Ms(Passage passage) => passage.Delay.TotalMilliseconds;
}
