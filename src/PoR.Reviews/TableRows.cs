using System.Globalization;

namespace PoR.Reviews;

/// <summary>The rows of a table whose first line names its columns.</summary>
internal sealed class TableRows : IRowSource
{
    private readonly string _file;

    private readonly IFieldSplitter _splitter;

    private readonly ReviewCounts _counts;

    private readonly ReviewColumn?[] _columns;

    private TableRows(string file, IFieldSplitter splitter, ReviewCounts counts, ReviewColumn?[] columns) =>
        (_file, _splitter, _counts, _columns) = (file, splitter, counts, columns);

    /// <summary>Reads the header.</summary>
    /// <returns>The rows after it, or why there is no good header.</returns>
    internal static ReadResult<TableRows> Open(string file, IFieldSplitter splitter, ReviewCounts counts)
    {
        var header = splitter.Next();
        if (header.Fault is not null)
            return header.Fault;
        if (header.Value is null || IsBlank(header.Value))
            return Bad(file, "The first line names the columns: it is empty.");
        ReviewColumn?[] columns = [.. header.Value.Select(field => ReviewColumns.Of(field.Value))];
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i] is { } column && Array.IndexOf(columns, column) < i)
                return header.Value[i].Fault(file, ReviewFaultKind.BadHeader,
                    $"The header names the column '{NameOf(column)}' twice.");
        }
        if (!columns.Contains(ReviewColumn.Text))
            return Bad(file, "The header has no column 'text'.");
        return new TableRows(file, splitter, counts, columns);
    }

    /// <inheritdoc/>
    public ReadResult<RawRow> Next()
    {
        var row = _splitter.Next();
        while (row.Value is { } blank && IsBlank(blank))
        {
            _counts.BlankLines++;
            row = _splitter.Next();
        }
        if (row.Fault is not null)
            return row.Fault;
        return row.Value is { } fields ? ToRow(fields) : default;
    }

    private ReadResult<RawRow> ToRow(List<RawField> fields)
    {
        if (fields.Count != _columns.Length)
        {
            // The position of the first surplus field, or of the last field before the missing ones.
            var place = fields[Math.Min(fields.Count - 1, _columns.Length)];
            return place.Fault(_file, ReviewFaultKind.FieldCount,
                $"The header has {_columns.Length} fields, this row has {fields.Count}.");
        }
        var row = new RawRow(fields[0].Place);
        for (var i = 0; i < _columns.Length; i++)
        {
            if (_columns[i] is { } column)
                row[column] = fields[i];
        }
        return row;
    }

    // A quoted empty field stands at column 1 too, but a row of one empty text is no row either.
    private static bool IsBlank(List<RawField> fields) => fields is [{ Value.Length: 0 }];

    private static string NameOf(ReviewColumn column) =>
        CultureInfo.InvariantCulture.TextInfo.ToLower(column.ToString());

    private static ReviewFault Bad(string file, string message) =>
        new(file, 1, 1, ReviewFaultKind.BadHeader, message);
}
