using System.Collections.Immutable;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Running;

/// <summary>Failures of a run, and work that foreign threads have brought. Lanes report from several threads.</summary>
internal sealed class FailureList(bool isStrict)
{
    private const int Max = 100;
    private readonly Lock _lock = new();
    private readonly SortedSet<Report> _all = [];
    private readonly SortedSet<Report> _unthrown = [];
    private readonly Queue<Action> _foreign = new();
    private long _reported;
    private volatile bool _hasAny;

    /// <summary>Whether something waits for <see cref="Throw"/>.</summary>
    public bool HasAny => _hasAny;

    /// <summary>Oldest first.</summary>
    public ImmutableArray<Exception> All
    {
        get
        {
            lock (_lock)
                return [.. _all.Select(static r => r.Failure)];
        }
    }

    /// <summary>A failure ends a strict run; a fatal one, which is a mistake of the test itself, ends any.</summary>
    public void Add(SimulatedNode node, Exception failure, bool isFatal)
    {
        lock (_lock)
        {
            var report = new Report(node.TrueNow, node.Index, ++_reported, failure);
            Keep(_all, report);
            if (isStrict || isFatal)
                Keep(_unthrown, report);
            _hasAny = true;
        }
    }

    /// <summary>Work that a foreign thread brought, and that is done at the next look.</summary>
    public void AddForeign(Action work)
    {
        lock (_lock)
            _foreign.Enqueue(work);
    }

    /// <summary>
    /// Throws the first failure that ends the run; if there is none, does the work that foreign threads have brought.
    /// </summary>
    public void Throw()
    {
        if (!_hasAny)
            return;
        lock (_lock)
        {
            _hasAny = false;
            if (_unthrown.Count > 0)
            {
                var first = _unthrown.Min.Failure;
                _unthrown.Clear();
                throw first;
            }
        }

        while (TryTakeForeign(out var work))
            work();
    }

    /// <summary>
    /// When there are too many, the latest goes, not the one that was reported last: a lane that another thread runs
    /// may report an earlier failure later.
    /// </summary>
    private static void Keep(SortedSet<Report> reports, in Report report)
    {
        reports.Add(report);
        if (reports.Count > Max)
            reports.Remove(reports.Max);
    }

    private bool TryTakeForeign(out Action work)
    {
        lock (_lock)
            return _foreign.TryDequeue(out work!);
    }

    /// <summary>
    /// A failure. Which of two lanes reports first depends on the threads, so failures are ordered by time and node.
    /// </summary>
    private readonly record struct Report(long Time, int Node, long Number, Exception Failure) : IComparable<Report>
    {
        public int CompareTo(Report other) => (Time, Node, Number).CompareTo((other.Time, other.Node, other.Number));
    }
}
