using PoR.Core.Transactions;

namespace PoR.Reviews;

/// <summary>One good row of a review file.</summary>
/// <param name="Row">Which row, from 1; the header and blank lines do not count.</param>
/// <param name="Id">The column <c>id</c>; the row's number where that is absent or empty.</param>
/// <param name="Text">The column <c>text</c>, cut to 8,192 bytes.</param>
/// <param name="IsCut">True when bytes were cut off.</param>
/// <param name="Review">
/// The text with its rating, by <c>reviewer</c>, about <c>product</c> (the id where these are absent or empty), of
/// <c>category</c>, else <c>source</c>, with the commitment <c>sensitive</c>; names are cut to 128 bytes. Null without
/// a rating: a text alone is no review.
/// </param>
public sealed record ReviewRow(long Row, string Id, ReviewNote Text, bool IsCut, WrittenReview? Review);

/// <summary>What a row of a review file turns out to be. Closed: every case is nested here.</summary>
public abstract record ReviewItem
{
    private ReviewItem() { }

    /// <summary>A good row.</summary>
    public sealed record Good(ReviewRow Row) : ReviewItem;

    /// <summary>A row that cannot be used; later rows follow unless the kind is Unreadable.</summary>
    public sealed record Malformed(ReviewFault Fault) : ReviewItem;
}
