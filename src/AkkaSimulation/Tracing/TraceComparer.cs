namespace AkkaSimulation.Tracing;

/// <summary>Finds the first thing in which two runs differ that should be equal.</summary>
public static class TraceComparer
{
    private const int EntriesPerNode = 10_000;

    /// <summary>The first entry in which two logs differ, among those that both keep.</summary>
    /// <param name="left">A log.</param>
    /// <param name="right">Another.</param>
    /// <returns>Null where they are equal.</returns>
    /// <exception cref="ArgumentException">A log is off.</exception>
    public static TraceDifference? FirstDifference(SimulationLog left, SimulationLog right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (!left.IsOn || !right.IsOn)
            throw new ArgumentException("A log is off: set SimulationOptions.Log, or compare the simulations.");
        var pairs = Enumerable.Range(-1, Math.Max(left.Nodes, right.Nodes) + 1)
            .Select(node => LogPair.FirstDifference(node, EntriesOf(left, node), EntriesOf(right, node)))
            .OfType<LogPair>();
        return pairs.MinBy(static p => p.Time) is { } first
            ? new TraceDifference
            {
                Node = first.Node,
                Record = first.Number,
                RecordMax = first.Number,
                Left = SideOf(left, first.Left, string.Empty),
                Right = SideOf(right, first.Right, string.Empty),
            }
            : null;
    }

    /// <summary>
    /// Where two simulations that have run differ first, by the hashes that each node keeps of every 4,096 records;
    /// with logs on, also what happened there.
    /// </summary>
    /// <param name="left">A simulation between two runs.</param>
    /// <param name="right">Another.</param>
    /// <returns>Null where their traces are equal; else exact only where both logs hold the place.</returns>
    public static TraceDifference? FirstDifference(Simulation left, Simulation right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var windows = Windows(left.Trace.Summaries(), right.Trace.Summaries());
        if (windows.Count == 0)
            return null;
        var places = Candidates(windows)
            .Select(w => LogPair.Within(w, EntriesOf(left.Log, w.Node), EntriesOf(right.Log, w.Node))).ToList();
        if (places.Contains(null))
            return Within(windows[0], "Compare by two factories to see the record, or log more of both runs.");
        var first = places.MinBy(static p => p!.Time)!;
        var record = (first.Left ?? first.Right)!.Record;
        return new TraceDifference
        {
            Node = first.Node,
            Record = record,
            RecordMax = record,
            Left = SideOf(left.Log, first.Left, string.Empty),
            Right = SideOf(right.Log, first.Right, string.Empty),
        };
    }

    /// <summary>
    /// The first record in which two runs differ, however long they are: each run is made up to three times, first for
    /// the hashes of every 4,096 records, then to compare the records between two of them, at last with a log.
    /// </summary>
    /// <param name="left">
    /// Makes a simulation, with its nodes and plans, from the options that it is given; it may change them by "with".
    /// </param>
    /// <param name="right">Makes the other; may be the same.</param>
    /// <param name="drive">
    /// Runs a simulation; the same for both. An exception ends the run, which is compared up to there.
    /// </param>
    /// <param name="options">Null: the defaults, with the latest 10,000 entries of each node for the causes.</param>
    /// <returns>Null where the traces are equal.</returns>
    /// <exception cref="ArgumentException">A factory does not pass on the options that it is given.</exception>
    public static TraceDifference? FirstDifference(
        Func<SimulationOptions, Simulation> left,
        Func<SimulationOptions, Simulation> right,
        Action<Simulation> drive,
        SimulationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        ArgumentNullException.ThrowIfNull(drive);
        var given = options ?? new SimulationOptions();
        var log = given.Log == LogMode.Off ? LogMode.Last(EntriesPerNode) : given.Log;
        var (leftRun, rightRun) = (new Rerun(left, drive, given), new Rerun(right, drive, given));

        var (l, r) = (leftRun.Summaries(), rightRun.Summaries());
        var windows = Windows(l.Traces, r.Traces);
        if (windows.Count == 0)
        {
            (l.Failure ?? r.Failure)?.Throw();
            return null;
        }

        var candidates = Candidates(windows);
        if (Rerun.FirstRecord(leftRun.Look(candidates), rightRun.Look(candidates)) is not { } place)
        {
            return Within(
                windows[0],
                "Made again, the runs were equal there: something beside the seed decides, perhaps a static field.");
        }

        return new TraceDifference
        {
            Node = place.Node,
            Record = place.Record,
            RecordMax = place.Record,
            Left = leftRun.SideAt(place, log),
            Right = rightRun.SideAt(place, log),
        };
    }

