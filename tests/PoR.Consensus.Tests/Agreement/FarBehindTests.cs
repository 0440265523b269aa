using PoR.Consensus.Agreement;
using PoR.Core.Rounds;

namespace PoR.Consensus.Tests.Agreement;

/// <summary>
/// D10: a node that is far behind its peers, or behind itself before a crash, goes there.
/// </summary>
public sealed class FarBehindTests
{
    private const int Earliest = 8;

    [Theory(DisplayName = "D10: a node two loops behind goes to the step after the one that is underway")]
    [InlineData(Earliest, Earliest + 6, Earliest + 7)]
    [InlineData(Earliest, 40_000, 40_001)]
    [InlineData(20, 26, 27)]
    [InlineData(20, 25, 20)] // Less than two loops ahead: the votes of the loop between are still said.
    [InlineData(Earliest - 1, 4_000, Earliest - 1)] // It has not tried by itself.
    [InlineData(3, 4_000, 3)]
    public void Goes_to_a_step_far_ahead(int own, int underway, int expected)
    {
        var node = RoundBench.WaitingIn(own).Tally(Given.Summary(underway) with { IsUnderway = true });

        Assert.Equal(expected, node.Machine.Step.Number);
        Assert.Null(node.Said(own)); // Nothing is said in the steps between.
        Assert.Equal(
            expected == own ? [] : [new Step(expected)],
            node.Last.OfType<RoundEffect.StepEntered>().Select(e => e.Step));
        Assert.Equal(
            expected == own ? [] : [Given.Timer(RoundTimerKind.StepDeadline, expected)],
            node.Last.OfType<RoundEffect.ScheduleTimeout>().Select(e => e.Timer));
    }

    [Fact(DisplayName = "D10: a node that hears early of a step far ahead goes there once it has tried a loop")]
    public void Goes_later_when_it_heard_early()
    {
        var node = RoundBench.WaitingIn(3).Tally(Given.Summary(400) with { IsUnderway = true });
        for (var step = 3; step < Earliest - 1; step++)
            Assert.Equal(step + 1, node.Deadline(step).Machine.Step.Number);

        Assert.Equal(Earliest, node.Deadline(Earliest - 1).Machine.Step.Number);
        Assert.Equal(401, node.RepeatTime().Machine.Step.Number); // In its next turn, whatever that is.
        Assert.Null(node.Said(Earliest));
    }

    [Theory(DisplayName = "D10: value and bit stay; the next word comes 2λ later, or with a quorum")]
    [InlineData(0)]
    [InlineData(1)]
    public void Keeps_what_it_holds(byte bit)
    {
        var node = RoundBench.Holding(Given.Block(1), bit, Earliest);
        node.Tally(Given.Summary(30) with { IsUnderway = true });
        Assert.Equal((31, Given.Block(1), bit), (node.Machine.Step.Number, node.Machine.Value, node.Machine.Bit));

        node.Tally(Given.Summary(30) with { IsUnderway = true, HasOneQuorum = true });
        Assert.Equal(new Position(Given.Block(1), Bit: 1), node.Said(31));
    }

    [Fact]
    public void Votes_that_were_heard_before_count_at_once()
    {
        var node = RoundBench.WaitingIn(Earliest);
        node.Tally(Given.Summary(15) with { HasOneQuorum = true });
        node.Tally(Given.Summary(15) with { HasOneQuorum = true, IsUnderway = true });

        Assert.Equal(new Position(Value: null, Bit: 1), node.Said(16));
        Assert.Equal(17, node.Machine.Step.Number);
    }

    [Theory(DisplayName = "D10: after a crash a node goes on behind the step that it had signed")]
    [InlineData(5)]
    [InlineData(4_000)]
    public void Resumes_where_it_was(int signed)
    {
        var node = RoundBench.Started().Tell(new RoundEvent.Resumed(new Step(signed), new Position(Given.Block(2), 0)));

        Assert.Equal(
            (signed + 1, Given.Block(2), (byte?)0), (node.Machine.Step.Number, node.Machine.Value, node.Machine.Bit));
        Assert.Empty(node.Wanted<RoundEffect.OpenStep>());
        node.Tell(new RoundEvent.Resumed(new Step(signed - 1), new Position(Value: null, Bit: 1)));
        Assert.Equal(signed + 1, node.Machine.Step.Number);
        Assert.Equal(signed + 2, node.Deadline(signed + 1).Machine.Step.Number);
    }

    [Fact]
    public void Before_the_loop_nothing_is_resumed()
    {
        var node = RoundBench.Started().Tell(
            new RoundEvent.Resumed(Step.BbaStart, new Position(Value: null, Bit: 1)));

        Assert.Equal(Step.LeaderSelection, node.Machine.Step);
    }

    [Theory(DisplayName = "D10: steps 1 to 5 and the last loop are repeated; a loop more is counted")]
    [InlineData(1, true, true)]
    [InlineData(5, true, true)]
    [InlineData(6, false, false)]
    [InlineData(94, false, false)]
    [InlineData(95, false, true)]
    [InlineData(97, false, true)]
    [InlineData(98, true, true)]
    [InlineData(100, true, true)]
    public void What_still_matters(int step, bool isRepeated, bool isCounted)
    {
        Assert.Equal(isRepeated, StepWindow.IsRepeated(new Step(step), latest: new Step(100)));
        Assert.Equal(isCounted, StepWindow.IsCounted(new Step(step), current: new Step(101)));
    }

    [Fact]
    public void Votes_of_an_ending_that_waits_for_its_ticket_are_kept()
    {
        var node = RoundBench.WaitingIn(8).Tally(Given.Summary(7) with { BlockEnding = Given.Block(1) });
        for (var step = 8; step < 30; step++)
            node.Deadline(step);

        Assert.Equal([false, true, false], new[] { 6, 7, 8 }.Select(s => node.Machine.Counts(new Step(s))));
    }

    [Theory(DisplayName = "D10: a step is underway at ⌈t_H/2⌉ seats, two loops after step 8")]
    [InlineData(13, 7, false)]
    [InlineData(14, 3, false)]
    [InlineData(14, 4, true)]
    public void A_step_is_underway(int step, int seats, bool expected)
    {
        var tally = Given.Tally(step, threshold: 7);
        for (var who = 0; who < seats; who++)
            tally.Add(Given.Vote(who, step, null, 1));

        Assert.Equal(expected, tally.Summary.IsUnderway);
    }
}
