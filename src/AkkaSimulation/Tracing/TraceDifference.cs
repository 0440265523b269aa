using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace AkkaSimulation.Tracing;

/// <summary>One run's side of a difference.</summary>
/// <param name="Entry">
/// What happened there; null where nothing did, and where no log was kept. A record that only gives a number to a type
/// or a sender, or draws the next mailbox, is told by the entry that follows it.
/// </param>
/// <param name="Causes">What led to the entry: the entry first, its oldest cause last; empty without an entry.</param>
/// <param name="Record">
/// The record of the trace in words, with the message's bytes; empty where it is not known.
/// </param>
public sealed record TraceSide(LogEntry? Entry, ImmutableArray<LogEntry> Causes, string Record)
{
    /// <summary>Nothing is there, or nothing is known.</summary>
    internal static TraceSide Nothing { get; } = new(null, [], string.Empty);
}

/// <summary>The first thing in which two runs differ.</summary>
public sealed record TraceDifference
{
    private const int CausesShown = 12;

    internal TraceDifference()
    {
    }

    /// <summary>The node, −1 for data of the driver.</summary>
    public required int Node { get; init; }

    /// <summary>The record of the node's trace, from 1; of two logs the number of the entry.</summary>
    public required long Record { get; init; }

    /// <summary>
    /// The difference is in one of the records up to this one; the same as <see cref="Record"/> when it is known.
    /// </summary>
    public required long RecordMax { get; init; }

    /// <summary>What the left run has there.</summary>
    public required TraceSide Left { get; init; }

    /// <summary>What the right run has there.</summary>
    public required TraceSide Right { get; init; }

    /// <summary>What else there is to know; may be empty.</summary>
    public string Note { get; init; } = string.Empty;

    /// <summary>Whether the record itself is known.</summary>
    public bool IsExact => Record == RecordMax;

    /// <returns>Some lines for a reader: where, what each run has there, and what led to it.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        var place = Node < 0 ? "the driver" : "node" + Node.ToString(CultureInfo.InvariantCulture);
        if (IsExact)
            text.AppendLine(CultureInfo.InvariantCulture, $"The runs differ first at {place}, number {Record}:");
        else
            text.AppendLine(CultureInfo.InvariantCulture, $"The runs differ at {place}, in {Record} to {RecordMax}:");
        Append(text, "left ", Left);
        Append(text, "right", Right);
        if (Note.Length > 0)
            text.Append("  ").AppendLine(Note);
        return text.ToString().TrimEnd();
    }

    private static void Append(StringBuilder text, string name, TraceSide side)
    {
        var first = side switch
        {
            { Entry: { } entry } => entry.ToString(),
            { Record.Length: > 0 } => side.Record,
            _ => "nothing is known of it",
        };
        text.Append("  ").Append(name).Append(" : ").AppendLine(first);
        if (side.Entry is not null && side.Record.Length > 0)
            text.Append("          record: ").AppendLine(side.Record);
        foreach (var cause in side.Causes.Skip(1).Take(CausesShown))
            text.Append("          because ").AppendLine(cause.ToString());
        if (side.Causes.Length > CausesShown + 1)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture, $"          and {side.Causes.Length - CausesShown - 1} causes before");
        }
    }
}
