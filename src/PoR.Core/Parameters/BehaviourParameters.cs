using PoR.Core.Canonical;

namespace PoR.Core.Parameters;

/// <summary>Limits of the behaviour rules (PoR §8.1, §8.3; D23, D24, D43, D46).</summary>
public sealed record BehaviourParameters : ICanonical<BehaviourParameters>
{
    /// <summary>How many of an author's last review times the window keeps (PoR §8.3).</summary>
    public const int WindowReviews = 100;

    /// <summary>
    /// An author that writes sooner than this after its previous review is blacklisted, since no human does (PoR §8.1).
    /// Milliseconds; 0 for no rule.
    /// </summary>
    public long ReviewIntervalMs { get; init; } = 5_000;

    /// <summary>
    /// An author of 100 reviews within less than this is blacklisted (PoR §8.3). Milliseconds; 0 for no rule.
    /// </summary>
    public long WindowMs { get; init; } = 600_000;

    /// <summary>
    /// An author that waits this long after its previous review breaks neither of both rules, however many it writes.
    /// Milliseconds.
    /// </summary>
    public long HonestIntervalMs => Math.Max(ReviewIntervalMs, WindowMs / WindowReviews) + 1;

    /// <summary>At most this share of the eligible weight is blacklisted by these rules at a time (PoR §6.5).</summary>
    public Ratio BlacklistedWeightMax { get; init; } = new(1, 20);

    /// <summary>How many rounds a text is remembered, to see it again. Rounds; 0 for no rule.</summary>
    public int DuplicateRounds { get; init; } = 100;

    /// <summary>So many reviews before one-sidedness is judged. Reviews; 0 for no rule.</summary>
    public int OneSidedReviewsMin { get; init; } = 10;

    /// <summary>So many incongruent ones, together with one-sided ratings, withhold the adjustment.</summary>
    public int OneSidedIncongruentMin { get; init; } = 3;

    /// <summary>
    /// Within this time a burst of accounts on one subject is looked for. Milliseconds; 0 for no rule.
    /// </summary>
    public long BurstWindowMs { get; init; } = 10_000;

    /// <summary>So many accounts on one subject within the window are a burst.</summary>
    public int BurstAccounts { get; init; } = 10;

    /// <summary>A rating this far from the subject's mean is an outlier. Points, 1..100.</summary>
    public int OutlierPoints { get; init; } = 60;

    /// <summary>So many reviews of a subject before its mean means anything.</summary>
    public int OutlierSubjectReviewsMin { get; init; } = 10;

    /// <summary>So many outliers among an author's reviews withhold the adjustment; 0 for no rule.</summary>
    public int OutlierReviewsMin { get; init; } = 5;

    /// <summary>And at least this share of them.</summary>
    public Ratio OutlierShare { get; init; } = new(1, 2);

    /// <summary>
    /// So many eligible accounts, with more than half of the weight that has spoken, must agree on a subject's category
    /// before another one is wrong; 0 for no rule.
    /// </summary>
    public int CategoryReviewsMin { get; init; } = 5;

    /// <summary>
    /// An account gains at most so much reputation within <see cref="GainWindowMs"/> of block time; 0 for no limit.
    /// </summary>
    public int GainMax { get; init; } = 24;

    /// <summary>A window begins with an account's first gain after the one before has ended. Milliseconds.</summary>
    public long GainWindowMs { get; init; } = 600_000;

    /// <summary>
    /// In one category an author's outliers on one side outnumber its other reviews by so many: from then on they are
    /// bias, and withheld; 0 for no rule.
    /// </summary>
    public int BiasReviewsMin { get; init; } = 10;

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Int64(ReviewIntervalMs);
        writer.Int64(WindowMs);
        writer.Value(BlacklistedWeightMax);
        writer.Int32(DuplicateRounds);
        writer.Int32(OneSidedReviewsMin);
        writer.Int32(OneSidedIncongruentMin);
        writer.Int64(BurstWindowMs);
        writer.Int32(BurstAccounts);
        writer.Int32(OutlierPoints);
        writer.Int32(OutlierSubjectReviewsMin);
        writer.Int32(OutlierReviewsMin);
        writer.Value(OutlierShare);
        writer.Int32(CategoryReviewsMin);
        writer.Int32(GainMax);
        writer.Int64(GainWindowMs);
        writer.Int32(BiasReviewsMin);
    }

    /// <inheritdoc/>
    public static BehaviourParameters? Read(ref CanonicalReader reader)
    {
        var parameters = new BehaviourParameters
        {
            ReviewIntervalMs = reader.Int64(),
            WindowMs = reader.Int64(),
            BlacklistedWeightMax = Ratio.Read(ref reader),
            DuplicateRounds = reader.Int32(),
            OneSidedReviewsMin = reader.Int32(),
            OneSidedIncongruentMin = reader.Int32(),
            BurstWindowMs = reader.Int64(),
            BurstAccounts = reader.Int32(),
            OutlierPoints = reader.Int32(),
            OutlierSubjectReviewsMin = reader.Int32(),
            OutlierReviewsMin = reader.Int32(),
            OutlierShare = Ratio.Read(ref reader),
            CategoryReviewsMin = reader.Int32(),
            GainMax = reader.Int32(),
            GainWindowMs = reader.Int64(),
            BiasReviewsMin = reader.Int32(),
        };
        return reader.Fault is null ? parameters : null;
    }

    /// <summary>The first thing that is impossible in these limits; null when nothing is.</summary>
    public ParameterFault? Fault() =>
        ParameterFault.Of(
            "The times of the behaviour rules must be 0 ms or more.",
            (ReviewIntervalMs < 0, nameof(ReviewIntervalMs)),
            (WindowMs < 0, nameof(WindowMs)),
            (BurstWindowMs < 0, nameof(BurstWindowMs)),
            (GainWindowMs < 0, nameof(GainWindowMs)))
        ?? ParameterFault.Of(
            "The shares of the behaviour rules must be 0..1.",
            (BlacklistedWeightMax.Numerator > BlacklistedWeightMax.Denominator, nameof(BlacklistedWeightMax)),
            (OutlierShare.Numerator > OutlierShare.Denominator, nameof(OutlierShare)))
        ?? ParameterFault.Of(
            "An outlier's distance must be 1..100 points.", (OutlierPoints is < 1 or > 100, nameof(OutlierPoints)))
        ?? ParameterFault.Of(
            "The counts of the behaviour rules must be 0 or more, accounts and reviews of a subject 1 or more.",
            (DuplicateRounds < 0, nameof(DuplicateRounds)),
            (OneSidedReviewsMin < 0, nameof(OneSidedReviewsMin)),
            (OneSidedIncongruentMin < 0, nameof(OneSidedIncongruentMin)),
            (BurstAccounts < 1, nameof(BurstAccounts)),
            (OutlierSubjectReviewsMin < 1, nameof(OutlierSubjectReviewsMin)),
            (OutlierReviewsMin < 0, nameof(OutlierReviewsMin)),
            (CategoryReviewsMin < 0, nameof(CategoryReviewsMin)),
            (GainMax < 0, nameof(GainMax)),
            (BiasReviewsMin < 0, nameof(BiasReviewsMin)));
}
