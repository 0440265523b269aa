using PoR.Core.Transactions;

namespace PoR.Reviews;

/// <summary>
/// Somebody wrote this about something: it stays as it is from a file's row, or from where it was made up, until its
/// author signs it as a transaction.
/// </summary>
/// <param name="Reviewer">Names the author, so that the same one writes all of them; null: whoever is free.</param>
/// <param name="Subject">What is reviewed. 1..128 bytes of UTF-8.</param>
/// <param name="Category">The kind of thing that it is; empty when not known. At most 128 bytes of UTF-8.</param>
/// <param name="Text">The text.</param>
/// <param name="Rating">The rating on its scale.</param>
public sealed record WrittenReview(string? Reviewer, string Subject, string Category, ReviewNote Text, Rating Rating);
