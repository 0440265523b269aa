using PoR.Consensus.Agreement;
using PoR.Core.Rounds;

namespace PoR.Consensus.Tests.Agreement;

/// <summary>PoR §5.2 steps 5 and up: the three coins by turns.</summary>
public sealed class BinaryAgreementLoopTests
{
    [Theory(DisplayName = "PoR §5.2 step 5: a timeout means 0, then 1, then the common coin")]
    [InlineData(5, 0)]
    [InlineData(6, 1)]
    [InlineData(8, 0)]
    [InlineData(9, 1)]
    [InlineData(11, 0)]
    public void Fixed_coins_follow_the_step(int step, int bit)
    {
        var node = RoundBench.Holding(Given.Block(1), bit: 1, step).Deadline(step);
        Assert.Equal(new Position(Given.Block(1), (byte)bit), node.Said(step));
        Assert.Equal(0, node.Machine.CoinThrowCount);
    }

    [Theory(DisplayName = "PoR §5.2 step 7: the genuine coin is the last bit of the least rank of the step before")]
    [InlineData(7, 0)]
    [InlineData(7, 1)]
    [InlineData(10, 0)]
    [InlineData(10, 1)]
    public void Genuine_coin_is_thrown_at_the_timeout(int step, int coin)
    {
        var node = RoundBench.Holding(Given.Block(1), bit: 1, step);
        node.Tally(Given.Summary(step - 1) with { Coin = (byte)(1 - coin) });
        node.Tally(Given.Summary(step - 1) with { Coin = (byte)coin });
        Assert.Null(node.Said(step));
        Assert.Equal(new Position(Given.Block(1), (byte)coin), node.Deadline(step).Said(step));
        Assert.Equal(1, node.Machine.CoinThrowCount);
    }

    [Fact]
    public void A_coin_that_nobody_threw_is_1() =>
        Assert.Equal((byte)1, RoundBench.Holding(Given.Block(1), bit: 1, step: 7).Deadline(7).Said(7)?.Bit);

    [Theory(DisplayName = "D6: a node that holds ⊥ turns a timeout or a coin of 0 into 1")]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Emptiness_never_goes_with_bit_0(int step)
    {
        var node = RoundBench.Holding(value: null, bit: 1, step);
        node.Tally(Given.Summary(step - 1) with { Coin = step == 7 ? (byte)0 : null });
        Assert.Equal(new Position(Value: null, Bit: 1), node.Deadline(step).Said(step));
    }

    [Fact(DisplayName = "D6: Algorand'_2 to the letter says (0, ⊥)")]
    public void Literal_rules_say_bit_0_without_value()
    {
        var node = RoundBench.WaitingIn(5, LiteralBitRules.Instance).Deadline(5);
        Assert.Equal(new Position(Value: null, Bit: 0), node.Said(5));
    }

    [Theory(DisplayName = "D6: a quorum of bit 0 hands on the value that it carries")]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Quorum_of_bit_0_hands_on_its_value(int step)
    {
        var node = RoundBench.Holding(value: null, bit: 1, step);
        node.Tally(Given.Summary(step - 1) with { HasZeroQuorum = true, ZeroValue = Given.Block(2) });
        Assert.Equal(new Position(Given.Block(2), Bit: 0), node.Said(step));
        Assert.Equal(Given.Block(2), node.Machine.Value);
    }

    [Theory(DisplayName = "D6: who holds another value adopts the one that the quorum of bit 0 carries")]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Quorum_of_bit_0_replaces_a_value(int step)
    {
        var node = RoundBench.Holding(Given.Block(1), bit: 1, step);
        node.Tally(Given.Summary(step - 1) with { HasZeroQuorum = true, ZeroValue = Given.Block(2) });
        Assert.Equal(new Position(Given.Block(2), Bit: 0), node.Said(step));
    }

    [Theory(DisplayName = "PoR §5.2 steps 5 to 7: of two quorums step 5 follows that of bit 1, the others bit 0")]
    [InlineData(5, 1)]
    [InlineData(6, 0)]
    [InlineData(7, 0)]
    [InlineData(8, 1)]
    [InlineData(9, 0)]
    [InlineData(10, 0)]
    public void Both_quorums_are_asked_for_in_order(int step, int bit)
    {
        var node = RoundBench.Holding(Given.Block(1), bit: 1, step);
        node.Tally(Given.Summary(step - 1) with
        {
            HasZeroQuorum = true, ZeroValue = Given.Block(1), HasOneQuorum = true,
        });
        Assert.Equal(new Position(Given.Block(1), (byte)bit), node.Said(step));
    }

    [Theory(DisplayName = "PoR §5.2 steps 5, 7: a quorum of bit 1 is followed at once")]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(10)]
    public void Quorum_of_bit_1_is_followed(int step)
    {
        var node = RoundBench.Holding(Given.Block(1), bit: 1, step);
        node.Tally(Given.Summary(step - 1) with { HasOneQuorum = true });
        Assert.Equal(new Position(Given.Block(1), Bit: 1), node.Said(step));
    }

    [Fact]
    public void A_quorum_counts_only_in_the_step_after_it()
    {
        var node = RoundBench.Holding(Given.Block(1), bit: 1, step: 7);
        node.Tally(Given.Summary(5) with { HasZeroQuorum = true, ZeroValue = Given.Block(1) });
        node.Tally(Given.Summary(7) with { HasOneQuorum = true });
        Assert.Null(node.Said(7));
        node.Deadline(7);
        Assert.Equal((byte)1, node.Said(8)?.Bit); // The quorum of step 7 was waiting for it.
    }

    [Fact]
    public void A_node_behind_runs_through_the_quorums_that_it_has_heard()
    {
        var node = RoundBench.WaitingIn(4);
        for (var s = 4; s < 40; s++)
            node.Tally(Given.Summary(s) with { HasZeroQuorum = true, ZeroValue = Given.Block(1) });
        Assert.Equal(40, node.Deadline(4).Machine.Step.Number - 1);
        Assert.Equal(new Position(Given.Block(1), Bit: 0), node.Said(40));
    }

    [Fact]
    public void Summaries_too_far_ahead_are_not_kept()
    {
        var node = RoundBench.Started();
        for (var s = 2; s < 3_000; s++)
            node.Tally(Given.Summary(s) with { ContradictionCount = 1 });
        Assert.Equal(RoundMachine.StepsAheadMax + 1, node.Machine.Summaries.Count);
    }

    [Fact]
    public void Each_step_gets_one_deadline_of_2λ_when_it_is_entered()
    {
        var node = RoundBench.WaitingIn(12);
        var deadlines = node.Wanted<RoundEffect.ScheduleTimeout>()
            .Where(e => e.Timer.Kind == RoundTimerKind.StepDeadline).Select(e => e.Timer.Step).ToArray();
        Assert.Equal(Enumerable.Range(2, 11).Select(s => new Step(s)), deadlines);
        Assert.Equal(Enumerable.Range(2, 11), node.Wanted<RoundEffect.StepEntered>().Select(e => e.Step.Number));
    }
}