    internal static TraceSide SideOf(SimulationLog log, LogEntry? entry, string record) =>
        new(entry, entry is null ? [] : [.. log.CausesOf(entry)], record);

    private static LogEntry[] EntriesOf(SimulationLog log, int node) => log.PartOf(node)?.Entries() ?? [];

    private static TraceDifference Within(TraceWindow window, string note) => new()
    {
        Node = window.Node,
        Record = window.First,
        RecordMax = window.Last,
        Left = TraceSide.Nothing,
        Right = TraceSide.Nothing,
        Note = note,
    };

    /// <summary>The places in which nodes differ, by the time at which they end.</summary>
    private static List<TraceWindow> Windows(
        IReadOnlyDictionary<int, TraceSummary> left, IReadOnlyDictionary<int, TraceSummary> right) =>
    [
        .. left.Keys.Union(right.Keys)
            .Select(node => TraceSummary.Difference(
                node,
                left.GetValueOrDefault(node, TraceSummary.None),
                right.GetValueOrDefault(node, TraceSummary.None)))
            .OfType<TraceWindow>()
            .OrderBy(static w => w.End).ThenBy(static w => w.Node),
    ];

    /// <summary>Only a window that begins before all others are over can hold the first difference.</summary>
    private static List<TraceWindow> Candidates(List<TraceWindow> windows)
    {
        var end = windows.Min(static w => w.End);
        return windows.FindAll(w => w.Start <= end);
    }

    /// <summary>Entries of one node that differ.</summary>
    private sealed record LogPair(int Node, long Number, LogEntry? Left, LogEntry? Right)
    {
        public TimeSpan Time => new[] { Left, Right }.OfType<LogEntry>().Min(static e => e.Time);

        public static LogPair? FirstDifference(int node, LogEntry[] left, LogEntry[] right)
        {
            // Records that only one of the two still keeps cannot be compared.
            var from = Math.Max(FirstOf(left), FirstOf(right));
            return FirstOf(node, from, After(left, from), After(right, from));
        }

        /// <summary>The first entries of a window that differ; null where a log does not keep them.</summary>
        public static LogPair? Within(TraceWindow window, LogEntry[] left, LogEntry[] right) =>
            Keeps(left, window) && Keeps(right, window)
                ? FirstOf(window.Node, 1, Records(left, window), Records(right, window))
                : null;

        private static LogPair? FirstOf(int node, long from, LogEntry[] left, LogEntry[] right)
        {
            for (var i = 0; i < Math.Max(left.Length, right.Length); i++)
            {
                var (l, r) = (left.ElementAtOrDefault(i), right.ElementAtOrDefault(i));
                if (l != r)
                    return new LogPair(node, from + i, l, r);
            }

            return null;
        }

        private static bool Keeps(LogEntry[] entries, TraceWindow window) =>
            entries.Length > 0 && (entries[0].Number.Number == 1
                || entries.Any(e => e.Record > 0 && e.Record < window.First));

        private static LogEntry[] Records(LogEntry[] entries, TraceWindow window) =>
            [.. entries.Where(e => e.Record >= window.First && e.Record <= window.Last)];

        private static long FirstOf(LogEntry[] entries) => entries.Length == 0 ? 1 : entries[0].Number.Number;

        private static LogEntry[] After(LogEntry[] entries, long from) =>
            [.. entries.SkipWhile(e => e.Number.Number < from)];
    }
}
