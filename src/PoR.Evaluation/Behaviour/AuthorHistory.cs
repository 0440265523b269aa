using System.Collections.Immutable;
using PoR.Core.Canonical;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;

namespace PoR.Evaluation.Behaviour;

/// <summary>
/// Public metadata of an author: number of reviews, time of the last one and of up to the 100th before it
/// (PoR §3.1, §8.3). At most 100 times and seven numbers, however long the author writes.
/// </summary>
public sealed record AuthorHistory : ICanonical<AuthorHistory>
{
    /// <summary>Of an author who has not written yet.</summary>
    public static AuthorHistory Empty { get; } = new();

    /// <summary>Reviews in blocks.</summary>
    public long Reviews { get; init; }

    /// <summary>Ratings in the lower half of their scales.</summary>
    public long LowRatings { get; init; }

    /// <summary>Ratings in the upper half of their scales.</summary>
    public long HighRatings { get; init; }

    /// <summary>Reviews whose rating contradicts their text.</summary>
    public long Incongruent { get; init; }

    /// <summary>Reviews far from the majority's rating of their subject.</summary>
    public long Outliers { get; init; }

    /// <summary>When the last review was written, by the author's clock; null when there is none.</summary>
    public Timestamp? LastWrittenAt { get; init; }

    /// <summary>
    /// Block times of the last reviews, at most <see cref="BehaviourParameters.WindowReviews"/>; never falling.
    /// </summary>
    public ImmutableArray<Timestamp> BlockTimes { get; init; } = [];

    /// <summary>Block time of the last review; null when there is none.</summary>
    public Timestamp? LastBlockTime => BlockTimes.IsEmpty ? null : BlockTimes[^1];

    /// <summary>Block time of the 100th review back; null when there are fewer.</summary>
    public Timestamp? WindowStart => BlockTimes.Length < BehaviourParameters.WindowReviews ? null : BlockTimes[0];

    /// <summary>The history after one more review.</summary>
    /// <param name="review">The review.</param>
    /// <param name="isOutlier">Whether its rating lies far from its subject's mean.</param>
    public AuthorHistory After(ReviewFacts review, bool isOutlier)
    {
        var kept = BlockTimes.AsSpan()[(BlockTimes.Length < BehaviourParameters.WindowReviews ? 0 : 1)..];
        return new AuthorHistory
        {
            Reviews = Reviews + 1,
            LowRatings = LowRatings + (review.Side < 0 ? 1 : 0),
            HighRatings = HighRatings + (review.Side > 0 ? 1 : 0),
            Incongruent = Incongruent + (review.Verdict == CongruenceVerdict.Incongruent ? 1 : 0),
            Outliers = Outliers + (isOutlier ? 1 : 0),
            LastWrittenAt = review.WrittenAt,
            BlockTimes = [.. kept, review.BlockTime],
        };
    }

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Int64(Reviews);
        writer.Int64(LowRatings);
        writer.Int64(HighRatings);
        writer.Int64(Incongruent);
        writer.Int64(Outliers);
        writer.Boolean(LastWrittenAt is not null);
        writer.Int64(LastWrittenAt?.Milliseconds ?? 0);
        writer.Int32(BlockTimes.Length);
        foreach (var time in BlockTimes)
            writer.Int64(time.Milliseconds);
    }

    /// <inheritdoc/>
    public static AuthorHistory? Read(ref CanonicalReader reader)
    {
        var history = new AuthorHistory
        {
            Reviews = reader.Int64(),
            LowRatings = reader.Int64(),
            HighRatings = reader.Int64(),
            Incongruent = reader.Int64(),
            Outliers = reader.Int64(),
        };
        var hasWritten = reader.Boolean();
        var writtenAt = new Timestamp(reader.Int64());
        if (!hasWritten && writtenAt.Milliseconds != 0)
            reader.Fail("without a review there is no time of the last one.");
        var times = new Timestamp[reader.Count(BehaviourParameters.WindowReviews)];
        foreach (ref var time in times.AsSpan())
            time = new Timestamp(reader.Int64());
        return reader.Fault is null
            ? history with { LastWrittenAt = hasWritten ? writtenAt : null, BlockTimes = [.. times] }
            : null;
    }

    /// <summary>Equal in every number and every time.</summary>
    public bool Equals(AuthorHistory? other) =>
        other is not null && Reviews == other.Reviews && LowRatings == other.LowRatings
        && HighRatings == other.HighRatings && Incongruent == other.Incongruent && Outliers == other.Outliers
        && LastWrittenAt == other.LastWrittenAt && BlockTimes.AsSpan().SequenceEqual(other.BlockTimes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Reviews.GetHashCode() ^ (LastWrittenAt?.Milliseconds ?? 0).GetHashCode();
}
