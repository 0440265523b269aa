using Akka.Actor;
using AkkaSimulation.Dispatch;
using AkkaSimulation.Running;

namespace AkkaSimulation.Tracing;

/// <summary>
/// One node's part of the log, or the driver's. Only the node's own lane writes. Another thread may read it at the same
/// time, to explain a failure.
/// </summary>
internal sealed class NodeLog(SimulationLog log, int node, int limit)
{
    private readonly Lock _lock = new();
    private readonly List<LogEntry?> _entries = [];
    private readonly Dictionary<long, string> _actors = [];
    private readonly string _name = node < 0 ? string.Empty : "node" + node;
    private int _head;
    private long _written;
    private long _lettersSent;

    /// <summary>Number of the entry whose turn it is; 0 within none.</summary>
    public long Turn { get; set; }

    /// <summary>Something of a node begins to run, perhaps within something else; null: nothing is logged.</summary>
    /// <returns>Restores what was before.</returns>
    public static Scope Enter(NodeLog? log) => new(log);

    /// <summary>The entry that was written last begins a turn.</summary>
    public void BeginTurn() => Turn = _written;

    public void Sent(long time, Envelope envelope, IActorRef receiver, LetterNumber letter)
    {
        // Letters are numbered in the order of their sending, so the last number tells how many were sent.
        _lettersSent = letter.Number;
        Add(LogKind.Sent, time, PathOf(envelope.Sender), PathOf(receiver), envelope.Message, letter, TurnNow());
    }

    public void Delivered(long time, SimulationMailboxQueue queue, in MailboxItem item, long record)
    {
        Add(
            LogKind.Delivered,
            time,
            PathOf(item.Envelope.Sender),
            PathOf(queue.Owner),
            item.Envelope.Message,
            item.Letter,
            null,
            record);
        BeginTurn();
    }

    public void Dropped(
        long time, DropCause cause, object? message, IActorRef? sender, IActorRef? receiver, LetterNumber letter) =>
        Write(New(LogKind.Dropped, time) with
        {
            From = PathOf(sender),
            To = PathOf(receiver),
            Type = message is null ? string.Empty : NameOf(message),
            Text = cause.ToString(),
            Letter = letter == default ? null : letter,
            Turn = letter == default ? TurnNow() : null,
        });

    /// <summary>Something that was planned is due now, and its turn begins.</summary>
    public void Fired(long time, IPlanned planned)
    {
        Write(New(planned.Kind, time) with
        {
            Text = planned.Describe(),
            Turn = planned.Cause == 0 ? null : new LogNumber(node, planned.Cause),
        });
        BeginTurn();
    }

    public void Failed(long time, IActorRef actor, Exception cause) =>
        Write(New(LogKind.ActorFailed, time) with
        {
            To = PathOf(actor),
            Type = cause.GetType().Name,
            Text = cause.Message,
            Turn = TurnNow(),
        });

    public void DriverActs(long time)
    {
        Write(New(LogKind.DriverActed, time) with { Text = "as planned" });
        BeginTurn();
    }

    /// <summary>A record without a message was added to the trace.</summary>
    public void Recorded(TraceKind kind, long time, long subject, string text, long record)
    {
        if (KindOf(kind) is not { } logged)
            return;
        var actor = string.Empty;
        if (kind == TraceKind.ActorStarted)
            _actors[subject] = actor = _name + text;
        else if (kind is TraceKind.ActorRestarted or TraceKind.ActorStopped)
            actor = _actors.GetValueOrDefault(subject, string.Empty);
        if (kind == TraceKind.ActorStopped)
            _actors.Remove(subject);
        else if (kind == TraceKind.NodeCrashed)
            _actors.Clear();
        Write(New(logged, time) with
        {
            To = actor,
            Text = kind == TraceKind.ActorStarted ? string.Empty : text,
            Turn = TurnNow(),
            Record = record,
        });
    }

    /// <summary>All that is kept, oldest first.</summary>
    public LogEntry[] Entries()
    {
        lock (_lock)
            return [.. _entries.Skip(_head).Select(static e => e!)];
    }

