using PoR.Core.Transactions;

namespace PoR.Reviews.MadeUp;

/// <summary>A made-up review whose congruity is known.</summary>
/// <param name="Index">Its number; with the seed it gives all the rest.</param>
/// <param name="Text">1..5 sentences, far below 8,192 bytes.</param>
/// <param name="Rating">1..5 of 1-5.</param>
/// <param name="Subject">What is reviewed, for example <c>kitchen-042</c>.</param>
/// <param name="Category">The subject's category, for example <c>kitchen</c>.</param>
/// <param name="Expected">Whether the rating fits the text.</param>
public sealed record GeneratedReview(
    long Index, string Text, Rating Rating, string Subject, string Category, ExpectedCongruity Expected);
