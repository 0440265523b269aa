namespace PoR.Reports;

/// <summary>Writes CSV by RFC 4180, with LF at the end of a line.</summary>
internal sealed class CsvTable
{
    private readonly TextWriter _writer;
    private readonly int _columns;

    /// <summary>Writes the header.</summary>
    internal CsvTable(TextWriter writer, params IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _writer = writer;
        _columns = columns.Count;
        Row(columns);
    }

    /// <summary>Writes one row.</summary>
    /// <exception cref="ArgumentException">More or fewer fields than the header has.</exception>
    internal void Row(params IReadOnlyList<string> fields)
    {
        if (fields.Count != _columns)
            throw new ArgumentException($"{_columns} columns, but {fields.Count} fields.", nameof(fields));
        for (var i = 0; i < fields.Count; i++)
        {
            if (i > 0)
                _writer.Write(',');
            _writer.Write(Escaped(fields[i]));
        }
        _writer.Write('\n');
    }

    private static string Escaped(string field) =>
        field.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? field
            : "\"" + field.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
