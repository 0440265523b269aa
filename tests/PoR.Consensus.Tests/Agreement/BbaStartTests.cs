using PoR.Consensus.Agreement;

namespace PoR.Consensus.Tests.Agreement;

/// <summary>PoR §5.2 step 4: rules (a) to (d) of Algorand'_2.</summary>
public sealed class BbaStartTests
{
    [Fact(DisplayName = "PoR §5.2 step 4 (a): t_H votes of step 3 for v give bit 0 at once")]
    public void Grade_2_gives_bit_0()
    {
        var node = RoundBench.WaitingIn(4).Tally(Given.Summary(3) with { ValueQuorum = Given.Block(1) });
        Assert.Equal(new Position(Given.Block(1), Bit: 0), node.Said(4));
    }

    [Fact(DisplayName = "PoR §5.2 step 4 (b): t_H votes for ⊥ give bit 1 at once")]
    public void Empty_quorum_gives_bit_1()
    {
        var node = RoundBench.WaitingIn(4).Tally(Given.Summary(3) with { HasEmptyQuorum = true });
        Assert.Equal(new Position(Value: null, Bit: 1), node.Said(4));
    }

    [Fact(DisplayName = "PoR §5.2 step 4 (c): at the timeout half a quorum gives its value with bit 1")]
    public void Grade_1_gives_bit_1_with_the_value()
    {
        var node = RoundBench.WaitingIn(4).Tally(Given.Summary(3) with { HalfQuorum = Given.Block(1) });
        Assert.Null(node.Said(4));
        Assert.Equal(new Position(Given.Block(1), Bit: 1), node.Deadline(4).Said(4));
    }

    [Fact(DisplayName = "PoR §5.2 step 4 (d): else the timeout gives ⊥ with bit 1")]
    public void Grade_0_gives_bit_1_without_value() =>
        Assert.Equal(new Position(Value: null, Bit: 1), RoundBench.WaitingIn(4).Deadline(4).Said(4));

    [Fact(DisplayName = "PoR §5.2 step 4: it waits at most 2λ after one's own step 3")]
    public void Deadline_runs_from_own_step_3()
    {
        var node = RoundBench.WaitingIn(4);
        var timer = Given.Timer(RoundTimerKind.StepDeadline, 4);
        Assert.Contains(new RoundEffect.ScheduleTimeout(timer, TimeSpan.FromSeconds(4)), node.Last);
    }

    [Fact]
    public void A_fixed_t_4_runs_from_the_rounds_start()
    {
        var timing = Given.Timing.WithFixedBbaStart();
        var (node, effects) = Given.Machine(timing: timing).Apply(new RoundEvent.Started());
        var deadline = Given.Timer(RoundTimerKind.StepDeadline, 4);
        Assert.Contains(new RoundEffect.ScheduleTimeout(deadline, TimeSpan.FromSeconds(20)), effects);

        var (late, said) = node.Apply(new RoundEvent.TimeoutElapsed(deadline));
        Assert.Equal(5, late.Step.Number);
        Assert.Equal([2, 3, 4], said.OfType<RoundEffect.OpenStep>().Select(e => e.Step.Number));
        Assert.DoesNotContain(said, e => e is RoundEffect.ScheduleTimeout { Timer.Step.Number: 4 });
    }

    [Fact]
    public void A_quorum_of_step_3_seen_in_step_2_acts_as_soon_as_step_4_is_reached()
    {
        var node = RoundBench.Started().Tally(Given.Summary(3) with { ValueQuorum = Given.Block(1) });
        node.Deadline(2);
        Assert.Null(node.Said(4));
        Assert.Equal(new Position(Given.Block(1), Bit: 0), node.Deadline(3).Said(4));
    }
}
