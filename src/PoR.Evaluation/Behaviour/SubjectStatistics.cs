using System.Collections.Immutable;
using PoR.Core.Canonical;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;

namespace PoR.Evaluation.Behaviour;

/// <summary>
/// What is known of a subject: mean rating, who has named which category, and who reviewed it lately. At most
/// <see cref="VoicesMax"/> voices on the category and <see cref="BehaviourParameters.BurstAccounts"/> recent accounts.
/// </summary>
public sealed record SubjectStatistics : ICanonical<SubjectStatistics>
{
    /// <summary>The heaviest so many accounts have a voice on a subject's category.</summary>
    public const int VoicesMax = 32;

    /// <summary>Of a subject that nobody has reviewed.</summary>
    public static SubjectStatistics Empty { get; } = new();

    /// <summary>Reviews that count towards the mean.</summary>
    public long Reviews { get; init; }

    /// <summary>Sum of their ratings in hundredths of a percent.</summary>
    public long RatingSum { get; init; }

    /// <summary>
    /// The category that each eligible account named last, in ascending order of key. Accounts without weight have no
    /// voice: keys are free, and five of them would settle what honest authors are then measured by.
    /// </summary>
    public ImmutableArray<CategoryVoice> Voices { get; init; } = [];

    /// <summary>The last accounts that reviewed it within the burst window, each once, oldest first.</summary>
    public ImmutableArray<RecentAuthor> Recent { get; init; } = [];

    /// <summary>Whether a rating lies so far from the mean that it is an outlier (PoR §8.1).</summary>
    public bool IsOutlier(BehaviourParameters parameters, ReviewFacts review) =>
        Reviews >= parameters.OutlierSubjectReviewsMin
        && Int128.Abs(((Int128)review.RatingBasisPoints * Reviews) - RatingSum)
            >= (Int128)parameters.OutlierPoints * 100 * Reviews;

    /// <summary>On which side of the mean an outlier lies: −1 below, 1 above; 0 for what is none.</summary>
    public int OutlierSide(BehaviourParameters parameters, ReviewFacts review) => IsOutlier(parameters, review)
        ? Int128.Sign(((Int128)review.RatingBasisPoints * Reviews) - RatingSum)
        : 0;

    /// <summary>
    /// What kind of thing it is: the settled category, else what a review says; empty where that says nothing. By the
    /// review's word alone an author could leave the category out.
    /// </summary>
    public string CategoryOf(BehaviourParameters parameters, ReviewFacts review) =>
        (parameters.CategoryReviewsMin > 0 ? SettledCategory(parameters.CategoryReviewsMin) : null) ?? review.Category;

    /// <summary>The category that more than half of the weight that has spoken agrees on, or null.</summary>
    /// <param name="accountsMin">At least so many accounts must agree.</param>
    public string? SettledCategory(int accountsMin)
    {
        Int128 all = 0;
        foreach (var voice in Voices)
            all += voice.Weight;
        foreach (var candidate in Voices)
        {
            var (accounts, weight) = (0, (Int128)0);
            foreach (var voice in Voices)
            {
                if (!string.Equals(voice.Category, candidate.Category, StringComparison.Ordinal))
                    continue;
                accounts++;
                weight += voice.Weight;
            }

            if (accounts >= accountsMin && 2 * weight > all)
                return candidate.Category;
        }

        return null;
    }

    /// <summary>How many accounts, this review's among them, reviewed the subject within the window.</summary>
    /// <param name="review">The review.</param>
    /// <param name="windowMs">Milliseconds before its block's time, exclusive.</param>
    public int AccountsWithin(ReviewFacts review, long windowMs)
    {
        var accounts = 1;
        foreach (var recent in Recent)
        {
            if (recent.Author != review.Author && IsWithin(recent, review.BlockTime, windowMs))
                accounts++;
        }

        return accounts;
    }

