namespace PoR.Reviews;

/// <summary>Reads the rows of a file, whatever its format.</summary>
internal interface IRowSource
{
    /// <summary>The next row, or why it is none.</summary>
    ReadResult<RawRow> Next();
}