    /// <summary>An entry by its number; null where it is no longer kept.</summary>
    public LogEntry? Find(long number)
    {
        lock (_lock)
        {
            var index = number - 1 - (_written - _entries.Count);
            return index >= _head && index < _entries.Count ? _entries[(int)index] : null;
        }
    }

    /// <summary>The sending of a letter of this node; null where it is no longer kept.</summary>
    public LogEntry? SentOf(long letter)
    {
        lock (_lock)
        {
            var (low, high) = (_head, _entries.Count);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                if (_entries[middle]!.LettersSent < letter)
                    low = middle + 1;
                else
                    high = middle;
            }

            return low < _entries.Count && _entries[low] is { Kind: LogKind.Sent, Letter: { } found } entry
                && found.Number == letter ? entry : null;
        }
    }

    /// <summary>The latest entry that fits, up to a time.</summary>
    public LogEntry? LastOf(TimeSpan until, Func<LogEntry, bool> fits)
    {
        lock (_lock)
        {
            for (var i = _entries.Count - 1; i >= _head; i--)
            {
                if (_entries[i]! is var entry && entry.Time <= until && fits(entry))
                    return entry;
            }

            return null;
        }
    }

    /// <summary>An actor's path with its node; empty for nobody.</summary>
    public static string PathOf(IActorRef? actor) =>
        actor is null || actor.IsNobody() ? string.Empty : actor.Path.Address.System + TraceNumbers.PathOf(actor.Path);

    /// <summary>Name of a message's type, with what it wraps, as Akka's timers do.</summary>
    public static string NameOf(object message) =>
        message is IWrappedMessage { Message: { } inner }
            ? $"{message.GetType().Name}({NameOf(inner)})"
            : message.GetType().Name;

    private static string TextOf(object message) =>
        message is IWrappedMessage { Message: { } inner } ? TextOf(inner) : message.ToString() ?? string.Empty;

    private static LogKind? KindOf(TraceKind kind) => kind switch
    {
        TraceKind.ActorStarted => LogKind.ActorStarted,
        TraceKind.ActorRestarted => LogKind.ActorRestarted,
        TraceKind.ActorStopped => LogKind.ActorStopped,
        TraceKind.NodeStarted => LogKind.NodeStarted,
        TraceKind.NodeCrashed => LogKind.NodeCrashed,
        TraceKind.NodePaused => LogKind.NodePaused,
        TraceKind.NodeResumed => LogKind.NodeResumed,
        TraceKind.ClockChanged => LogKind.ClockChanged,
        TraceKind.Driver => LogKind.DriverNoted,
        _ => null,
    };

    private LogNumber? TurnNow()
    {
        if (Turn > 0)
            return new LogNumber(node, Turn);
        return Running.Turn.IsActing ? null : log.DriverNow;
    }

    /// <summary>An entry that has its number and time; only the node's own lane takes numbers.</summary>
    private LogEntry New(LogKind kind, long time) => new()
    {
        Number = new LogNumber(node, _written + 1),
        Time = TimeSpan.FromTicks(time),
        Kind = kind,
        LettersSent = _lettersSent,
    };

    private void Add(
        LogKind kind,
        long time,
        string from,
        string to,
        object message,
        LetterNumber letter,
        LogNumber? turn,
        long record = 0) =>
        Write(New(kind, time) with
        {
            From = from,
            To = to,
            Type = NameOf(message),
            Text = TextOf(message),
            Letter = letter == default ? null : letter,
            Turn = turn,
            Record = record,
        });

    private void Write(LogEntry entry)
    {
        if (log.IsFrozen)
            return;
        lock (_lock)
        {
            _written++;
            if (_entries.Count - _head >= limit)
                _entries[_head++] = null;
            if (_head > 1024 && _head > _entries.Count / 2)
            {
                _entries.RemoveRange(0, _head);
                _head = 0;
            }

            _entries.Add(entry);
            log.Last = entry;
        }
    }

    /// <summary>Restores whose turn it was.</summary>
    internal readonly struct Scope : IDisposable
    {
        private readonly NodeLog? _log;
        private readonly long _turn;

        public Scope(NodeLog? log)
        {
            _log = log;
            if (log is not null)
                (_turn, log.Turn) = (log.Turn, 0);
        }

        public void Dispose()
        {
            if (_log is not null)
                _log.Turn = _turn;
        }
    }
}
