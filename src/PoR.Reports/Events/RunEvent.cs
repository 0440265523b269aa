using System.Text.Json;

namespace PoR.Reports.Events;

/// <summary>Something that happened in a run: a line of <c>events.jsonl</c>.</summary>
/// <param name="Time">Since the start of the run, virtual.</param>
/// <param name="Node">Where, 0 and up; null for what befalls the network.</param>
/// <param name="Round">Of which round, 0 and up; null for what belongs to none.</param>
/// <param name="Kind">What, such as <c>StepEntered</c>.</param>
/// <param name="Text">More, for people, on one line; may be empty.</param>
public sealed record RunEvent(TimeSpan Time, int? Node, long? Round, string Kind, string Text)
{
    /// <summary>The name of the file in a run's folder.</summary>
    public const string FileName = "events.jsonl";

    /// <summary>Writes an object of <c>seconds</c>, <c>node</c>, <c>round</c>, <c>kind</c> and <c>text</c>.</summary>
    public void Write(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteNumber("seconds", Time.Ticks / (decimal)TimeSpan.TicksPerSecond);
        if (Node is { } node)
            json.WriteNumber("node", node);
        if (Round is { } round)
            json.WriteNumber("round", round);
        json.WriteString("kind", Kind);
        json.WriteString("text", Text);
        json.WriteEndObject();
    }

    /// <summary>Reads a line.</summary>
    /// <returns>The event; null where the line is none.</returns>
    public static RunEvent? Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var seconds = root.GetProperty("seconds").GetDecimal();
            return seconds is < 0 or > 1e10m
                ? null
                : new RunEvent(
                    TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)),
                    root.TryGetProperty("node", out var node) ? node.GetInt32() : null,
                    root.TryGetProperty("round", out var round) ? round.GetInt64() : null,
                    root.GetProperty("kind").GetString()!,
                    root.GetProperty("text").GetString()!);
        }
        catch (Exception fault) when (
            fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
