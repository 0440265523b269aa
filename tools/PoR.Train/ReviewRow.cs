namespace PoR.Train;

/// <summary>One labelled text.</summary>
/// <param name="Source">The collection that it comes from, e.g. amazon-kitchen.</param>
/// <param name="Group">What must not be split between training and measuring: the product.</param>
/// <param name="Target">The label, 0 (worst) to 1 (best).</param>
/// <param name="Label">The label as printed, to balance labels within a source.</param>
/// <param name="Title">May be empty.</param>
/// <param name="Text">The text.</param>
internal sealed record ReviewRow(
    string Source, string Group, float Target, string Label, string Title, string Text)
{
    /// <summary>Whether the row is an Amazon review.</summary>
    public bool IsAmazon => Source.StartsWith("amazon-", StringComparison.Ordinal);

    /// <summary>The rating in points, 0..100.</summary>
    public int Points => (int)MathF.Round(Target * 100);
}
