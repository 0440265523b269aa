using System.Text;
using System.Text.Json;

namespace PoR.Reviews;

/// <summary>The rows of a file with one JSON object a line.</summary>
internal sealed class JsonRows(LineReader lines, ReviewCounts counts) : IRowSource
{
    /// <inheritdoc/>
    public ReadResult<RawRow> Next()
    {
        var line = lines.Next();
        while (line is { Fault: null } && string.IsNullOrWhiteSpace(line.Text))
        {
            counts.BlankLines++;
            line = lines.Next();
        }
        if (line is null)
            return default;
        return line.Fault is null ? ToRow(line) : line.Fault;
    }

    private ReadResult<RawRow> ToRow(TextLine line)
    {
        var bytes = Encoding.UTF8.GetBytes(line.Text);
        var reader = new Utf8JsonReader(bytes);
        try
        {
            return Object(line, bytes, ref reader);
        }
        catch (JsonException fault)
        {
            var position = (int)Math.Min(fault.BytePositionInLine ?? 0, bytes.Length);
            return Bad(line, bytes, position, ReviewFaultKind.BadJson, "This is no JSON object on one line.");
        }
        catch (InvalidOperationException)
        {
            // The reader throws this for an unpaired surrogate such as \ud800.
            return Bad(line, bytes, (int)reader.TokenStartIndex, ReviewFaultKind.InvalidUtf8,
                "An escape in this string is no character.");
        }
    }

    private ReadResult<RawRow> Object(TextLine line, byte[] bytes, ref Utf8JsonReader reader)
    {
        var row = new RawRow(line);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return Bad(line, bytes, 0, ReviewFaultKind.BadJson, "A line is one JSON object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var start = (int)reader.TokenStartIndex;
            reader.Read();
            if (ReviewColumns.Of(name) is not { } column)
            {
                reader.Skip();
                continue;
            }
            if (row[column] is not null)
                return Bad(line, bytes, start, ReviewFaultKind.BadJson, $"The object names '{name}' twice.");
            var value = ValueOf(ref reader);
            var place = (int)reader.TokenStartIndex;
            if (value is null)
                return Bad(line, bytes, place, ReviewFaultKind.BadJson,
                    $"The value of '{name}' is a string, a number or null.");
            row[column] = new RawField(value, line, Encoding.UTF8.GetCharCount(bytes, 0, place));
        }
        // The reader throws if anything follows the object.
        reader.Read();
        return row;
    }

    private static string? ValueOf(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        JsonTokenType.Null => "",
        _ => null,
    };

    private ReviewFault Bad(TextLine line, byte[] bytes, int place, ReviewFaultKind kind, string message) =>
        new(lines.File, line.Number, TextLine.ColumnAfter(bytes.AsSpan(0, place)), kind, message);
}
