using System.Text.Json;
using AkkaSimulation.Tracing;

namespace AkkaSimulation;

/// <summary>What happened in a run, as far as <see cref="SimulationOptions.Log"/> keeps it.</summary>
public sealed class SimulationLog
{
    private const int CausesMax = 1000;
    private readonly int _perNode;
    private readonly List<NodeLog> _nodes = [];
    private readonly NodeLog? _driver;
    private volatile LogEntry? _last;
    private volatile bool _isFrozen;

    internal SimulationLog(SimulationOptions options)
    {
        _perNode = options.Log.PerNode;
        if (_perNode > 0)
            _driver = new NodeLog(this, LogNumber.Driver.Node, _perNode);
    }

    /// <summary>What happened last, for a run that is made step by step; null where nothing is logged.</summary>
    public LogEntry? Last
    {
        get => _last;
        internal set => _last = value;
    }

    /// <summary>Whether anything is logged.</summary>
    internal bool IsOn => _perNode > 0;

    /// <summary>
    /// True when nothing more is written, so that later entries do not push out those that led to the point of
    /// interest.
    /// </summary>
    internal bool IsFrozen => _isFrozen;

    /// <summary>The driver's part; null where nothing is logged.</summary>
    internal NodeLog? Driver => _driver;

    /// <summary>The driver's action that is going on.</summary>
    internal LogNumber DriverNow => LogNumber.Driver with { Number = _driver?.Turn ?? 0 };

    /// <summary>Entries of all nodes that are kept, by time, node and number.</summary>
    /// <param name="filter">Null: all.</param>
    /// <returns>A list of its own.</returns>
    public IReadOnlyList<LogEntry> Entries(Func<LogEntry, bool>? filter = null) =>
    [
        .. Parts().SelectMany(static n => n.Entries())
            .Where(e => filter is null || filter(e))
            .OrderBy(static e => e.Time).ThenBy(static e => e.Node).ThenBy(static e => e.Number.Number),
    ];

    /// <summary>
    /// What led to an entry: letters and turns in alternation, through offloaded work and the disk, back to a timer or
    /// the driver, as far as it is kept.
    /// </summary>
    /// <param name="entry">An entry of this log.</param>
    /// <returns>The entry first, its oldest cause last; at most 1,000.</returns>
    public IReadOnlyList<LogEntry> CausesOf(LogEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var chain = new List<LogEntry> { entry };
        var seen = new HashSet<LogNumber> { entry.Number };
        while (chain.Count < CausesMax && CauseOf(chain[^1]) is { } cause && seen.Add(cause.Number))
            chain.Add(cause);
        return chain;
    }

    /// <summary>Writes what is kept as one JSON object a line, by time, node and number.</summary>
    /// <param name="path">The file; replaced.</param>
    public void WriteTo(string path)
    {
        using var writer = new StreamWriter(path);
        foreach (var entry in Entries())
        {
            writer.WriteLine(JsonSerializer.Serialize(new
            {
                entry.Number.Number,
                entry.Time.Ticks,
                entry.Node,
                Kind = entry.Kind.ToString(),
                entry.From,
                entry.To,
                entry.Type,
                entry.Text,
                Letter = entry.Letter?.ToString(),
                Turn = entry.Turn?.ToString(),
                entry.Record,
            }));
        }
    }

    /// <summary>Nodes that have a part.</summary>
    internal int Nodes
    {
        get
        {
            lock (_nodes)
                return _nodes.Count;
        }
    }

    /// <summary>The part of a new node; null where nothing is logged.</summary>
    internal NodeLog? Open(int node)
    {
        if (!IsOn)
            return null;
        var log = new NodeLog(this, node, _perNode);
        lock (_nodes)
            _nodes.Add(log);
        return log;
    }

    /// <summary>The part of a node, or of the driver; null where there is none.</summary>
    internal NodeLog? PartOf(int node)
    {
        if (node < 0)
            return _driver;
        lock (_nodes)
            return node < _nodes.Count ? _nodes[node] : null;
    }

    internal void Freeze() => _isFrozen = true;

    internal Acting Act(long time)
    {
        _driver?.DriverActs(time);
        return new Acting(_driver);
    }

    private LogEntry? CauseOf(LogEntry entry) => entry switch
    {
        { Kind: LogKind.TimerFired or LogKind.DriverActed } => null,
        { Kind: LogKind.Delivered or LogKind.Dropped, Letter: { } letter } =>
            PartOf(letter.Node)?.SentOf(letter.Number),
        { Kind: LogKind.Delivered } => StashedAs(entry),
        { Turn: { } turn } => PartOf(turn.Node)?.Find(turn.Number),
        { Kind: LogKind.Sent, Type: nameof(Akka.Actor.Terminated) } => EndOf(entry),
        _ => null,
    };

    /// <summary>A letter that came out of a stash: it was delivered before.</summary>
    private LogEntry? StashedAs(LogEntry entry) =>
        PartOf(entry.Node)?.LastOf(entry.Time, e =>
            e.Kind == LogKind.Delivered && e.Number.Number < entry.Number.Number
            && e.To == entry.To && e.Type == entry.Type && e.Text == entry.Text);

    /// <summary>Why a watcher was told: the watched actor stopped, or its node crashed or was paused.</summary>
    private LogEntry? EndOf(LogEntry terminated)
    {
        var name = terminated.From.Split('/')[0];
        if (!name.StartsWith("node", StringComparison.Ordinal) || !int.TryParse(name.AsSpan(4), out var node))
            return null;
        return PartOf(node)?.LastOf(terminated.Time, e =>
            (e.Kind == LogKind.ActorStopped && e.To == terminated.From)
            || e.Kind is LogKind.NodeCrashed or LogKind.NodePaused);
    }

    private List<NodeLog> Parts()
    {
        lock (_nodes)
            return [.. _driver is null ? [] : new[] { _driver }, .. _nodes];
    }

    /// <summary>Ends an action of the driver when disposed.</summary>
    internal readonly struct Acting(NodeLog? driver) : IDisposable
    {
        public void Dispose()
        {
            if (driver is not null)
                driver.Turn = 0;
        }
    }
}
