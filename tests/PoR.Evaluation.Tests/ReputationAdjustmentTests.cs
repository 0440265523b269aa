using PoR.Core.Parameters;
using PoR.Core.Transactions;

namespace PoR.Evaluation.Tests;

public sealed class ReputationAdjustmentTests
{
    private static readonly ProtocolParameters Parameters = ProtocolParameters.Paper;

    [Fact(DisplayName = "PoR §6.7.2: 100, 50, 25, 12, 6, 3, 1, 0 and then 0 for good")]
    public void Incongruent_reviews_halve()
    {
        long reputation = 100;
        var course = new List<long> { reputation };
        for (var i = 0; i < 100; i++)
        {
            reputation += ReputationAdjustment.Of(
                CongruenceVerdict.Incongruent, reputation, Parameters);
            course.Add(reputation);
        }

        Assert.Equal([100, 50, 25, 12, 6, 3, 1, 0], course.Take(8));
        Assert.All(course.Skip(8), value => Assert.Equal(0, value));
    }

    [Fact(DisplayName = "PoR Figure 9: one incongruent review after every 20 good ones takes 100 to 41")]
    public void Figure_9()
    {
        var parameters = Parameters with { FullStep = 1 }; // The figure's a = 1.
        long multiplicative = 100, additive = 100;
        for (var review = 1; review <= 100; review++)
        {
            var isGood = review % 21 != 0;
            var verdict = isGood ? CongruenceVerdict.Congruent : CongruenceVerdict.Incongruent;
            multiplicative += ReputationAdjustment.Of(verdict, multiplicative, parameters);
            additive += isGood ? 1 : -1;
        }

        Assert.Equal(192, additive);
        Assert.Equal(41, multiplicative);
    }

    [Fact(DisplayName = "PoR §3.5: three losses at 0 and three gains end at 3, not at 0")]
    public void Losses_at_zero_are_not_remembered()
    {
        long reputation = 0;
        for (var i = 0; i < 3; i++)
            reputation += ReputationAdjustment.Of(
                CongruenceVerdict.Incongruent, reputation, Parameters);
        for (var i = 0; i < 3; i++)
            reputation += ReputationAdjustment.Of(
                CongruenceVerdict.MostlyCongruent, reputation, Parameters);

        Assert.Equal(3, reputation);
    }

    [Theory(DisplayName = "PoR §3.6: the steps up are 2 and 1")]
    [InlineData(CongruenceVerdict.Congruent, 2)]
    [InlineData(CongruenceVerdict.MostlyCongruent, 1)]
    [InlineData(CongruenceVerdict.NoEvidence, 0)]
    public void Steps_up(CongruenceVerdict verdict, long step) =>
        Assert.Equal(step, ReputationAdjustment.Of(verdict, 41, Parameters));

    [Theory(DisplayName = "Halving never leaves the range of reputation")]
    [InlineData(0, 0)]
    [InlineData(1, -1)]
    [InlineData(2, -1)]
    [InlineData(long.MaxValue, long.MaxValue / 2 - long.MaxValue)]
    public void Halving_stays_in_range(long reputation, long delta) => Assert.Equal(
        delta, ReputationAdjustment.Of(CongruenceVerdict.Incongruent, reputation, Parameters));

    [Fact(DisplayName = "A negative reputation is our own mistake")]
    public void Negative_reputation_throws() => Assert.Throws<ArgumentOutOfRangeException>(
        () => ReputationAdjustment.Of(CongruenceVerdict.Congruent, -1, Parameters));
}
