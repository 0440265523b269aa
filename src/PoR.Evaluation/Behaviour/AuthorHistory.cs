using System.Collections.Immutable;
using PoR.Core.Canonical;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;

namespace PoR.Evaluation.Behaviour;

/// <summary>
/// Public metadata of an author: number of reviews, time of the last one and of up to the 100th before it
/// (PoR §3.1, §8.3). At most 100 times, nine numbers and eight categories, however long the author writes.
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

    /// <summary>Block time of the first gain of the last window in which it gained; 0 ms when there is none.</summary>
    public Timestamp GainSince { get; init; }

    /// <summary>What its reviews have gained in that window; losses are not taken off.</summary>
    public long Gained { get; init; }

    /// <summary>In which categories it rates far from everybody else, always to the same side.</summary>
    public CategoryBiases Biases { get; init; } = CategoryBiases.None;

    /// <summary>
    /// Block times of the last reviews, at most <see cref="BehaviourParameters.WindowReviews"/>; never falling.
    /// </summary>
    public ImmutableArray<Timestamp> BlockTimes { get; init; } = [];

    /// <summary>Block time of the last review; null when there is none.</summary>
    public Timestamp? LastBlockTime => BlockTimes.IsEmpty ? null : BlockTimes[^1];

    /// <summary>Block time of the 100th review back; null when there are fewer.</summary>
    public Timestamp? WindowStart => BlockTimes.Length < BehaviourParameters.WindowReviews ? null : BlockTimes[0];

    /// <summary>
    /// How much a review may gain (D43). An author chooses its own clock and may write 99 reviews in ten minutes of
    /// block time, all of them congruent.
    /// </summary>
    public long GainLeft(BehaviourParameters parameters, Timestamp blockTime) => parameters.GainMax == 0
        ? long.MaxValue
        : Math.Max(0, parameters.GainMax - GainedAt(parameters, blockTime));

    /// <summary>The history after one more review.</summary>
    /// <param name="parameters">The limits.</param>
    /// <param name="review">The review.</param>
    /// <param name="subject">Its subject's statistics before it.</param>
    /// <param name="evaluation">What the ledger has found in it.</param>
    public AuthorHistory After(
        BehaviourParameters parameters, ReviewFacts review, SubjectStatistics subject, ReviewEvaluation evaluation)
    {
        var adjustment = evaluation.RepAdjust;
        var gained = GainedAt(parameters, review.BlockTime);
        var hasGained = adjustment > 0 && parameters.GainMax > 0;
        var kept = BlockTimes.AsSpan()[(BlockTimes.Length < BehaviourParameters.WindowReviews ? 0 : 1)..];
        return new AuthorHistory
        {
            Reviews = Reviews + 1,
            LowRatings = LowRatings + (review.Side < 0 ? 1 : 0),
            HighRatings = HighRatings + (review.Side > 0 ? 1 : 0),
            Incongruent = Incongruent + (review.Verdict == CongruenceVerdict.Incongruent ? 1 : 0),
            Outliers = Outliers + (subject.IsOutlier(parameters, review) ? 1 : 0),
            LastWrittenAt = review.WrittenAt,
            GainSince = hasGained && gained == 0 ? review.BlockTime : GainSince,
            Gained = hasGained ? gained + adjustment : Gained,
            Biases = BiasesAfter(parameters, review, subject, evaluation.Flags != BehaviourFlags.None),
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
        writer.Int64(GainSince.Milliseconds);
        writer.Int64(Gained);
        writer.Int32(BlockTimes.Length);
        foreach (var time in BlockTimes)
            writer.Int64(time.Milliseconds);
        writer.Value(Biases);
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
        history = history with { GainSince = new Timestamp(reader.Int64()), Gained = reader.Int64() };
        if (history.Gained < 0 || (history.Gained == 0 && history.GainSince.Milliseconds != 0))
            reader.Fail("a gain must be 0 or more, and has a time only where there is one.");
        var times = new Timestamp[reader.Count(BehaviourParameters.WindowReviews)];
        foreach (ref var time in times.AsSpan())
            time = new Timestamp(reader.Int64());
        if (CategoryBiases.Read(ref reader) is not { } biases)
            return null;
        return history with
        {
            LastWrittenAt = hasWritten ? writtenAt : null, BlockTimes = [.. times], Biases = biases,
        };
    }

    /// <summary>Equal in every number and every time.</summary>
    public bool Equals(AuthorHistory? other) =>
        other is not null && Reviews == other.Reviews && LowRatings == other.LowRatings
        && HighRatings == other.HighRatings && Incongruent == other.Incongruent && Outliers == other.Outliers
        && LastWrittenAt == other.LastWrittenAt
        && GainSince == other.GainSince && Gained == other.Gained
        && Biases == other.Biases
        && BlockTimes.AsSpan().SequenceEqual(other.BlockTimes.AsSpan());

    /// <summary>What it has gained in the window that a block time lies in.</summary>
    private long GainedAt(BehaviourParameters parameters, Timestamp blockTime) =>
        (Int128)blockTime.Milliseconds - GainSince.Milliseconds < parameters.GainWindowMs ? Gained : 0;

    /// <summary>Of most authors nothing is counted; then nobody looks for the subject's category.</summary>
    private CategoryBiases BiasesAfter(
        BehaviourParameters parameters, ReviewFacts review, SubjectStatistics subject, bool isFlagged)
    {
        var side = subject.OutlierSide(parameters, review);
        return side == 0 && Biases.All.IsEmpty
            ? Biases
            : Biases.After(parameters, subject.CategoryOf(parameters, review), side, isFlagged);
    }

    /// <inheritdoc/>
    public override int GetHashCode() => Reviews.GetHashCode() ^ (LastWrittenAt?.Milliseconds ?? 0).GetHashCode();
}
