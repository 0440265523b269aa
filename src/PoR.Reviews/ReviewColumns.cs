namespace PoR.Reviews;

/// <summary>The names of columns, read without regard to case and to spaces around them.</summary>
internal static class ReviewColumns
{
    private static readonly string[] Names = Enum.GetNames<ReviewColumn>();

    /// <summary>How many there are.</summary>
    internal static int Count => Names.Length;

    /// <summary>The column of a name; null for one to ignore.</summary>
    internal static ReviewColumn? Of(string name)
    {
        var index = Array.FindIndex(Names, other => other.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : (ReviewColumn)index;
    }
}

/// <summary>A column that means something to us.</summary>
internal enum ReviewColumn
{
    Text,
    Id,
    Rating,
    Scale,
    Reviewer,
    Product,
    Category,
    Source,
    Sensitive,
}