    /// <summary>The statistics after one more review.</summary>
    /// <param name="parameters">The limits.</param>
    /// <param name="review">The review.</param>
    /// <param name="isCounted">False when it may not shape the majority: it looks like spam itself.</param>
    public SubjectStatistics After(BehaviourParameters parameters, ReviewFacts review, bool isCounted)
    {
        var next = this with { Recent = RecentAfter(parameters, review) };
        if (!isCounted)
            return next;
        next = next with { Reviews = Reviews + 1, RatingSum = RatingSum + review.RatingBasisPoints };
        return review.Category.Length == 0 || review.Weight == 0 ? next : next with { Voices = VoicesAfter(review) };
    }

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Int64(Reviews);
        writer.Int64(RatingSum);
        writer.Int32(Voices.Length);
        foreach (var voice in Voices)
        {
            writer.Fixed(voice.Author.Bytes);
            writer.Text(voice.Category);
            writer.Int64(voice.Weight);
        }

        writer.Int32(Recent.Length);
        foreach (var recent in Recent)
        {
            writer.Fixed(recent.Author.Bytes);
            writer.Int64(recent.BlockTime.Milliseconds);
        }
    }

    /// <inheritdoc/>
    public static SubjectStatistics? Read(ref CanonicalReader reader)
    {
        var statistics = new SubjectStatistics
        {
            Reviews = reader.Int64(),
            RatingSum = reader.Int64(),
        };
        var voices = new CategoryVoice[reader.Count(VoicesMax)];
        foreach (ref var voice in voices.AsSpan())
        {
            voice = new CategoryVoice(
                new PublicKey(reader.Fixed32()), reader.Text(Transaction.Review.NameBytesMax), reader.Int64());
        }

        for (var i = 0; i < voices.Length; i++)
        {
            if (voices[i].Weight < 1 || (i > 0 && voices[i].Author.CompareTo(voices[i - 1].Author) <= 0))
                reader.Fail("voices must stand in ascending order of key, each once, and weigh 1 or more.");
        }

        var recent = new RecentAuthor[reader.Count(reader.Remaining / RecentAuthor.Bytes)];
        foreach (ref var author in recent.AsSpan())
            author = new RecentAuthor(new PublicKey(reader.Fixed32()), new Timestamp(reader.Int64()));
        return reader.Fault is null ? statistics with { Voices = [.. voices], Recent = [.. recent] } : null;
    }

    private ImmutableArray<RecentAuthor> RecentAfter(BehaviourParameters parameters, ReviewFacts review)
    {
        if (parameters.BurstWindowMs == 0)
            return [];
        var kept = ImmutableArray.CreateBuilder<RecentAuthor>(Recent.Length + 1);
        foreach (var recent in Recent)
        {
            if (recent.Author != review.Author && IsWithin(recent, review.BlockTime, parameters.BurstWindowMs))
                kept.Add(recent);
        }

        kept.Add(new RecentAuthor(review.Author, review.BlockTime));
        if (kept.Count > parameters.BurstAccounts)
            kept.RemoveAt(0);
        return kept.ToImmutable();
    }

    /// <summary>
    /// An account has one voice, its latest. Where there is no room, the lightest gives way to a heavier one; of equal
    /// ones the one that was there stays, so that nobody with as little weight can silence others.
    /// </summary>
    private ImmutableArray<CategoryVoice> VoicesAfter(ReviewFacts review)
    {
        var said = new CategoryVoice(review.Author, review.Category, review.Weight);
        var voices = Voices.RemoveAll(voice => voice.Author == review.Author);
        if (voices.Length == VoicesMax)
        {
            var lightest = voices.MinBy(static voice => voice.Weight);
            if (lightest.Weight >= said.Weight)
                return voices;
            voices = voices.Remove(lightest);
        }

        var place = 0;
        while (place < voices.Length && voices[place].Author.CompareTo(said.Author) < 0)
            place++;
        return voices.Insert(place, said);
    }

    private static bool IsWithin(RecentAuthor recent, Timestamp blockTime, long windowMs) =>
        (Int128)blockTime.Milliseconds - recent.BlockTime.Milliseconds < windowMs;
}

/// <summary>Who reviewed a subject lately, and in a block of which time.</summary>
/// <param name="Author">The account.</param>
/// <param name="BlockTime">Of its last review of the subject.</param>
public readonly record struct RecentAuthor(PublicKey Author, Timestamp BlockTime)
{
    internal const int Bytes = 40;
}

/// <summary>Under which category an account has put a subject.</summary>
/// <param name="Author">The account.</param>
/// <param name="Category">The category, not empty.</param>
/// <param name="Weight">ω when it said so: 1 and up.</param>
public readonly record struct CategoryVoice(PublicKey Author, string Category, long Weight);
