using System.Collections.Immutable;
using PoR.Core.Bytes;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Evaluation.Behaviour;

namespace PoR.Evaluation.Tests;

/// <summary>Each number of the behaviour rules: the last welcome review and the first flagged one.</summary>
public sealed class BehaviourBoundsTests
{
    private static readonly BehaviourParameters Rules = new();

    private static readonly ReviewFacts Glad = FactsOf(author: 1);

    // With the review that is judged: ten reviews, nine of them glad, three of them incongruent.
    private static readonly AuthorHistory OneSided = new() { Reviews = 9, HighRatings = 8, Incongruent = 2 };

    private static readonly ReviewFacts Incongruent = Glad with { Verdict = CongruenceVerdict.Incongruent };

    // A mean of 0 from ten reviews; with the review that is judged the author has ten, five of them outliers.
    private static readonly SubjectStatistics Bad = new() { Reviews = 10, RatingSum = 0 };

    private static readonly AuthorHistory Outlying = new() { Reviews = 9, Outliers = 4 };

    private static readonly ReviewFacts Far = Glad with { Rate = new Rating(60, 0, 100) };

    [Theory(DisplayName = "PoR §8.1: reviews are too close when both clocks say less than the interval")]
    [InlineData(4_999, 4_999, true)]
    [InlineData(5_000, 4_999, false)]
    [InlineData(4_999, 5_000, false)]
    public void Interval(long written, long block, bool isFlagged)
    {
        var author = new AuthorHistory { LastWrittenAt = new Timestamp(0), BlockTimes = [new Timestamp(0)] };
        var review = Glad with { WrittenAt = new Timestamp(written), BlockTime = new Timestamp(block) };
        AssertFlag(BehaviourFlags.ShortInterval, isFlagged, review, author);
    }

    [Theory(DisplayName = "PoR §8.3: the 100th review back may lie exactly ten minutes ago")]
    [InlineData(100, 599_999, true)]
    [InlineData(100, 600_000, false)]
    [InlineData(99, 599_999, false)]
    public void Window(int reviews, long block, bool isFlagged)
    {
        var author = new AuthorHistory { BlockTimes = [.. Enumerable.Repeat(new Timestamp(0), reviews)] };
        AssertFlag(BehaviourFlags.TooFrequent, isFlagged, Glad with { BlockTime = new Timestamp(block) }, author);
    }

    [Fact]
    public void The_window_slides_from_the_100th_review_on()
    {
        ImmutableArray<Timestamp> times = [.. Enumerable.Range(0, 100).Select(i => new Timestamp(i))];
        var next = Glad with { BlockTime = new Timestamp(100) };

        var shorter = new AuthorHistory { BlockTimes = times[1..] }.After(Rules, next, Bad, Evaluated(0));
        Assert.Equal(100, shorter.BlockTimes.Length);
        var slid = new AuthorHistory { BlockTimes = times }.After(Rules, next, Bad, Evaluated(0));
        Assert.Equal(times.Add(new Timestamp(100))[1..], slid.BlockTimes);
    }

    [Theory(DisplayName = "D43: what was gained counts until its window has ended; then the next gain begins another")]
    [InlineData(24, 599_999, 0)]
    [InlineData(23, 599_999, 1)]
    [InlineData(30, 599_999, 0)] // By other parameters.
    [InlineData(24, 600_000, 24)]
    public void Gain(long gained, long blockTime, long left)
    {
        var author = new AuthorHistory { GainSince = new Timestamp(0), Gained = gained };
        var next = Glad with { BlockTime = new Timestamp(blockTime) };

        Assert.Equal(left, author.GainLeft(Rules, next.BlockTime));
        Assert.Equal(long.MaxValue, author.GainLeft(Rules with { GainMax = 0 }, next.BlockTime));
        var lost = author.After(Rules, next, Bad, Evaluated(-5));
        Assert.Equal((gained, 0), (lost.Gained, lost.GainSince.Milliseconds));
        var more = author.After(Rules, next, Bad, Evaluated(1));
        Assert.Equal(
            blockTime < 600_000 ? (gained + 1, 0) : (1, blockTime), (more.Gained, more.GainSince.Milliseconds));
    }

    [Theory(DisplayName = "PoR §8.3: a copy is flagged, unless copies are not looked for")]
    [InlineData(1, true, true)]
    [InlineData(1, false, false)]
    [InlineData(0, true, false)]
    public void Copies(int rounds, bool isKnown, bool isFlagged) => Assert.Equal(
        isFlagged ? BehaviourFlags.DuplicateText : BehaviourFlags.None,
        BehaviourRules.FlagsOf(
            Rules with { DuplicateRounds = rounds }, Glad, AuthorHistory.Empty, SubjectStatistics.Empty, isKnown));

