namespace PoR.Reviews;

/// <summary>Reads the rows of a file, whatever its format.</summary>
internal interface IRowSource
{
    /// <summary>The next row, or why it is none.</summary>
    ReadResult<RawRow> Next();
}

/// <summary>The fields of one row that mean something to us, not checked yet.</summary>
/// <param name="start">The line on which the row starts.</param>
internal sealed class RawRow(TextLine start)
{
    private readonly RawField?[] _fields = new RawField?[ReviewColumns.Count];

    /// <summary>The field of a column; null when the row has none.</summary>
    internal RawField? this[ReviewColumn column]
    {
        get => _fields[(int)column];
        set => _fields[(int)column] = value;
    }

    /// <summary>The field of a column; an empty one at the row's start when the row has none.</summary>
    internal RawField FieldOf(ReviewColumn column) => this[column] ?? new RawField("", start, 0);

    /// <summary>The text of a column; null when absent or empty.</summary>
    internal string? ValueOf(ReviewColumn column) =>
        this[column] is { Value.Length: > 0 } field ? field.Value : null;
}
