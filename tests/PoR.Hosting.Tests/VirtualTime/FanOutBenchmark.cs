using System.Diagnostics;
using PoR.Actors.Contract;
using PoR.Hosting.Network;
using PoR.Hosting.VirtualTime;

namespace PoR.Hosting.Tests.VirtualTime;

/// <summary>What a delivery costs; run by name in Release, judges nothing.</summary>
public sealed class FanOutBenchmark
{
    [Theory(Explicit = true)]
    [InlineData(60, 500)]
    [InlineData(100, 1_000)]
    public void Votes_of_a_step_to_all_nodes(int nodes, int votes)
    {
        using var world = new World(new VirtualTimeHostOptions
        {
            Nodes = nodes,
            Network = new RegionNetwork(new RegionNetworkOptions
            {
                Nodes = nodes,
                Latency = LatencyMatrix.Between(Cities.All),
            }),
        });
        var peers = Enumerable.Range(0, nodes)
            .Select(n => new ActorAddress("gossip", $"{n}")).ToArray();
        var others = peers.Select(self => peers.Where(p => p != self).ToArray()).ToArray();
        world.With(
            "gossip",
            (actor, c, m) =>
            {
                if (c.Sender == ActorAddress.Outside)
                    c.SendMany(others[World.NodeOf(c.Self.Key)], m);
                actor.Value++;
            },
            options: new KindOptions { NodeOf = World.NodeOf });
        for (var step = 0; step < 20; step++)
        {
            var deliveries = world.Host.Deliveries;
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var cpu = Cpu();
            var begin = world.Host.Now;
            for (var vote = 0; vote < votes; vote++)
            {
                var node = vote % nodes;
                world.Host.Schedule(
                    begin + TimeSpan.FromMicroseconds(vote),
                    () => world.Tell(peers[node], "vote"));
            }

            world.Host.RunUntilIdle(long.MaxValue);
            var made = world.Host.Deliveries - deliveries;
            TestContext.Current.SendDiagnosticMessage(
                "{0} deliveries, {1:0} ns of CPU and {2:0.0} bytes each",
                made,
                (Cpu() - cpu).TotalNanoseconds / made,
                (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)made);
        }
    }

    private static TimeSpan Cpu() => Process.GetCurrentProcess().TotalProcessorTime;
}
