using System.Diagnostics;

namespace PoR.Simulation.Runs;

/// <summary>What this process has used: for reports only, never for the run itself.</summary>
public sealed class ResourceUse
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly TimeSpan _cpuAtStart = ProcessorTime();

    /// <summary>Processor time of all threads since this object was made.</summary>
    public double CpuSeconds => (ProcessorTime() - _cpuAtStart).TotalSeconds;

    /// <summary>Elapsed time since this object was made.</summary>
    public double WallSeconds => Stopwatch.GetElapsedTime(_started).TotalSeconds;

    /// <summary>The most memory that the process has held. Bytes.</summary>
    public static long PeakMemoryBytes
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64;
        }
    }

    private static TimeSpan ProcessorTime()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
}
