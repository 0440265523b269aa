namespace PoR.Bench.VirtualTime;

/// <summary>Processor time and bytes of a delivery, on a shared loop and on lanes, round by round in turn.</summary>
internal static class RoundCosts
{
    private const int WarmUp = 8;

    public static void Measure(CostTable table, int rounds)
    {
        using var inOneLoop = new RoundWorkload(hasLanes: false);
        using var onLanes = new RoundWorkload(hasLanes: true);
        List<Made> all = [];
        for (var round = 0; round < WarmUp + rounds; round++)
        {
            var made = new Made(
                Run(inOneLoop.Round, () => inOneLoop.Simulation.Deliveries),
                Run(onLanes.Round, () => onLanes.Simulation.Deliveries));
            if (round >= WarmUp)
                all.Add(made);
        }

        table.Add("CPU per delivery, shared loop", "ns", 450, [.. all.Select(m => m.Shared.CpuNs)]);
        table.Add("CPU per delivery, lanes", "ns", null, [.. all.Select(m => m.Lanes.CpuNs)]);

        // A neighbour on the machine only ever adds time, so the least of many rounds is what compares best.
        var (shared, lanes) = (all.Min(m => m.Shared.CpuNs), all.Min(m => m.Lanes.CpuNs));
        table.Add("lanes with one thread, ratio to the shared loop", "", 1.2, lanes / shared);
        table.Add(
            "allocated per delivery, votes and persistence included", "B", null, [.. all.Select(m => m.Shared.Bytes)]);
        table.Add("deliveries a round", "", null, [.. all.Select(m => m.Shared.Deliveries)]);
    }

    /// <summary>Real time of lanes with two threads and with one.</summary>
    public static void MeasureThreads(CostTable table, int rounds)
    {
        using var one = new RoundWorkload(hasLanes: true);
        using var two = new RoundWorkload(hasLanes: true, threads: 2);
        List<double> ratios = [];
        for (var round = 0; round < WarmUp + rounds; round++)
        {
            var ratio = Sample.Of(two.Round).WallNs / Sample.Of(one.Round).WallNs;
            if (round >= WarmUp)
                ratios.Add(ratio);
        }

        table.Add("real time of lanes, two threads to one", "", null, ratios);
    }

    private static PerDelivery Run(Action round, Func<long> deliveries)
    {
        var before = deliveries();
        var sample = Sample.Of(round);
        var made = deliveries() - before;
        return new PerDelivery(sample.CpuNs / made, sample.Bytes / made, made);
    }

    private readonly record struct PerDelivery(double CpuNs, double Bytes, double Deliveries);

    private readonly record struct Made(PerDelivery Shared, PerDelivery Lanes);
}
