using PoR.Consensus.Agreement;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Consensus.Tests.Agreement;

/// <summary>PoR §5.2 step 3.</summary>
public sealed class BlockVerificationTests
{
    private static readonly TallySummary Quorum = Given.Summary(2) with { ValueQuorum = Given.Block(1) };

    [Fact(DisplayName = "PoR §5.2 step 3: a quorum of another round or branch names no block to verify")]
    public void Quorums_of_other_branches_are_not_heard()
    {
        var quorum = Given.Summary(2) with { ValueQuorum = Given.Block(1) };
        var node = RoundBench.Started();
        node.Tally(quorum with { Round = new Round(8) });
        node.Tally(quorum with { Parent = new BlockDigest(Given.Bytes(9)) });
        Assert.Null(node.Machine.Verifying);
        Assert.Equal(Given.Block(1), node.Tally(quorum).Machine.Verifying);
    }

    [Fact(DisplayName = "PoR §5.2 step 3: a quorum's block is re-evaluated before anybody votes for it")]
    public void Asks_for_the_verdict_first()
    {
        var node = RoundBench.WaitingIn(3).Tally(Quorum);
        Assert.Null(node.Said(3));
        Assert.Equal(
            [new RoundEffect.RequestBlock(Given.Block(1)), new RoundEffect.VerifyBlock(Given.Block(1))], node.Last);
        Assert.Equal(new Position(Given.Block(1)), node.Verdict(Given.Block(1), BlockVerdict.Good).Said(3));
    }

    [Fact]
    public void Asks_for_no_body_that_is_here()
    {
        var node = RoundBench.Started().Proposal(Given.Block(1)).Deadline(2).Tally(Quorum);
        Assert.Equal([new RoundEffect.VerifyBlock(Given.Block(1))], node.Last);
    }

    [Fact(DisplayName = "PoR §5.2 step 3: any bad evaluation makes the vote ⊥ with no confidence in ℓ")]
    public void Bad_blocks_cost_confidence()
    {
        var node = RoundBench.WaitingIn(3).Tally(Quorum).Verdict(Given.Block(1), BlockVerdict.Bad);
        Assert.Equal(new Position(Value: null, NoConfidence: Given.Block(1)), node.Said(3));
    }

    [Fact(DisplayName = "D8: a block time outside one's own clock window blames nobody")]
    public void Clocks_blame_nobody()
    {
        var node = RoundBench.WaitingIn(3).Tally(Quorum).Verdict(Given.Block(1), BlockVerdict.OutsideClockWindow);
        Assert.Equal(Position.Empty, node.Said(3));
    }

    [Fact(DisplayName = "PoR §5.2 step 3: a quorum of ⊥ is followed at once")]
    public void Empty_quorum_acts_at_once()
    {
        var node = RoundBench.WaitingIn(3).Tally(Given.Summary(2) with { HasEmptyQuorum = true });
        Assert.Equal(Position.Empty, node.Said(3));
    }

    [Fact(DisplayName = "PoR §5.2 step 3: when time runs out the vote is ⊥")]
    public void Votes_for_nothing_at_the_deadline()
    {
        Assert.Equal(Position.Empty, RoundBench.WaitingIn(3).Deadline(3).Said(3));
        var late = RoundBench.WaitingIn(3).Tally(Quorum).Deadline(3).Verdict(Given.Block(1), BlockVerdict.Bad);
        Assert.Equal(Position.Empty, late.Said(3));
    }

    [Fact]
    public void A_quorum_seen_during_step_2_is_verified_at_once_and_acts_at_once()
    {
        var node = RoundBench.Started().Tally(Quorum);
        Assert.Contains(new RoundEffect.VerifyBlock(Given.Block(1)), node.Last);
        node.Verdict(Given.Block(1), BlockVerdict.Good);
        Assert.Null(node.Said(2));
        node.Deadline(2);
        Assert.Equal(Position.Empty, node.Said(2)); // Step 2 keeps to its own leader.
        Assert.Equal(new Position(Given.Block(1)), node.Said(3));
    }

    [Fact]
    public void A_verdict_of_another_block_is_kept_until_it_matters()
    {
        var node = RoundBench.WaitingIn(3).Verdict(Given.Block(1), BlockVerdict.Good);
        node.Verdict(Given.Block(2), BlockVerdict.Bad).Verdict(Given.Block(1), BlockVerdict.Bad);
        Assert.Null(node.Said(3));
        Assert.Equal(new Position(Given.Block(1)), node.Tally(Quorum).Said(3));
    }

    [Fact]
    public void Verdicts_are_bounded_but_the_awaited_one_is_always_taken()
    {
        var node = RoundBench.WaitingIn(3);
        for (var i = 0; i < 100; i++)
            node.Verdict(Given.Block(50 + i), BlockVerdict.Bad);
        Assert.Equal(RoundMachine.VerdictsMax, node.Machine.Verdicts.Count);
        node.Tally(Quorum).Verdict(Given.Block(1), BlockVerdict.Good);
        Assert.Equal(new Position(Given.Block(1)), node.Said(3));
    }

    [Fact]
    public void A_quorum_that_an_equivocator_takes_back_is_still_verified()
    {
        var node = RoundBench.WaitingIn(3).Tally(Quorum).Tally(Given.Summary(2) with { ContradictionCount = 1 });
        Assert.Equal(new Position(Given.Block(1)), node.Verdict(Given.Block(1), BlockVerdict.Good).Said(3));
    }

    [Fact]
    public void The_quorums_block_is_taken_though_its_leader_showed_us_another()
    {
        var node = RoundBench.Started().Ticket(1, rank: 1).Proposal(Given.Block(1, version: 9)).TwoLambda();
        node.Tally(Quorum);
        Assert.Contains(new RoundEffect.RequestBlock(Given.Block(1)), node.Last);
        node.Proposal(Given.Block(1)).RepeatTime();
        Assert.DoesNotContain(new RoundEffect.RequestBlock(Given.Block(1)), node.Last);
        Assert.Contains(new RoundEffect.VerifyBlock(Given.Block(1)), node.Last);
    }

    [Fact]
    public void Step_3s_deadline_takes_a_late_node_through_step_2_as_well()
    {
        var node = RoundBench.Started().Deadline(3);
        Assert.Equal((Position.Empty, Position.Empty), (node.Said(2), node.Said(3)));
    }
}
