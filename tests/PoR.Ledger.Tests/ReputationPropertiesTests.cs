using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.State;

namespace PoR.Ledger.Tests;

public sealed class ReputationPropertiesTests
{
    [Fact(DisplayName = "PoR §3.4: a reputation is one plus every adjustment that the blocks hold")]
    public void Reputation_is_the_sum_of_adjustments()
    {
        var chain = new Scenario(ProtocolParameters.Paper, TestData.Account(1));
        chain.Commit(chain.Review(1, "80", 4), chain.Review(1, "80", 2));
        chain.Commit(chain.Review(1, "95", 5));
        chain.Commit(chain.Review(1, "100", 0));

        var adjustments = chain.Blocks.SelectMany(b => b.Block.Payset).Sum(e => e.Evaluation!.RepAdjust);

        Assert.Equal(1 + adjustments, chain.Reputation(1));
        Assert.Equal(3, chain.Reputation(1)); // 1, 3, 4, 6, 3.
    }

    [Fact(DisplayName = "PoR §3.4, §3.7: who joins by a review, a payment or a registration starts with one")]
    public void Newcomers_start_with_one()
    {
        var chain = new Scenario(ProtocolParameters.Paper, TestData.Account(1, balance: 10));
        chain.Commit(chain.Review(2, "?"), chain.Payment(1, 3, 4), chain.Registration(4));

        Assert.All([2, 3, 4], number => Assert.Equal(1, chain.Reputation(number)));
        Assert.Equal(4ul, chain.Account(3).Balance);
        Assert.Equal(new Round(1), chain.Account(4).RegisteredRound);
    }

    [Fact(DisplayName = "PoR §3.4: money moves no reputation")]
    public void Payments_leave_reputation_alone()
    {
        var chain = new Scenario(ProtocolParameters.Paper, TestData.Account(1, 5, 100), TestData.Account(2, 7));
        chain.Commit(chain.Payment(1, 2, 100));

        Assert.Equal((5, 7), (chain.Reputation(1), chain.Reputation(2)));
    }

    [Fact(DisplayName = "PoR §3.4: without reviews a reputation stays as it is")]
    public void Silence_changes_nothing()
    {
        var chain = new Scenario(ProtocolParameters.Paper, TestData.Account(1, 5));
        chain.SkipEmpty(50);

        Assert.Equal(5, chain.Reputation(1));
    }

    [Fact]
    public void Reputation_stops_at_its_stated_bound()
    {
        var chain = new Scenario(ProtocolParameters.Paper, TestData.Account(1, Account.ReputationMax - 1));
        var block = chain.Commit(chain.Review(1), chain.Review(1));

        Assert.Equal([1, 0], block.Payset.Select(e => e.Evaluation!.RepAdjust));
        Assert.Equal(Account.ReputationMax, chain.Reputation(1));
    }

    [Fact(DisplayName = "PoR §3.6: text 80 and 4 of 5 agree; text 80 and 1 of 5 halve the reputation")]
    public void The_papers_example()
    {
        var chain = new Scenario(ProtocolParameters.Paper, TestData.Account(1, 9), TestData.Account(2, 9));
        var block = chain.Commit(chain.Review(1, "80", 4), chain.Review(2, "80", 1));

        Assert.Equal(
            [
                new ReviewEvaluation(80, CongruenceVerdict.Congruent, BehaviourFlags.None, 2),
                new ReviewEvaluation(80, CongruenceVerdict.Incongruent, BehaviourFlags.None, -5),
            ],
            block.Payset.Select(e => e.Evaluation!));
        Assert.Equal((11, 4), (chain.Reputation(1), chain.Reputation(2)));
    }

    [Fact(DisplayName = "PoR §3.6: a text without evidence neither gains nor loses")]
    public void No_evidence_changes_nothing()
    {
        var chain = new Scenario(ProtocolParameters.Paper, TestData.Account(1, 9));
        chain.Commit(chain.Review(1, "?", 0));

        Assert.Equal(9, chain.Reputation(1));
        Assert.False(chain.Account(1).HasCongruentReview);
    }
}
