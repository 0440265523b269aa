namespace PoR.Reviews;

/// <summary>What a row of a review file turns out to be. Closed: every case is nested here.</summary>
public abstract record ReviewItem
{
    private ReviewItem() { }

    /// <summary>A good row.</summary>
    public sealed record Good(ReviewRow Row) : ReviewItem;

    /// <summary>A row that cannot be used; later rows follow unless the kind is Unreadable.</summary>
    public sealed record Malformed(ReviewFault Fault) : ReviewItem;
}
