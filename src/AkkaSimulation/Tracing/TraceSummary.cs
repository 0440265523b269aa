namespace AkkaSimulation.Tracing;

/// <summary>
/// What is left of a node's trace when the run is over: enough to find a difference within 4,096 records.
/// </summary>
internal sealed record TraceSummary(IReadOnlyList<Checkpoint> Checkpoints, long Records, Checkpoint End)
{
    /// <summary>The trace of a node that a run does not have.</summary>
    public static TraceSummary None { get; } = new([], 0, new Checkpoint(0, []));

    public static TraceSummary Of(NodeTrace trace) =>
        new([.. trace.Checkpoints], trace.Records, new Checkpoint(trace.LatestTime, trace.Current()));

    /// <summary>The records among which two traces of a node differ first; null where they are equal.</summary>
    public static TraceWindow? Difference(int node, TraceSummary left, TraceSummary right)
    {
        if (left.Records == right.Records && left.End.Hash.AsSpan().SequenceEqual(right.End.Hash))
            return null;
        var equal = 0;
        var common = Math.Min(left.Checkpoints.Count, right.Checkpoints.Count);
        while (equal < common && left.Checkpoints[equal].Hash.AsSpan().SequenceEqual(right.Checkpoints[equal].Hash))
            equal++;
        var before = (long)equal * NodeTrace.RecordsPerCheckpoint;
        return new TraceWindow(
            node,
            before + 1,
            Math.Min(before + NodeTrace.RecordsPerCheckpoint, Math.Max(left.Records, right.Records)),
            equal == 0 ? 0 : left.Checkpoints[equal - 1].Time,
            Math.Max(left.TimeAt(equal), right.TimeAt(equal)));
    }

    private long TimeAt(int checkpoint) => checkpoint < Checkpoints.Count ? Checkpoints[checkpoint].Time : End.Time;
}

/// <summary>Records of a node among which two runs differ first.</summary>
/// <param name="Node">Its index, −1 for the driver.</param>
/// <param name="First">The first record, from 1.</param>
/// <param name="Last">The last record.</param>
/// <param name="Start">No record among them is earlier, ticks.</param>
/// <param name="End">No record among them is later, ticks.</param>
internal readonly record struct TraceWindow(int Node, long First, long Last, long Start, long End);
