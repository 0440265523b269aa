using PoR.Core.Transactions;
using PoR.Evaluation;
using PoR.Reviews.MadeUp;

namespace PoR.Reviews.Tests;

/// <summary>What the generator promises of its reviews.</summary>
public sealed class ReviewGeneratorTests
{
    private const int Count = 200_000;

    private static readonly ReviewGenerator Generator = new(seed: 1);

    [Fact]
    public void A_review_is_a_function_of_seed_and_index()
    {
        var backwards = Enumerable.Range(0, 500).Reverse().Select(i => Told(new ReviewGenerator(1), i)).Reverse();

        Assert.Equal(Enumerable.Range(0, 500).Select(i => Told(Generator, i)), backwards);
        Assert.NotEqual(Told(Generator, 7), Told(new ReviewGenerator(2), 7));
    }

    [Fact]
    public void The_first_review_of_seed_1_stays_as_it_is()
    {
        var review = Generator.Draw(0).Review;

        Assert.Equal(
            "The paint of this doll is enjoyable, the design is annoying, says my brother after 8 months. "
            + "The quality is pleasant. The box is disappointing. I have seen better and worse.",
            review.Text.ToString());
        Assert.Equal((3, "toys-057", "toys"), (review.Rating.Value, review.Subject, review.Category));
    }

    [Fact]
    public void Hundreds_of_thousands_of_texts_differ()
    {
        var texts = Enumerable.Range(0, Count).Select(i => Generator.Draw(i).Review.Text.ToString()).ToHashSet();

        Assert.InRange(texts.Count, Count - 5, Count);
    }

    [Fact]
    public void Shares_ratings_and_subjects_are_as_promised()
    {
        var drawn = Enumerable.Range(0, 20_000).Select(i => Generator.Draw(i)).ToList();
        var reviews = drawn.Select(d => d.Review).ToList();

        Assert.InRange(drawn.Count(d => d.Expected == ExpectedCongruity.Incongruent), 1_250, 1_550);
        Assert.InRange(drawn.Count(d => d.Expected == ExpectedCongruity.NoEvidence), 150, 250);
        Assert.Equal([1, 2, 3, 4, 5], reviews.Select(review => review.Rating.Value).Distinct().Order());
        Assert.All(reviews, review => Assert.True(review.Rating.IsValid));
        Assert.All(reviews, review =>
            Assert.StartsWith(review.Category + "-", review.Subject, StringComparison.Ordinal));
        Assert.Equal(6, reviews.Select(review => review.Category).Distinct().Count());
        Assert.Equal(600, reviews.Select(review => review.Subject).Distinct().Count());
        Assert.All(reviews, review => Assert.InRange(review.Text.Utf8.Length, 1, ReviewNote.BytesMax / 2));
    }

    [Theory]
    [InlineData(0, 0, ExpectedCongruity.Congruent)]
    [InlineData(1000, 0, ExpectedCongruity.Incongruent)]
    [InlineData(0, 1000, ExpectedCongruity.NoEvidence)]
    public void The_shares_can_be_set(int incongruent, int noEvidence, ExpectedCongruity expected)
    {
        var generator = new ReviewGenerator(3, incongruent, noEvidence);

        Assert.All(Enumerable.Range(0, 1_000), i => Assert.Equal(expected, generator.Draw(i).Expected));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, -1)]
    [InlineData(600, 401)]
    public void Impossible_shares_are_refused(int incongruent, int noEvidence) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReviewGenerator(1, incongruent, noEvidence));

    [Theory]
    [InlineData(ExpectedCongruity.Congruent)]
    [InlineData(ExpectedCongruity.Incongruent)]
    [InlineData(ExpectedCongruity.NoEvidence)]
    public void The_evaluator_finds_what_is_expected_of_19_in_20(ExpectedCongruity expected)
    {
        var misjudged = Enumerable.Range(0, 4_000).Select(i => Generator.Draw(i, expected))
            .Where(review => Found(review) != expected).ToList();

        Assert.True(misjudged.Count <= 200, $"{misjudged.Count} of 4000, such as "
            + string.Join('\n', misjudged.Take(20).Select(review => $"{review.Review.Rating}: {review.Review.Text}")));
    }

    /// <summary>All that a review says: texts are told apart by what they say, not by their object.</summary>
    private static string Told(ReviewGenerator generator, long index) => $"{generator.Draw(index)}";

    private static ExpectedCongruity Found(GeneratedReview review)
    {
        var score = EvaluationModel.Embedded.Evaluate(review.Review.Text.Utf8);
        return new CongruenceRule(30, 50).Judge(score, review.Review.Rating) switch
        {
            CongruenceVerdict.NoEvidence => ExpectedCongruity.NoEvidence,
            CongruenceVerdict.Incongruent => ExpectedCongruity.Incongruent,
            _ => ExpectedCongruity.Congruent,
        };
    }
}
