using PoR.Core.Parameters;

namespace PoR.Ledger.Tests;

public sealed class GradualGainTests
{
    [Fact(DisplayName = "PoR §6.7.2: from 100, incongruent reviews lead to 50, 25, 12, 6, 3, 1 and 0")]
    public void Halving_reaches_zero_in_seven_rounds()
    {
        var chain = new Scenario(ProtocolParameters.Paper, TestData.Account(1, 100));
        var seen = new List<long>();
        for (var i = 0; i < 9; i++)
        {
            chain.Commit(chain.Review(1, "100", i % 2 == 0 ? 0 : 1));
            seen.Add(chain.Reputation(1));
        }

        Assert.Equal([50, 25, 12, 6, 3, 1, 0, 0, 0], seen);
    }

    [Fact(DisplayName = "PoR §6.7, Figure 9: one bad review after every 20 good ones costs most of the gain")]
    public void One_bad_review_in_21_costs_most_of_the_gain()
    {
        var chain = new Scenario(ProtocolParameters.Paper, TestData.Account(1, 100), TestData.Account(2, 100));
        for (var i = 1; i <= 105; i++)
        {
            var stars = i % 2 == 0 ? 4 : 2;
            chain.Commit(
                chain.Review(1, i % 21 == 0 ? "100" : $"{stars * 20}", i % 21 == 0 ? 0 : stars),
                chain.Review(2, $"{stars * 20}", stars));
        }

        Assert.Equal(310, chain.Reputation(2));
        Assert.InRange(chain.Reputation(1), 1, 50);
    }
}
