namespace PoR.Reviews;

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
}
