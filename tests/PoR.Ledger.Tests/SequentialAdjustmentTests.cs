using PoR.Core.Parameters;

namespace PoR.Ledger.Tests;

public sealed class SequentialAdjustmentTests
{
    [Fact(DisplayName = "PoR §3.5: three bad reviews at 0 leave 0, then three good ones (of step 1) give 3")]
    public void Bad_reviews_at_zero_are_not_owed()
    {
        // The paper says −1 a review here and halves elsewhere (§3.6); at 0 either leaves 0.
        var chain = new Scenario(ProtocolParameters.Paper, TestData.Account(1, 0));
        chain.Commit(chain.Review(1, "100", 0), chain.Review(1, "100", 0), chain.Review(1, "100", 0));
        Assert.Equal(0, chain.Reputation(1));

        chain.Commit(chain.Review(1, "60", 1), chain.Review(1, "60", 1), chain.Review(1, "60", 1));
        Assert.Equal(3, chain.Reputation(1));
    }

    [Fact(DisplayName = "PoR §3.5: adjustments follow the order of the payset, not their sum")]
    public void Order_matters()
    {
        var first = new Scenario(ProtocolParameters.Paper, TestData.Account(1, 4));
        first.Commit(first.Review(1, "80", 4), first.Review(1, "100", 0));
        var second = new Scenario(ProtocolParameters.Paper, TestData.Account(1, 4));
        second.Commit(second.Review(1, "100", 0), second.Review(1, "80", 4));

        Assert.Equal((3, 4), (first.Reputation(1), second.Reputation(1))); // (4+2)/2 and 4/2+2.
    }

    [Fact(DisplayName = "PoR §3.5: a review that no block holds adjusts nothing")]
    public void An_empty_block_adjusts_nothing()
    {
        var chain = new Scenario(ProtocolParameters.Paper, TestData.Account(1, 4));
        _ = chain.Build([chain.Review(1)]);
        chain.SkipEmpty(1);

        Assert.Equal(4, chain.Reputation(1));
    }
}
