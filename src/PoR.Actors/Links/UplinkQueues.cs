namespace PoR.Actors.Links;

/// <summary>
/// The uplinks of all nodes. Each sends one letter after the other, urgent ones first.
/// </summary>
/// <remarks>
/// Two next-free times per node stand for two queues: an urgent letter waits for urgent ones only and takes its time
/// from the bulk that is queued; bulk waits for all. Bulk that was queued before an urgent letter keeps its departure
/// time; the bulk queued after it waits longer instead.
/// </remarks>
public sealed class UplinkQueues(int nodes, long bitsPerSecond)
{
    private readonly long[] _urgentFree = new long[nodes];
    private readonly long[] _bulkFree = new long[nodes];

    /// <summary>When the last bit of a letter leaves its node, ticks.</summary>
    public long Depart(int node, long now, int bytes, bool isUrgent)
    {
        if (bitsPerSecond == 0)
            return now;
        var ticks = bytes * 8L * TimeSpan.TicksPerSecond / bitsPerSecond;
        if (isUrgent)
        {
            var left = Math.Max(now, _urgentFree[node]) + ticks;
            _urgentFree[node] = left;
            _bulkFree[node] = _bulkFree[node] > now ? _bulkFree[node] + ticks : left;
            return left;
        }

        return _bulkFree[node] = Math.Max(now, _bulkFree[node]) + ticks;
    }

    /// <summary>Nothing waits any more from a time on.</summary>
    /// <param name="node">Whose uplink is meant.</param>
    /// <param name="time">Ticks.</param>
    public void Clear(int node, long time)
    {
        _urgentFree[node] = Math.Min(_urgentFree[node], time);
        _bulkFree[node] = Math.Min(_bulkFree[node], time);
    }
}
