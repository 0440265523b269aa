using System.Text;

namespace PoR.Reviews;

/// <summary>
/// Fields by RFC 4180: cut by commas; in quotes they may hold commas, line breaks and doubled quotes.
/// </summary>
/// <remarks>
/// After a quote that never closes, reading goes on with the line after the one that has it: one
/// stray quote costs one row, not the rest of the file. The bound on a row bounds the lines kept.
/// </remarks>
internal sealed class CsvSplitter(LineReader lines) : IFieldSplitter
{
    private readonly List<TextLine> _consumed = [];

    private readonly StringBuilder _value = new();

    private int _size;

    /// <inheritdoc/>
    public ReadResult<List<RawField>> Next()
    {
        _consumed.Clear();
        _size = 0;
        var line = Take();
        if (line is null)
            return default;
        var fields = new List<RawField>();
        var position = 0;
        while (true)
        {
            if (line.Fault is not null)
                return line.Fault;
            var isQuoted = position < line.Text.Length && line.Text[position] == '"';
            var fault = isQuoted
                ? Quoted(ref line, ref position, fields)
                : Plain(line, ref position, fields);
            if (fault is not null)
                return fault;
            if (position == line.Text.Length)
                return fields;
            position++;
        }
    }

    private TextLine? Take()
    {
        var line = lines.Next();
        if (line is not null)
        {
            _consumed.Add(line);
            _size += line.Text.Length + line.End.Length;
        }
        return line;
    }

    // Ends at the comma or the line's end.
    private ReviewFault? Plain(TextLine line, ref int position, List<RawField> fields)
    {
        var start = position;
        var length = line.Text.AsSpan(start).IndexOfAny(',', '"');
        position = length < 0 ? line.Text.Length : start + length;
        if (length >= 0 && line.Text[position] == '"')
            return Fault(line, position, ReviewFaultKind.MisplacedQuote,
                "A field with a quote in it is quoted as a whole, and the quote doubled.");
        fields.Add(new RawField(line.Text[start..position], line, start));
        return null;
    }

    // Starts at the opening quote; ends behind the closing one, which may be lines later.
    private ReviewFault? Quoted(ref TextLine line, ref int position, List<RawField> fields)
    {
        var opening = (Line: line, Position: position);
        _value.Clear();
        position++;
        while (true)
        {
            var length = line.Text.AsSpan(position).IndexOf('"');
            if (length < 0)
            {
                _value.Append(line.Text, position, line.Text.Length - position).Append(line.End);
                var next = _size > LineReader.BytesMax ? null : Take();
                if (next is null)
                    return Unclosed(opening.Line, opening.Position);
                if (next.Fault is not null)
                    return next.Fault;
                (line, position) = (next, 0);
                continue;
            }
            _value.Append(line.Text, position, length);
            position += length + 1;
            if (position == line.Text.Length || line.Text[position] == ',')
                break;
            if (line.Text[position] != '"')
                return Fault(line, position, ReviewFaultKind.MisplacedQuote,
                    "Behind a closing quote comes a comma or the line's end.");
            _value.Append('"');
            position++;
        }
        fields.Add(new RawField(_value.ToString(), opening.Line, opening.Position));
        return null;
    }

    private ReviewFault Unclosed(TextLine line, int position)
    {
        lines.PushBack(_consumed[(_consumed.IndexOf(line) + 1)..]);
        return Fault(line, position, ReviewFaultKind.UnclosedQuote,
            "A quote that opens here does not close within 1 MiB or before the end of the file.");
    }

    private ReviewFault Fault(TextLine line, int position, ReviewFaultKind kind, string message) =>
        new(lines.File, line.Number, line.ColumnOf(position), kind, message);
}
