namespace PoR.Evaluation.Behaviour;

/// <summary>How many reviews put a subject under a category.</summary>
/// <param name="Category">The category, not empty.</param>
/// <param name="Reviews">1 and up.</param>
public readonly record struct CategoryCount(string Category, long Reviews);