    [Fact(DisplayName = "PoR §8.1 biased: ten reviews, nine tenths of a side, three incongruent and a fifth of all")]
    public void One_sidedness()
    {
        AssertFlag(BehaviourFlags.OneSided, true, Incongruent, OneSided);
        AssertFlag(BehaviourFlags.OneSided, false, Incongruent, OneSided with { Reviews = 8, Incongruent = 3 });
        AssertFlag(BehaviourFlags.OneSided, false, Incongruent, OneSided with { HighRatings = 7 });
        AssertFlag(BehaviourFlags.OneSided, false, Incongruent, OneSided with { Incongruent = 1 });
        var middle = Incongruent with { Rate = new Rating(1, 0, 2) };
        AssertFlag(BehaviourFlags.OneSided, false, middle, OneSided);
        AssertFlag(BehaviourFlags.OneSided, false, Incongruent, OneSided, rules: Rules with { OneSidedReviewsMin = 0 });

        AssertFlag(BehaviourFlags.OneSided, true, Incongruent, OneSided with { Reviews = 14, HighRatings = 14 });
        AssertFlag(BehaviourFlags.OneSided, false, Incongruent, OneSided with { Reviews = 15, HighRatings = 15 });
    }

    [Theory(DisplayName = "PoR §8.3 ballot-stuffing: ten accounts in less than ten seconds are a burst")]
    [InlineData(9, 9_999, true)]
    [InlineData(8, 9_999, false)]
    [InlineData(9, 10_000, false)]
    public void Burst(int others, long block, bool isFlagged)
    {
        var subject = SaidBy(Enumerable.Range(2, others));
        AssertFlag(
            BehaviourFlags.Burst, isFlagged, Glad with { BlockTime = new Timestamp(block) }, subject: subject);
    }

    [Fact]
    public void One_account_is_no_burst_and_a_subject_remembers_ten()
    {
        AssertFlag(BehaviourFlags.Burst, false, Glad, subject: SaidBy(Enumerable.Repeat(1, 20)));
        var subject = Enumerable.Range(1, 12).Aggregate(
            SubjectStatistics.Empty, (s, i) => s.After(Rules, FactsOf(i), isCounted: true));
        Assert.Equal(Enumerable.Range(3, 10).Select(KeyOf), subject.Recent.Select(r => r.Author));
    }

    [Fact(DisplayName = "PoR §8.1 outlier: 60 points from the mean of ten, five times, in half of all reviews")]
    public void Outliers()
    {
        AssertFlag(BehaviourFlags.Outlier, true, Far, Outlying, Bad);
        AssertFlag(BehaviourFlags.Outlier, false, Far, Outlying, Bad with { Reviews = 9 });
        AssertFlag(BehaviourFlags.Outlier, false, Far, Outlying, Bad with { RatingSum = 1 });
        AssertFlag(BehaviourFlags.Outlier, false, Far, Outlying with { Outliers = 3, Reviews = 7 }, Bad);
        AssertFlag(BehaviourFlags.Outlier, false, Far, Outlying with { Reviews = 10 }, Bad);
    }

    [Fact(DisplayName = "PoR §8.1 biased: nine outliers in a category, and one more, exactly 60 points from the mean")]
    public void Bias()
    {
        var toy = Far with { Category = "toy" };
        AssertFlag(BehaviourFlags.Biased, true, toy, Biased(9), Bad);
        AssertFlag(BehaviourFlags.Biased, false, toy, Biased(8), Bad);
        AssertFlag(BehaviourFlags.Biased, false, toy, Biased(9), Bad with { RatingSum = 1 });
        AssertFlag(BehaviourFlags.Biased, false, toy, Biased(9, isAbove: false), Bad);
        AssertFlag(BehaviourFlags.Biased, false, Far, Biased(9), Bad);
        AssertFlag(BehaviourFlags.Biased, true, toy, Biased(0), Bad, Rules with { BiasReviewsMin = 1 });
        AssertFlag(BehaviourFlags.Biased, false, Far, Biased(0), Bad, Rules with { BiasReviewsMin = 1 });
        AssertFlag(BehaviourFlags.Biased, false, toy, Biased(9), Bad, Rules with { BiasReviewsMin = 0 });

        var low = toy with { Rate = new Rating(40, 0, 100) };
        AssertFlag(BehaviourFlags.Biased, true, low, Biased(9, isAbove: false), Bad with { RatingSum = 100_000 });
        AssertFlag(BehaviourFlags.Biased, false, low, Biased(9), Bad with { RatingSum = 100_000 });
    }

