using System.Globalization;
using System.Text;
using AkkaSimulation;
using PoR.Core.Transactions;

namespace PoR.Reviews.MadeUp;

/// <summary>Writes reviews with known congruity, for simulations without a review file.</summary>
/// <remarks>
/// Each review is a function of seed and index alone, so that they may be drawn in any order, again,
/// and on many threads. Texts practically never repeat: over 10^8 first sentences for each rating.
/// </remarks>
public sealed class ReviewGenerator
{
    /// <summary>How many subjects each category has.</summary>
    public const int SubjectsPerCategory = 100;

    private const int SentencesMax = 5;

    // Out of 100: how many honest reviews give 1, 2, 3, 4 and 5 stars.
    private static readonly int[] StarShares = [14, 10, 8, 20, 48];

    private readonly ulong _seed;

    private readonly int _incongruentPerMille;

    private readonly int _noEvidencePerMille;

    /// <summary>A generator.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="incongruentPerMille">Reviews of 1,000 whose rating says the opposite, 0..1000.</param>
    /// <param name="noEvidencePerMille">Reviews of 1,000 whose text says nothing, 0..1000.</param>
    /// <exception cref="ArgumentOutOfRangeException">A share is negative, or both exceed 1,000.</exception>
    public ReviewGenerator(ulong seed, int incongruentPerMille = 70, int noEvidencePerMille = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(incongruentPerMille);
        ArgumentOutOfRangeException.ThrowIfNegative(noEvidencePerMille);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(incongruentPerMille + noEvidencePerMille, 1000);
        (_seed, _incongruentPerMille, _noEvidencePerMille) = (seed, incongruentPerMille, noEvidencePerMille);
    }

    /// <summary>The review of a number; its congruity is drawn by the shares.</summary>
    /// <param name="index">Any number.</param>
    public GeneratedReview Draw(long index)
    {
        var share = StreamOf("congruity", index).Next(1000);
        var expected = share < _incongruentPerMille ? ExpectedCongruity.Incongruent
            : share < _incongruentPerMille + _noEvidencePerMille ? ExpectedCongruity.NoEvidence
            : ExpectedCongruity.Congruent;
        return Draw(index, expected);
    }

    /// <summary>The review of a number with a congruity of one's choice, for example a liar's.</summary>
    /// <param name="index">Any number.</param>
    /// <param name="expected">What an ideal evaluator shall find.</param>
    public GeneratedReview Draw(long index, ExpectedCongruity expected)
    {
        var random = StreamOf("review", index);
        var category = ReviewCategory.All[random.Next(ReviewCategory.All.Length)];
        var number = random.Next(SubjectsPerCategory);
        var subject = string.Create(CultureInfo.InvariantCulture, $"{category.Name}-{number:D3}");
        var noun = category.Nouns[number % category.Nouns.Length];
        var stars = StarsOf(random.Next(100));
        var rating = stars;
        if (expected == ExpectedCongruity.Incongruent)
            (stars, rating) = Opposites(stars, random);
        var text = expected == ExpectedCongruity.NoEvidence
            ? MeaninglessText.Draw(random)
            : Write(random, ReviewTone.Of(stars), category, noun);
        var review = new WrittenReview(
            Reviewer: null, subject, category.Name, ReviewNote.Cut(text, out _), new Rating(rating, 1, 5));
        return new GeneratedReview(index, review, expected);
    }

    private static string Write(RandomStream random, ReviewTone tone, ReviewCategory category, string noun)
    {
        var filler = new SentenceFiller(random, tone, category, noun);
        var text = new StringBuilder(filler.Fill(tone.Openers[random.Next(tone.Openers.Length)]));
        var count = random.Next(SentencesMax);
        var next = random.Next(tone.Sentences.Length);
        for (var i = 0; i < count; i++)
        {
            // At most four small steps round the list, so none comes twice.
            text.Append(' ').Append(filler.Fill(tone.Sentences[next % tone.Sentences.Length]));
            next++;
        }
        return text.ToString();
    }

    // Only strong texts: a mild one beside the other side's mild rating is no clear contradiction.
    private static (int Text, int Rating) Opposites(int stars, RandomStream random)
    {
        var isMild = random.Next(4) == 0;
        return stars >= 3 ? (5, isMild ? 2 : 1) : (1, isMild ? 4 : 5);
    }

    private static int StarsOf(int draw)
    {
        var stars = 1;
        while (draw >= StarShares[stars - 1])
            draw -= StarShares[stars++ - 1];
        return stars;
    }

    private RandomStream StreamOf(string purpose, long index) =>
        RandomStream.Of(_seed, string.Create(CultureInfo.InvariantCulture, $"{purpose}/{index}"));
}

/// <summary>A made-up review whose congruity is known.</summary>
/// <param name="Index">Its number; with the seed it gives all the rest.</param>
/// <param name="Review">
/// By anybody: 1..5 sentences, far below 8,192 bytes, about <c>kitchen-042</c> of the category <c>kitchen</c>, for
/// example; rated 1..5 of 1-5.
/// </param>
/// <param name="Expected">Whether the rating fits the text.</param>
public sealed record GeneratedReview(long Index, WrittenReview Review, ExpectedCongruity Expected);

/// <summary>What an ideal evaluator would find in a generated review.</summary>
public enum ExpectedCongruity
{
    /// <summary>The rating fits the text.</summary>
    Congruent,

    /// <summary>The rating says the opposite of the text.</summary>
    Incongruent,

    /// <summary>The text says nothing that can be scored.</summary>
    NoEvidence,
}
