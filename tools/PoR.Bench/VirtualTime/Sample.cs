using System.Diagnostics;

namespace PoR.Bench.VirtualTime;

/// <summary>What something cost.</summary>
/// <param name="CpuNs">Processor time of the whole process, ns.</param>
/// <param name="Bytes">Bytes that were allocated.</param>
/// <param name="WallNs">Real time, ns.</param>
internal readonly record struct Sample(double CpuNs, double Bytes, double WallNs)
{
    public static Sample Of(Action action)
    {
        var wall = Stopwatch.GetTimestamp();
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        action();
        return new Sample(
            (Environment.CpuUsage.TotalTime - cpu).TotalNanoseconds,
            GC.GetTotalAllocatedBytes(precise: true) - bytes,
            Stopwatch.GetElapsedTime(wall).TotalNanoseconds);
    }

    /// <summary>Bytes that are still in use after something, beyond those before; it must keep what it made.</summary>
    public static double LiveBytes(Action action)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        action();
        return GC.GetTotalMemory(forceFullCollection: true) - before;
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
