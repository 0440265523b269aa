using FsCheck;
using FsCheck.Fluent;
using PoR.Core.Parameters;
using PoR.Core.Transactions;

namespace PoR.Evaluation.Tests;

public sealed class CongruenceTests
{
    private static readonly CongruenceRule Rule = CongruenceRule.Of(ProtocolParameters.Paper);

    [Fact(DisplayName = "PoR §3.6: 80 points against 4 of 0..5 stars match exactly")]
    public void The_papers_congruent_example() => Assert.Equal(
        CongruenceVerdict.Congruent, Rule.Judge(new TextScore(80, true), new Rating(4, 0, 5)));

    [Fact(DisplayName = "PoR §3.6: 80 points against 1 of 0..5 stars halve the reputation")]
    public void The_papers_incongruent_example()
    {
        var verdict = Rule.Judge(new TextScore(80, true), new Rating(1, 0, 5));

        Assert.Equal(CongruenceVerdict.Incongruent, verdict);
        Assert.Equal(-50, ReputationAdjustment.Of(verdict, 100, ProtocolParameters.Paper));
    }

    [Theory(DisplayName = "The bands include their ends")]
    [InlineData(30, CongruenceVerdict.Congruent)]
    [InlineData(31, CongruenceVerdict.MostlyCongruent)]
    [InlineData(50, CongruenceVerdict.MostlyCongruent)]
    [InlineData(51, CongruenceVerdict.Incongruent)]
    public void Bands_include_their_ends(byte score, CongruenceVerdict verdict)
    {
        Assert.Equal(verdict, Rule.Judge(new TextScore(score, true), new Rating(1, 1, 5)));
        var mirrored = new TextScore((byte)(100 - score), true);
        Assert.Equal(verdict, Rule.Judge(mirrored, new Rating(5, 1, 5)));
    }

    [Theory(DisplayName = "The bands end with 30 and 50 points on the shortest scale, too")]
    [InlineData(30, CongruenceVerdict.Congruent)]
    [InlineData(31, CongruenceVerdict.MostlyCongruent)]
    [InlineData(50, CongruenceVerdict.MostlyCongruent)]
    [InlineData(51, CongruenceVerdict.Incongruent)]
    public void Bands_end_on_a_scale_of_two(byte score, CongruenceVerdict verdict) =>
        Assert.Equal(verdict, Rule.Judge(new TextScore(score, true), new Rating(0, 0, 1)));

    [Fact(DisplayName = "Nothing is rounded: 30 points and a third are outside the full band")]
    public void Nothing_is_rounded()
    {
        var rating = new Rating(1, 0, 3); // 33 1/3 points.
        Assert.Equal(CongruenceVerdict.Congruent, Rule.Judge(new TextScore(63, true), rating));
        Assert.Equal(CongruenceVerdict.MostlyCongruent, Rule.Judge(new TextScore(64, true), rating));
        Assert.Equal(CongruenceVerdict.Congruent, Rule.Judge(new TextScore(4, true), rating));
        Assert.Equal(CongruenceVerdict.MostlyCongruent, Rule.Judge(new TextScore(3, true), rating));
    }

    [Fact(DisplayName = "No evidence is neither reward nor penalty, whatever the rating")]
    public void No_evidence_is_neutral()
    {
        for (var stars = 1; stars <= 5; stars++)
        {
            var verdict = Rule.Judge(new TextScore(50, false), new Rating(stars, 1, 5));
            Assert.Equal(CongruenceVerdict.NoEvidence, verdict);
            Assert.Equal(0, ReputationAdjustment.Of(verdict, 77, ProtocolParameters.Paper));
        }
    }

    [Fact(DisplayName = "The verdict agrees with exact fractions on every scale")]
    public void Verdicts_agree_with_fractions()
    {
        var cases =
            from score in Gen.Choose(0, 100)
            from min in Gen.Choose(0, 999)
            from max in Gen.Choose(min + 1, 1000)
            from value in Gen.Choose(min, max)
            select (score, min, max, value);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var points = (decimal)(c.value - c.min) * 100 / (c.max - c.min);
            var difference = Math.Abs(c.score - points);
            var expected = difference <= 30 ? CongruenceVerdict.Congruent
                : difference <= 50 ? CongruenceVerdict.MostlyCongruent
                : CongruenceVerdict.Incongruent;
            var judged = Rule.Judge(
                new TextScore((byte)c.score, true), new Rating(c.value, c.min, c.max));
            return judged == expected;
        }).Check(Config.QuickThrowOnFailure.WithReplay(2026, 11));
    }

    [Theory(DisplayName = "A rating off its scale is our own mistake")]
    [InlineData(6, 1, 5)]
    [InlineData(0, 1, 5)]
    [InlineData(3, 5, 5)]
    [InlineData(1, 0, 1001)]
    public void A_rating_off_its_scale_throws(int value, int min, int max) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Rule.Judge(new TextScore(50, true), new Rating(value, min, max)));

    [Theory(DisplayName = "Bands that contradict each other are refused")]
    [InlineData(-1, 50)]
    [InlineData(51, 50)]
    [InlineData(30, 101)]
    public void Wrong_bands_throw(int full, int half) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new CongruenceRule(full, half));
}
