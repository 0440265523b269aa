using PoR.Consensus.Agreement;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Consensus.Tests.Agreement;

/// <summary>PoR §5.2 step 5: Ending Conditions 0 and 1 of Algorand'_2.</summary>
public sealed class EndingConditionTests
{
    [Theory(DisplayName = "PoR §5.2 step 5: Ending Condition 0 ends the round at any time, from any of its steps")]
    [InlineData(2, 4)]
    [InlineData(5, 4)]
    [InlineData(9, 4)]
    [InlineData(9, 7)]
    [InlineData(5, 70)]
    [InlineData(5, 4_000)]
    public void Block_ending_comes_from_any_step(int waiting, int of)
    {
        var node = RoundBench.WaitingIn(waiting).Ticket(1, rank: 3);
        node.Tally(EndsWith(Given.Block(1), of));
        var ending = Assert.IsType<RoundEnding.WithBlock>(node.Ending);
        Assert.Equal((Given.Block(1), new Step(of), Given.Key(1)), (ending.Value, ending.Step, ending.Ticket.Sender));
        Assert.Null(node.Said(waiting)); // Who has ended says nothing more.
    }

    [Theory(DisplayName = "PoR §5.2 step 5: Ending Condition 1 ends the round with the empty block")]
    [InlineData(2, 5)]
    [InlineData(6, 5)]
    [InlineData(9, 5)]
    [InlineData(9, 8)]
    [InlineData(6, 500)]
    public void Empty_ending_comes_from_any_step(int waiting, int of)
    {
        var node = RoundBench.WaitingIn(waiting);
        node.Tally(Given.Summary(of) with { HasEmptyEnding = true, HasOneQuorum = true });
        Assert.Equal(new RoundEnding.WithEmptyBlock(new Step(of)), node.Ending);
    }

    [Fact(DisplayName = "PoR §5.2 step 5: Ending Condition 0 needs the leader's ticket, since Q^r follows from it")]
    public void Block_ending_waits_for_the_ticket()
    {
        var node = RoundBench.WaitingIn(5).Tally(EndsWith(Given.Block(1), 4));
        Assert.Null(node.Ending);
        Assert.Contains(new RoundEffect.RequestProposal(Given.Key(1)), node.Last);
        Assert.Equal((byte)0, node.Said(5)?.Bit);
        Assert.Contains(new RoundEffect.RequestProposal(Given.Key(1)), node.RepeatTime().Last);
        node.Ticket(2, rank: 1);
        Assert.Null(node.Ending);
        node.Ticket(1, rank: 9);
        Assert.IsType<RoundEnding.WithBlock>(node.Ending);
        Assert.Equal([new RoundEffect.RequestBlock(Given.Block(1))], node.Wanted<RoundEffect.RequestBlock>());
    }

    [Fact]
    public void No_body_is_asked_for_that_is_here()
    {
        var node = RoundBench.WaitingIn(5).Ticket(1, rank: 3).Proposal(Given.Block(1));
        node.Tally(Given.Summary(4) with { BlockEnding = Given.Block(1) });
        Assert.Equal([new RoundEffect.RoundEnded(node.Ending!)], node.Last);
    }

    [Fact]
    public void A_certificate_from_elsewhere_ends_the_round_in_any_step()
    {
        foreach (var step in Enumerable.Range(2, 8))
        {
            var certificate = Given.Certificate(Given.Block(1), 4);
            var node = RoundBench.WaitingIn(step).Tell(new RoundEvent.CertificateHeard(certificate));
            Assert.Equal(new RoundEnding.WithCertificate(certificate), node.Ending);
        }
    }

    [Fact]
    public void An_ending_heard_before_the_start_ends_the_round_at_the_start()
    {
        var node = new RoundBench().Tally(Given.Summary(5) with { HasEmptyEnding = true });
        Assert.Empty(node.All);
        Assert.NotNull(node.Tell(new RoundEvent.Started()).Ending);
    }

    [Fact(DisplayName = "D14: a block beats the empty one if both are known at once")]
    public void A_block_beats_the_empty_block()
    {
        var node = new RoundBench().Ticket(1, rank: 3);
        node.Tally(Given.Summary(5) with { HasEmptyEnding = true });
        node.Tally(Given.Summary(4) with { BlockEnding = Given.Block(1) });
        Assert.IsType<RoundEnding.WithBlock>(node.Tell(new RoundEvent.Started()).Ending);
    }

    [Fact]
    public void Summaries_that_claim_an_ending_in_a_wrong_step_end_nothing()
    {
        var node = RoundBench.WaitingIn(12).Ticket(1, rank: 3);
        foreach (var step in Enumerable.Range(2, 30))
        {
            node.Tally(Given.Summary(step) with { BlockEnding = step % 3 == 1 && step > 3 ? null : Given.Block(1) });
            node.Tally(Given.Summary(step) with { HasEmptyEnding = step % 3 != 2 || step < 5 });
        }

        Assert.Null(node.Ending);
    }

    [Fact]
    public void After_the_end_nothing_is_said_whatever_is_heard()
    {
        var node = RoundBench.WaitingIn(6).Tally(Given.Summary(5) with { HasEmptyEnding = true });
        var ended = node.Machine;
        foreach (var input in EventPermutationTests.Events())
            Assert.Empty(node.Tell(input).Last);
        Assert.Same(ended, node.Machine);
    }

    private static TallySummary EndsWith(BlockValue value, int step) =>
        Given.Summary(step) with { BlockEnding = value, HasZeroQuorum = true, ZeroValue = value };
}