    [Fact(DisplayName = "D46: the settled category counts, not the one that an author writes; unsettled, that does")]
    public void Category_of_bias()
    {
        var toys = Bad with { Voices = [.. Enumerable.Range(1, 5).Select(i => new CategoryVoice(KeyOf(i), "toy", 1))] };
        var unnamed = Rules with { CategoryReviewsMin = 0 };

        AssertFlag(BehaviourFlags.Biased, true, Far, Biased(9), toys);
        AssertFlag(
            BehaviourFlags.Biased | BehaviourFlags.WrongSubject, true, Far with { Category = "book" }, Biased(9), toys);
        AssertFlag(BehaviourFlags.Biased, false, Far, Biased(9), toys, unnamed);
        AssertFlag(BehaviourFlags.Biased, false, Far, Biased(9), toys with { Voices = toys.Voices[1..] });
        Assert.Equal("toy", Biased(0).After(Rules, Far, toys, Evaluated(0)).Biases.All[0].Category);
        var (once, few) = (Biased(1), toys with { Reviews = 9 }); // Of few reviews none is an outlier.
        Assert.Empty(once.After(Rules, Glad, few, Evaluated(0)).Biases.All);
        Assert.Equal(once.Biases, once.After(Rules, Glad, few, Evaluated(0, BehaviourFlags.Burst)).Biases);
    }

    [Theory(DisplayName = "PoR §8.1 irrelevant: five accounts and more than half of the weight settle a category")]
    [InlineData(5, 51, "toy", true)]
    [InlineData(4, 51, "toy", false)]
    [InlineData(5, 50, "toy", false)]
    [InlineData(5, 51, "book", false)]
    [InlineData(5, 51, "", false)]
    public void Category(int accounts, long percent, string category, bool isFlagged)
    {
        var subject = new SubjectStatistics
        {
            Voices =
            [
                .. Enumerable.Range(1, accounts)
                    .Select(i => new CategoryVoice(KeyOf(i), "book", i == 1 ? percent - accounts + 1 : 1)),
                new(KeyOf(99), "tool", 100 - percent),
            ],
        };
        AssertFlag(BehaviourFlags.WrongSubject, isFlagged, Glad with { Category = category }, subject: subject);
    }

    [Fact]
    public void A_subject_remembers_the_heaviest_voices()
    {
        var subject = Enumerable.Range(1, SubjectStatistics.VoicesMax).Aggregate(
            SubjectStatistics.Empty, (s, i) => Said(s, i, i + 5));
        Assert.Equal(Enumerable.Range(1, SubjectStatistics.VoicesMax).Select(KeyOf), Authors(subject));
        Assert.Equal(Authors(subject), Authors(Said(subject, 200, 6))); // As light as the lightest.
        Assert.Equal(Authors(subject), Authors(Said(subject, 200, 0))); // Without weight.
        Assert.Equal(Authors(subject).Skip(1).Append(KeyOf(200)), Authors(Said(subject, 200, 7)));
        Assert.Equal(("kind 1", 3), (Said(subject, 1, 3).Voices[0].Category, Said(subject, 1, 3).Voices[0].Weight));

        static SubjectStatistics Said(SubjectStatistics s, int author, long weight) => s.After(
            Rules, FactsOf(author) with { Category = $"kind {author}", Weight = weight }, isCounted: true);
        static IEnumerable<PublicKey> Authors(SubjectStatistics s) => s.Voices.Select(v => v.Author);
    }

    private static PublicKey KeyOf(int author) => new(new Bytes32([.. new byte[31], (byte)author]));

    private static ReviewFacts FactsOf(int author) => new(
        KeyOf(author), new Rating(5, 0, 5), "", new Timestamp(0), new Timestamp(0), CongruenceVerdict.Congruent);

    private static ReviewEvaluation Evaluated(long adjustment, BehaviourFlags flags = BehaviourFlags.None) =>
        new(100, CongruenceVerdict.Congruent, flags, adjustment);

    /// <summary>So many outliers on toys.</summary>
    private static AuthorHistory Biased(int outliers, bool isAbove = true) => new()
    {
        Biases = Enumerable.Range(0, outliers).Aggregate(
            CategoryBiases.None, (all, _) => all.After(Rules, "toy", isAbove ? 1 : -1, isFlagged: false)),
    };

    private static SubjectStatistics SaidBy(IEnumerable<int> authors) => new()
    {
        Recent = [.. authors.Select(a => new RecentAuthor(KeyOf(a), new Timestamp(0)))],
    };

    private static void AssertFlag(
        BehaviourFlags flag,
        bool isFlagged,
        ReviewFacts review,
        AuthorHistory? author = null,
        SubjectStatistics? subject = null,
        BehaviourParameters? rules = null) => Assert.Equal(
        isFlagged ? flag : BehaviourFlags.None,
        BehaviourRules.FlagsOf(
            rules ?? Rules, review, author ?? AuthorHistory.Empty, subject ?? SubjectStatistics.Empty, false));
}
