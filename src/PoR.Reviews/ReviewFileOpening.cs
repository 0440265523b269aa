namespace PoR.Reviews;

/// <summary>What came of opening a review file. Closed: every case is nested here.</summary>
public abstract record ReviewFileOpening
{
    private ReviewFileOpening() { }

    /// <summary>The file is open and its header is understood; the receiver disposes the reader.</summary>
    public sealed record Opened(ReviewFileReader Reader) : ReviewFileOpening;

    /// <summary>The file as a whole cannot be used.</summary>
    public sealed record Refused(ReviewFault Fault) : ReviewFileOpening;
}
