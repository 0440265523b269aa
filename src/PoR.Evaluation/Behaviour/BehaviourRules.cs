using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;

namespace PoR.Evaluation.Behaviour;

/// <summary>
/// Behavioural maliciousness (PoR §3.2, §8.1, §8.3; D23, D24, D46): functions of agreed state, block time and the
/// payset before the review, so that the leader and all verifiers find exactly the same flags.
/// </summary>
public static class BehaviourRules
{
    /// <summary>The flags that blacklist the author; the others only withhold the adjustment.</summary>
    public const BehaviourFlags Blacklisting = BehaviourFlags.ShortInterval | BehaviourFlags.TooFrequent;

    /// <summary>The flags of a review that may not shape what counts as its subject's majority.</summary>
    public const BehaviourFlags Spam = Blacklisting | BehaviourFlags.DuplicateText | BehaviourFlags.Burst;

    // Nine in ten ratings on one side are one-sided. A fifth of them incongruent is more than an honest author is
    // misjudged.
    private const int OneSidedTenths = 9;
    private const int IncongruentShare = 5;

    /// <summary>What is seen in a review.</summary>
    /// <param name="parameters">The limits.</param>
    /// <param name="review">The review.</param>
    /// <param name="author">Its author's history before it.</param>
    /// <param name="subject">Its subject's statistics before it.</param>
    /// <param name="isKnownText">Whether an earlier review said the same.</param>
    public static BehaviourFlags FlagsOf(
        BehaviourParameters parameters,
        ReviewFacts review,
        AuthorHistory author,
        SubjectStatistics subject,
        bool isKnownText)
    {
        var flags = BehaviourFlags.None;
        if (IsShortInterval(parameters, review, author)) flags |= BehaviourFlags.ShortInterval;
        if (IsTooFrequent(parameters, review, author)) flags |= BehaviourFlags.TooFrequent;
        if (isKnownText && parameters.DuplicateRounds > 0) flags |= BehaviourFlags.DuplicateText;
        if (IsOneSided(parameters, review, author)) flags |= BehaviourFlags.OneSided;
        if (IsBurst(parameters, review, subject)) flags |= BehaviourFlags.Burst;
        if (IsFrequentOutlier(parameters, review, author, subject)) flags |= BehaviourFlags.Outlier;
        if (IsWrongSubject(parameters, review, subject)) flags |= BehaviourFlags.WrongSubject;
        if (IsBiased(parameters, review, author, subject)) flags |= BehaviourFlags.Biased;
        return flags;
    }

    /// <summary>Sooner after the previous review than a human writes, by both clocks (PoR §8.1).</summary>
    /// <remarks>
    /// By block time alone, two reviews of an honest author that waited out a cut in the pool and came into one
    /// block would have it blacklisted; by the author's time alone, a clock that was set back would. A leader may take
    /// an author's reviews in another order than it wrote them, so the distance counts and not the sign. An author who
    /// invents times is held by <see cref="BehaviourFlags.TooFrequent"/>, which knows block time only.
    /// </remarks>
    private static bool IsShortInterval(BehaviourParameters p, ReviewFacts review, AuthorHistory author) =>
        author.LastWrittenAt is { } written && author.LastBlockTime is { } block
        && Int128.Abs(Elapsed(written, review.WrittenAt)) < p.ReviewIntervalMs
        && Elapsed(block, review.BlockTime) < p.ReviewIntervalMs;

    /// <summary>The 100th review back lies in a block of too short a time ago (PoR §8.3).</summary>
    private static bool IsTooFrequent(BehaviourParameters p, ReviewFacts review, AuthorHistory author) =>
        author.WindowStart is { } start && Elapsed(start, review.BlockTime) < p.WindowMs;

    /// <summary>Nearly always the same side, and often against the own text (PoR §8.1 "biased").</summary>
    private static bool IsOneSided(BehaviourParameters p, ReviewFacts review, AuthorHistory author)
    {
        var reviews = author.Reviews + 1;
        if (p.OneSidedReviewsMin == 0 || reviews < p.OneSidedReviewsMin || review.Side == 0)
            return false;
        var onSide = 1 + (review.Side < 0 ? author.LowRatings : author.HighRatings);
        var incongruent = author.Incongruent + (review.Verdict == CongruenceVerdict.Incongruent ? 1 : 0);
        return 10 * onSide >= OneSidedTenths * reviews
            && incongruent >= p.OneSidedIncongruentMin
            && IncongruentShare * incongruent >= reviews;
    }

    /// <summary>Too many accounts on one subject at once (PoR §8.3 ballot-stuffing, bad-mouthing).</summary>
    private static bool IsBurst(BehaviourParameters p, ReviewFacts review, SubjectStatistics subject) =>
        p.BurstWindowMs > 0 && subject.AccountsWithin(review, p.BurstWindowMs) >= p.BurstAccounts;

    /// <summary>
    /// An outlier by an author who has too many of them, since a single outlier proves nothing (PoR §8.1).
    /// </summary>
    private static bool IsFrequentOutlier(
        BehaviourParameters p, ReviewFacts review, AuthorHistory author, SubjectStatistics subject)
    {
        var outliers = author.Outliers + 1;
        return p.OutlierReviewsMin > 0
            && subject.IsOutlier(p, review)
            && outliers >= p.OutlierReviewsMin
            && (Int128)outliers * p.OutlierShare.Denominator >= (Int128)(author.Reviews + 1) * p.OutlierShare.Numerator;
    }

    /// <summary>Names another category than the settled one (PoR §8.1 "irrelevant").</summary>
    private static bool IsWrongSubject(BehaviourParameters p, ReviewFacts review, SubjectStatistics subject) =>
        p.CategoryReviewsMin > 0
        && review.Category.Length > 0
        && subject.SettledCategory(p.CategoryReviewsMin) is { } settled
        && !string.Equals(settled, review.Category, StringComparison.Ordinal);

    /// <summary>
    /// An outlier by an author who rates the subject's category so again and again, always to this side, whatever it
    /// writes elsewhere (PoR §8.1 "biased").
    /// </summary>
    private static bool IsBiased(
        BehaviourParameters p, ReviewFacts review, AuthorHistory author, SubjectStatistics subject) =>
        subject.OutlierSide(p, review) is var side and not 0
        && subject.CategoryOf(p, review) is { Length: > 0 } category
        && author.Biases.IsBias(p, category, side);

    private static Int128 Elapsed(Timestamp from, Timestamp to) => (Int128)to.Milliseconds - from.Milliseconds;
}
