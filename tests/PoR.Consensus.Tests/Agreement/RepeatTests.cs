using PoR.Consensus.Agreement;

namespace PoR.Consensus.Tests.Agreement;

/// <summary>D10: a node repeats itself 3λ after the round's start, and then every 2λ while the round is open.</summary>
public sealed class RepeatTests
{
    private static readonly TimeSpan s_twoLambda = TimeSpan.FromMilliseconds(2 * Given.Lambda);

    [Fact]
    public void Repeats_and_sets_the_timer_again()
    {
        var node = RoundBench.WaitingIn(4);
        for (var i = 0; i < 3; i++)
        {
            node.RepeatTime();
            Assert.Equal(
                [
                    new RoundEffect.Repeat(),
                    new RoundEffect.ScheduleTimeout(Given.Timer(RoundTimerKind.Repeat, 1), s_twoLambda),
                ],
                node.Last);
        }
    }

    [Fact]
    public void Asks_again_for_what_is_missing()
    {
        var node = RoundBench.Started().Ticket(1, rank: 1).TwoLambda();
        Assert.Contains(new RoundEffect.RequestProposal(Given.Key(1)), node.Last);
        Assert.Contains(new RoundEffect.RequestProposal(Given.Key(1)), node.RepeatTime().Last);
        node.Deadline(2).Tally(Given.Summary(2) with { ValueQuorum = Given.Block(2) }).RepeatTime();
        Assert.Contains(new RoundEffect.RequestBlock(Given.Block(2)), node.Last);
        Assert.DoesNotContain(new RoundEffect.RequestProposal(Given.Key(1)), node.Last);
    }

    [Fact]
    public void A_node_that_has_not_started_or_has_ended_repeats_nothing()
    {
        Assert.Empty(new RoundBench().RepeatTime().All);
        var node = RoundBench.WaitingIn(6).Tally(Given.Summary(5) with { HasEmptyEnding = true });
        Assert.Empty(node.RepeatTime().Last);
    }
}
