using System.Collections.Immutable;
using PoR.Core.Canonical;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;

namespace PoR.Evaluation.Behaviour;

/// <summary>
/// What is known of a subject: mean rating, categories and who reviewed it lately. At most
/// <see cref="CategoriesMax"/> categories and <see cref="BehaviourParameters.BurstAccounts"/> accounts.
/// </summary>
public sealed record SubjectStatistics : ICanonical<SubjectStatistics>
{
    /// <summary>The first so many categories of a subject are counted one by one.</summary>
    public const int CategoriesMax = 8;

    /// <summary>Of a subject that nobody has reviewed.</summary>
    public static SubjectStatistics Empty { get; } = new();

    /// <summary>Reviews that count towards the mean.</summary>
    public long Reviews { get; init; }

    /// <summary>Sum of their ratings in hundredths of a percent.</summary>
    public long RatingSum { get; init; }

    /// <summary>Reviews that named a category.</summary>
    public long Categorised { get; init; }

    /// <summary>The categories that were named first, in that order.</summary>
    public ImmutableArray<CategoryCount> Categories { get; init; } = [];

    /// <summary>The last accounts that reviewed it within the burst window, each once, oldest first.</summary>
    public ImmutableArray<RecentAuthor> Recent { get; init; } = [];

    /// <summary>Whether a rating lies so far from the mean that it is an outlier (PoR §8.1).</summary>
    public bool IsOutlier(BehaviourParameters parameters, ReviewFacts review) =>
        Reviews >= parameters.OutlierSubjectReviewsMin
        && Int128.Abs(((Int128)review.RatingBasisPoints * Reviews) - RatingSum)
            >= (Int128)parameters.OutlierPoints * 100 * Reviews;

    /// <summary>The category that more than half of the reviews that name one agree on, or null.</summary>
    /// <param name="reviewsMin">At least so many must agree.</param>
    public string? SettledCategory(int reviewsMin)
    {
        foreach (var count in Categories)
        {
            if (count.Reviews >= reviewsMin && 2 * count.Reviews > Categorised)
                return count.Category;
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
        return review.Category.Length == 0
            ? next
            : next with { Categorised = Categorised + 1, Categories = CategoriesAfter(review.Category) };
    }

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Int64(Reviews);
        writer.Int64(RatingSum);
        writer.Int64(Categorised);
        writer.Int32(Categories.Length);
        foreach (var count in Categories)
        {
            writer.Text(count.Category);
            writer.Int64(count.Reviews);
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
            Categorised = reader.Int64(),
        };
        var categories = new CategoryCount[reader.Count(CategoriesMax)];
        foreach (ref var count in categories.AsSpan())
            count = new CategoryCount(reader.Text(Transaction.Review.NameBytesMax), reader.Int64());
        var recent = new RecentAuthor[reader.Count(reader.Remaining / RecentAuthor.Bytes)];
        foreach (ref var author in recent.AsSpan())
            author = new RecentAuthor(new PublicKey(reader.Fixed32()), new Timestamp(reader.Int64()));
        return reader.Fault is null ? statistics with { Categories = [.. categories], Recent = [.. recent] } : null;
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

    private ImmutableArray<CategoryCount> CategoriesAfter(string category)
    {
        for (var i = 0; i < Categories.Length; i++)
        {
            if (string.Equals(Categories[i].Category, category, StringComparison.Ordinal))
                return Categories.SetItem(i, new CategoryCount(category, Categories[i].Reviews + 1));
        }

        return Categories.Length < CategoriesMax ? Categories.Add(new CategoryCount(category, 1)) : Categories;
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

/// <summary>How many reviews put a subject under a category.</summary>
/// <param name="Category">The category, not empty.</param>
/// <param name="Reviews">1 and up.</param>
public readonly record struct CategoryCount(string Category, long Reviews);
