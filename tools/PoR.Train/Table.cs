using System.Collections.Immutable;
using PoR.Reviews;

namespace PoR.Train;

/// <summary>A table with a header line.</summary>
internal sealed class Table
{
    private readonly string _path;
    private readonly ImmutableArray<string> _header;

    private Table(string path, ImmutableArray<string> header, ImmutableArray<ImmutableArray<string>> rows) =>
        (_path, _header, Rows) = (path, header, rows);

    /// <summary>The rows, each as wide as the header.</summary>
    public ImmutableArray<ImmutableArray<string>> Rows { get; }

    /// <summary>Reads a table.</summary>
    public static Table Read(Stream stream, string path)
    {
        var rows = TextTable.Read(path, stream, out var fault);
        if (fault is not null)
            throw new UserErrorException($"{fault}");
        var header = rows.IsEmpty ? [] : rows[0].Cells;
        foreach (var row in rows)
        {
            if (row.Cells.Length != header.Length)
                throw new UserErrorException(
                    $"'{path}' line {row.Line} has {row.Cells.Length} columns, not {header.Length}.");
        }
        return new Table(path, header, [.. rows.Skip(1).Select(row => row.Cells)]);
    }

    /// <summary>Whether there is such a column.</summary>
    public bool Has(string column) => IndexOfOptional(column) >= 0;

    /// <summary>The number of a column, or -1.</summary>
    public int IndexOfOptional(string column) => _header.IndexOf(column);

    /// <summary>The number of a column.</summary>
    public int IndexOf(string column) => IndexOfOptional(column) is var index and >= 0
        ? index
        : throw new UserErrorException($"'{_path}' has no column '{column}'.");
}
