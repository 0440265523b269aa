namespace PoR.Reviews;

/// <summary>Cuts a table's lines into fields.</summary>
internal interface IFieldSplitter
{
    /// <summary>The next row's fields, at least one; a single empty one for a blank line.</summary>
    ReadResult<List<RawField>> Next();
}

/// <summary>A field as the file has it, and where it starts.</summary>
/// <param name="Value">Without its quotes.</param>
/// <param name="Place">The line it starts on.</param>
/// <param name="Index">Its first character in that line. Columns are counted only for faults.</param>
internal readonly record struct RawField(string Value, TextLine Place, int Index)
{
    /// <summary>What is wrong with the field.</summary>
    internal ReviewFault Fault(string file, ReviewFaultKind kind, string message) =>
        new(file, Place.Number, Place.ColumnOf(Index), kind, message);
}
