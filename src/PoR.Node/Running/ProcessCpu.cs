using System.Runtime.InteropServices;
using PoR.Actors.Services;

namespace PoR.Node.Running;

/// <summary>
/// The processor time of this process by what it goes to. What a part awaits counts with it, on whatever thread it goes
/// on; what is in no part is the rest: actors' turns, the collector, the compiler.
/// </summary>
internal sealed partial class ProcessCpu : IWorkMeter
{
    private const int OfThisThread = 3; // CLOCK_THREAD_CPUTIME_ID of Linux.

    private static readonly AsyncLocal<Counter?> s_current = new(OnChanged);
    private static readonly Counter[] s_counters =
        [.. Enum.GetValues<WorkPart>().Select(static _ => new Counter())];

    [ThreadStatic]
    private static long t_since;

    private ProcessCpu()
    {
    }

    /// <summary>Null where the system does not tell what a thread has used.</summary>
    public static ProcessCpu? Instance { get; } = OperatingSystem.IsLinux() ? new ProcessCpu() : null;

    /// <summary>What each part has used so far, in all threads, and the rest: together all of the process.</summary>
    public static IReadOnlyList<(string Name, TimeSpan Used)> Parts()
    {
        var parts = s_counters.Select(static (counter, part) => (
            Name: ((WorkPart)part).ToString().ToLowerInvariant(),
            Used: TimeSpan.FromMicroseconds(Volatile.Read(ref counter.Nanoseconds) / 1_000))).ToList();
        var rest = Environment.CpuUsage.TotalTime - parts.Aggregate(TimeSpan.Zero, (sum, part) => sum + part.Used);
        parts.Add(("rest", rest));
        return parts;
    }

    /// <inheritdoc/>
    public T Measure<T>(WorkPart part, Func<T> work)
    {
        var outer = s_current.Value;
        s_current.Value = s_counters[(int)part];
        try
        {
            return work();
        }
        finally
        {
            s_current.Value = outer;
        }
    }

    /// <summary>What the calling method does and awaits from now on is of a part.</summary>
    public static void Enter(WorkPart part)
    {
        if (Instance is not null)
            s_current.Value = s_counters[(int)part];
    }

    /// <summary>A thread goes on with another part, or with none.</summary>
    private static void OnChanged(AsyncLocalValueChangedArgs<Counter?> change)
    {
        var now = Now;
        if (change.PreviousValue is { } before)
            Interlocked.Add(ref before.Nanoseconds, now - t_since);
        t_since = now;
    }

    private static long Now => GetTime(OfThisThread, out var time) == 0
        ? (time.Seconds * 1_000_000_000) + time.Nanoseconds
        : throw new InvalidOperationException("The system does not tell a thread's processor time.");

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Time time);

    private readonly record struct Time(long Seconds, long Nanoseconds);

    private sealed class Counter
    {
        public long Nanoseconds;
    }
}
