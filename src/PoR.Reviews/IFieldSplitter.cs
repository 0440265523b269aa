namespace PoR.Reviews;

/// <summary>Cuts a table's lines into fields.</summary>
internal interface IFieldSplitter
{
    /// <summary>The next row's fields, at least one; a single empty one for a blank line.</summary>
    ReadResult<List<RawField>> Next();
}
