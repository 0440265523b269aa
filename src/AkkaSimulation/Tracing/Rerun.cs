using System.Runtime.ExceptionServices;

namespace AkkaSimulation.Tracing;

/// <summary>One of two runs that can be made again.</summary>
internal sealed class Rerun(
    Func<SimulationOptions, Simulation> create, Action<Simulation> drive, SimulationOptions options)
{
    /// <summary>The hashes of a run, and what ended it.</summary>
    public (IReadOnlyDictionary<int, TraceSummary> Traces, ExceptionDispatchInfo? Failure) Summaries()
    {
        using var simulation = Run(new TraceWatch(), LogMode.Off, out var failure);
        return (simulation.Trace.Summaries(), failure);
    }

    /// <summary>Fingerprints of some records.</summary>
    public IReadOnlyDictionary<int, RecordWatch> Look(IReadOnlyList<TraceWindow> windows)
    {
        var watch = new TraceWatch();
        var looks = windows.ToDictionary(static w => w.Node, w => watch.Add(w.Node, w.First, w.Last));
        using var simulation = Run(watch, LogMode.Off, out _);
        return looks;
    }

    /// <summary>What happened at a record.</summary>
    public TraceSide SideAt((int Node, long Record) place, LogMode log)
    {
        var watch = new TraceWatch();
        var look = watch.Add(place.Node, place.Record, place.Record);
        using var simulation = Run(watch, log, out _);
        if (look.Seen.Count == 0)
            return TraceSide.Nothing;
        var entry = simulation.Log.PartOf(place.Node)?.Entries().FirstOrDefault(e => e.Record >= place.Record);
        return TraceComparer.SideOf(simulation.Log, entry, look.InWords);
    }

    /// <summary>The first record that differs: by time, then by node.</summary>
    public static (int Node, long Record)? FirstRecord(
        IReadOnlyDictionary<int, RecordWatch> left, IReadOnlyDictionary<int, RecordWatch> right)
    {
        (long Time, int Node, long Record)? least = null;
        foreach (var (node, l) in left)
        {
            var r = right[node];
            var at = l.Seen.Zip(r.Seen).TakeWhile(static p => p.First.Fingerprint == p.Second.Fingerprint).Count();
            if (at == Math.Max(l.Seen.Count, r.Seen.Count))
                continue;
            var time = Math.Min(TimeAt(l, at), TimeAt(r, at));
            var found = (time, node, l.First + at);
            if (least is not { } best || found.CompareTo(best) < 0)
                least = found;
        }

        return least is { } first ? (first.Node, first.Record) : null;
    }

    private static long TimeAt(RecordWatch watch, int index) =>
        index < watch.Seen.Count ? watch.Seen[index].Time : long.MaxValue;

    private Simulation Run(TraceWatch watch, LogMode log, out ExceptionDispatchInfo? failure)
    {
        failure = null;
        var simulation = create(options with { Log = log, Watch = watch });
        if (!watch.IsAttached)
        {
            simulation.Dispose();
            throw new ArgumentException(
                "A factory made its simulation from options of its own: it must use those that it is given, "
                + "for example by new Simulation(options with { Seed = 7 }).");
        }

        try
        {
            drive(simulation);
        }
        catch (Exception thrown)
        {
            // The run ends here, and its trace is compared up to here; without a difference it is thrown again.
            failure = ExceptionDispatchInfo.Capture(thrown);
        }

        return simulation;
    }
}
