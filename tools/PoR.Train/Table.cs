namespace PoR.Train;

/// <summary>A tab-separated table with a header line.</summary>
internal sealed class Table
{
    private readonly string _path;
    private readonly string[] _header;

    private Table(string path, string[] header, List<string[]> rows) =>
        (_path, _header, Rows) = (path, header, rows);

    /// <summary>The rows, each as wide as the header.</summary>
    public List<string[]> Rows { get; }

    /// <summary>Reads a table.</summary>
    public static Table Read(TextReader reader, string path)
    {
        var header = (reader.ReadLine() ?? "").Split('\t');
        var rows = new List<string[]>();
        while (reader.ReadLine() is { } line)
        {
            var row = line.Split('\t');
            if (row.Length != header.Length)
            {
                throw new UserErrorException(
                    $"'{path}' line {rows.Count + 2} has {row.Length} columns, not {header.Length}.");
            }
            rows.Add(row);
        }
        return new Table(path, header, rows);
    }

    /// <summary>Whether there is such a column.</summary>
    public bool Has(string column) => IndexOfOptional(column) >= 0;

    /// <summary>The number of a column, or -1.</summary>
    public int IndexOfOptional(string column) => Array.IndexOf(_header, column);

    /// <summary>The number of a column.</summary>
    public int IndexOf(string column) => IndexOfOptional(column) is var index and >= 0
        ? index
        : throw new UserErrorException($"'{_path}' has no column '{column}'.");
}
