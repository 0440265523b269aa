using System.Collections.Immutable;

namespace PoR.Configuration.Schema;

/// <summary>Keys under <c>protocol</c> about reviews, reputation and blacklists (PoR §3, §8).</summary>
internal static class KeysOfReviews
{
    public static SettingKey EvaluationTolerance { get; } = KeyOf.Whole(
        "protocol.evaluation-tolerance", "points", 0, 0, 100,
        "How far the scores of leader and verifier may differ.");

    public static SettingKey FaultsToReject { get; } = KeyOf.Whole(
        "protocol.faults-to-reject", "evaluations", 1, 1, 1_000_000,
        "So many bad evaluations make a verifier vote against a block and its leader; with 2, a leader may misjudge "
        + "one review in each block unpunished.");

    public static SettingKey FullBand { get; } = KeyOf.Whole(
        "protocol.full-band", "points", 30, 0, 100,
        "Score and rating at most so far apart: the author gains full-step.");

    public static SettingKey HalfBand { get; } = KeyOf.Whole(
        "protocol.half-band", "points", 50, 0, 100,
        "Score and rating at most so far apart: the author gains half-step; farther, the "
        + "reputation is halved. At least full-band.");

    public static SettingKey FullStep { get; } = KeyOf.Whole(
        "protocol.full-step", "reputation", 2, 0, 1_000_000,
        "Reputation gained within the full band.");

    public static SettingKey HalfStep { get; } = KeyOf.Whole(
        "protocol.half-step", "reputation", 1, 0, 1_000_000,
        "Reputation gained within the half band.");

    public static SettingKey BlacklistTerm { get; } = KeyOf.Whole(
        "protocol.blacklist-term", "rounds", 500, 1, 1_000_000,
        "How long a blacklisting lasts.");

    public static SettingKey EvidenceTerm { get; } = KeyOf.Whole(
        "protocol.evidence-term", "rounds", 50, 1, 1_000_000,
        "E: evidence against a leader must be in a block within so many rounds.");

    public static SettingKey NoConfidenceRatio { get; } = KeyOf.Share(
        "protocol.no-confidence-ratio", "share of seats", KeyOf.FromSet,
        "Seats that blacklist a leader, as a share of the expected ones; above 1/2. "
        + "paper: 501/1000, hardened: 69/100.") with
    { Words = [KeyOf.FromSet] };

    public static SettingKey ReviewInterval { get; } = KeyOf.Time(
        "protocol.behaviour.review-interval", "5 s", "0 ms",
        "Sooner after one's previous review: blacklisted. 0 ms = no rule.");

    public static SettingKey Window { get; } = KeyOf.Time(
        "protocol.behaviour.window", "10 m", "0 ms",
        "100 reviews within less than this: blacklisted. 0 ms = no rule.");

    public static SettingKey BlacklistedWeightMax { get; } = KeyOf.Share(
        "protocol.behaviour.blacklisted-weight-max", "share of eligible weight", KeyOf.FromSet,
        "At most so much is blacklisted by the two rules above at a time; one account always may be. "
        + "paper: 1/10, hardened: 1/20.") with
    { Words = [KeyOf.FromSet] };

    public static SettingKey DuplicateRounds { get; } = KeyOf.Whole(
        "protocol.behaviour.duplicate-rounds", "rounds", 100, 0, 1_000_000,
        "So long a text is remembered; seen again, its adjustment is withheld. 0 = no rule.");

    public static SettingKey OneSidedReviewsMin { get; } = KeyOf.Whole(
        "protocol.behaviour.one-sided-reviews-min", "reviews", 10, 0, 1_000_000,
        "So many reviews of an author before one-sidedness is judged. 0 = no rule.");

    public static SettingKey OneSidedIncongruentMin { get; } = KeyOf.Whole(
        "protocol.behaviour.one-sided-incongruent-min", "reviews", 3, 0, 1_000_000,
        "So many incongruent reviews with one-sided ratings withhold the adjustment.");

    public static SettingKey BurstWindow { get; } = KeyOf.Time(
        "protocol.behaviour.burst-window", "10 s", "0 ms",
        "Within this time a burst of accounts on one subject is looked for. 0 ms = no rule.");

    public static SettingKey BurstAccounts { get; } = KeyOf.Whole(
        "protocol.behaviour.burst-accounts", "accounts", 10, 1, 1_000_000,
        "So many accounts on one subject within the burst window withhold the adjustment.");

    public static SettingKey OutlierPoints { get; } = KeyOf.Whole(
        "protocol.behaviour.outlier-points", "points", 60, 1, 100,
        "A rating this far from its subject's mean is an outlier.");

    public static SettingKey OutlierSubjectReviewsMin { get; } = KeyOf.Whole(
        "protocol.behaviour.outlier-subject-reviews-min", "reviews", 10, 1, 1_000_000,
        "So many reviews of a subject before its mean means anything.");

    public static SettingKey OutlierReviewsMin { get; } = KeyOf.Whole(
        "protocol.behaviour.outlier-reviews-min", "reviews", 5, 0, 1_000_000,
        "So many outliers of an author withhold the adjustment. 0 = no rule.");

    public static SettingKey OutlierShare { get; } = KeyOf.Share(
        "protocol.behaviour.outlier-share", "share of reviews", "1/2",
        "And at least this share of the author's reviews are outliers.");

    public static SettingKey CategoryReviewsMin { get; } = KeyOf.Whole(
        "protocol.behaviour.category-reviews-min", "reviews", 5, 0, 1_000_000,
        "So many eligible accounts agree on a subject's category before another is wrong. 0 = no rule.");

    public static SettingKey GainMax { get; } = new(
        "protocol.behaviour.gain-max", SettingKind.WholeNumber, "reputation", KeyOf.FromSet,
        "An account gains at most so much within gain-window of block time. 0 = no limit. paper: 0, hardened: 24.")
    { Min = "0", Max = "1000000", Words = [KeyOf.FromSet] };

    public static SettingKey GainWindow { get; } = KeyOf.Time(
        "protocol.behaviour.gain-window", "10 m", "0 ms",
        "Begins with an account's first gain after the window before has ended.");

    public static SettingKey BiasReviewsMin { get; } = KeyOf.Whole(
        "protocol.behaviour.bias-reviews-min", "reviews", 10, 0, 1_000_000,
        "An author's outliers on one side in one category outnumber its other reviews there by so many: withheld. "
        + "0 = no rule.");

    public static ImmutableArray<SettingKey> All { get; } =
    [
        EvaluationTolerance, FaultsToReject, FullBand, HalfBand, FullStep, HalfStep,
        BlacklistTerm, EvidenceTerm, NoConfidenceRatio, ReviewInterval, Window,
        BlacklistedWeightMax, DuplicateRounds, OneSidedReviewsMin, OneSidedIncongruentMin,
        BurstWindow, BurstAccounts, OutlierPoints, OutlierSubjectReviewsMin, OutlierReviewsMin,
        OutlierShare, CategoryReviewsMin, GainMax, GainWindow, BiasReviewsMin,
    ];
}
