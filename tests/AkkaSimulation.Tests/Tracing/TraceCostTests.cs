using AkkaSimulation.Tracing;

namespace AkkaSimulation.Tests.Tracing;

/// <summary>The trace is on the path of every letter.</summary>
public sealed class TraceCostTests
{
    [Fact(DisplayName = "A delivery is traced without an allocation, with the message's bytes")]
    public void A_delivery_allocates_nothing()
    {
        const int Deliveries = 400_000;
        using var simulation = new Simulation();
        using var trace = new NodeTrace(simulation.Trace);
        object traced = new Word(7, 3);
        object untraced = "no bytes";
        Trace(trace, traced, untraced, 10_000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Trace(trace, traced, untraced, Deliveries);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;

        // What is left is a hash of 32 bytes for each 4,096 records.
        Assert.True(bytes < Deliveries / 10, $"{bytes} bytes for {Deliveries} deliveries");
    }

    private static void Trace(NodeTrace trace, object traced, object untraced, int deliveries)
    {
        for (var i = 0; i < deliveries; i += 2)
        {
            trace.Delivery(i, 1, 2, traced);
            trace.Delivery(i, 2, 1, untraced);
        }
    }
}
