using System.Text.Unicode;
using PoR.Core.Transactions;

namespace PoR.Evaluation;

/// <summary>The conditions that the text of a review must meet before it is evaluated.</summary>
public static class ReviewText
{
    /// <summary>Whether a text may be evaluated.</summary>
    /// <param name="utf8">Any bytes.</param>
    /// <returns>
    /// True for strictly valid UTF-8 (no overlong form, no surrogate, nothing cut off) of at most
    /// <see cref="ReviewNote.BytesMax"/> bytes. The empty text is acceptable; it is no evidence.
    /// </returns>
    public static bool IsAcceptable(ReadOnlySpan<byte> utf8) =>
        utf8.Length <= ReviewNote.BytesMax && Utf8.IsValid(utf8);
}
