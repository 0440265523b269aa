using System.Text;

namespace AkkaSimulation;

/// <summary>What a log entry tells.</summary>
public enum LogKind
{
    /// <summary>A letter was told.</summary>
    Sent,

    /// <summary>A letter reached its actor, whose turn began.</summary>
    Delivered,

    /// <summary>A letter was lost; the text is the cause.</summary>
    Dropped,

    /// <summary>A timer fired; the chain of causes ends here.</summary>
    TimerFired,

    /// <summary>Offloaded work has ended.</summary>
    WorkDone,

    /// <summary>The disk has answered a write.</summary>
    DiskDone,

    /// <summary>An actor got its mailbox.</summary>
    ActorStarted,

    /// <summary>An actor threw; the type is the exception's, the text its message.</summary>
    ActorFailed,

    /// <summary>An actor is about to be restarted.</summary>
    ActorRestarted,

    /// <summary>An actor has stopped.</summary>
    ActorStopped,

    /// <summary>A life of a node began.</summary>
    NodeStarted,

    /// <summary>A node crashed.</summary>
    NodeCrashed,

    /// <summary>A node was paused.</summary>
    NodePaused,

    /// <summary>A node went on.</summary>
    NodeResumed,

    /// <summary>A node's clock was changed; the text is the change.</summary>
    ClockChanged,

    /// <summary>The driver began an action that was planned by At or Every.</summary>
    DriverActed,

    /// <summary>The driver added data to the trace.</summary>
    DriverNoted,
}

/// <summary>A log entry's name: its node, and its place in the log of that node.</summary>
/// <param name="Node">Index of the node, −1 for the driver.</param>
/// <param name="Number">From 1 in each node; 0 with the driver's node: the driver, outside a planned action.</param>
public readonly record struct LogNumber(int Node, long Number)
{
    /// <summary>What the driver does between two runs.</summary>
    public static LogNumber Driver { get; } = new(-1, 0);

    /// <returns>For example "node3#118", or "driver#2".</returns>
    public override string ToString() => $"{(Node < 0 ? "driver" : "node" + Node)}#{Number}";
}

/// <summary>One thing that happened.</summary>
public sealed record LogEntry
{
    internal LogEntry()
    {
    }

    /// <summary>Its name; numbers of a node are without gaps.</summary>
    public required LogNumber Number { get; init; }

    /// <summary>True time of the run.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>What happened.</summary>
    public required LogKind Kind { get; init; }

    /// <summary>Index of the node at which it happened, −1 for the driver.</summary>
    public int Node => Number.Node;

    /// <summary>Path of the sender, as node3/user/peer; empty where there is none.</summary>
    public string From { get; init; } = string.Empty;

    /// <summary>Path of the receiver, or of the actor that it is about; empty where there is none.</summary>
    public string To { get; init; } = string.Empty;

    /// <summary>Name of the message's type, or of the exception's; empty where there is none.</summary>
    public string Type { get; init; } = string.Empty;

    /// <summary>The message as text, or other words about it.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>The letter that was sent, delivered or dropped; null for other kinds.</summary>
    public LetterNumber? Letter { get; init; }

    /// <summary>
    /// The entry in whose turn it happened; for the end of work, the one that asked for it. Null for a message of
    /// Akka's own, and where the letter's sending is the cause.
    /// </summary>
    public LogNumber? Turn { get; init; }

    /// <summary>The record of the node's trace that it made, from 1; 0 where it made none.</summary>
    public long Record { get; init; }

    /// <summary>Letters that the node has sent up to this entry, by which the sending of a letter is found.</summary>
    internal long LettersSent { get; init; }

    /// <returns>One line without a line break at its end.</returns>
    public override string ToString()
    {
        var text = new StringBuilder().Append(Time.ToString("c"))
            .Append(Node < 0 ? " driver" : " node" + Node).Append(' ').Append(WordsOf(Kind));

        // A record's text begins with its type.
        var namesType = Type.Length == 0 || Text.StartsWith(Type, StringComparison.Ordinal);
        if (!namesType)
            text.Append(' ').Append(Type);
        if (Text.Length > 0)
            text.Append(namesType ? " " : ": ").Append(Text);
        if (From.Length > 0)
            text.Append(", from ").Append(From);
        if (To.Length > 0)
            text.Append(Kind is LogKind.Sent or LogKind.Delivered or LogKind.Dropped ? ", to " : " ").Append(To);
        if (Letter is { } letter)
            text.Append(" (letter ").Append(letter).Append(')');
        return text.ToString();
    }

    private static string WordsOf(LogKind kind) => kind switch
    {
        LogKind.Sent => "sent",
        LogKind.Delivered => "received",
        LogKind.Dropped => "lost",
        LogKind.TimerFired => "timer fired:",
        LogKind.WorkDone => "work done:",
        LogKind.DiskDone => "disk answered:",
        LogKind.ActorStarted => "started",
        LogKind.ActorFailed => "failed with",
        LogKind.ActorRestarted => "restarts",
        LogKind.ActorStopped => "stopped",
        LogKind.NodeStarted => "began",
        LogKind.NodeCrashed => "crashed",
        LogKind.NodePaused => "paused",
        LogKind.NodeResumed => "resumed",
        LogKind.ClockChanged => "changed its clock:",
        LogKind.DriverActed => "acted",
        LogKind.DriverNoted => "added to the trace",
        _ => throw new System.Diagnostics.UnreachableException(kind.ToString()),
    };
}
