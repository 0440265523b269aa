using System.Collections.Immutable;
using PoR.Consensus.Agreement;
using PoR.Core;
using PoR.Core.Rounds;

namespace PoR.Consensus.Tests.Agreement;

/// <summary>A turn that breaks a rule throws, whoever made it.</summary>
public sealed class RoundContractTests
{
    private static readonly RoundMachine Step4 = RoundBench.WaitingIn(4).Machine;
    private static readonly RoundMachine Step5 = RoundBench.Holding(Given.Block(1), bit: 0, step: 5).Machine;
    private static readonly RoundEnding Empty = new RoundEnding.WithEmptyBlock(new Step(5));

    [Fact]
    public void A_step_back_is_refused() => Refused(Step5, Step4);

    [Fact]
    public void A_step_entered_without_speaking_is_refused() => Refused(Step4, Step5);

    [Fact]
    public void A_step_left_out_on_the_way_back_is_refused() =>
        Refused(Step5, Step5 with { WentTo = new Step(4) });

    [Fact]
    public void A_step_left_out_but_not_reached_is_refused() =>
        Refused(Step5, Step5 with { WentTo = new Step(9) });

    [Fact]
    public void A_step_opened_twice_is_refused() =>
        Refused(Step4, Step5, Open(4, new Position(Given.Block(1), 0)), Open(4, new Position(Given.Block(1), 0)));

    [Fact]
    public void Bit_0_without_value_is_refused()
    {
        Refused(Step4, Step5, Open(4, new Position(Value: null, 0)));
        Refused(Step5, Step5 with { Value = null });
    }

    [Fact]
    public void A_lost_bit_is_refused() => Refused(Step5, Step5 with { Bit = null });

    [Fact]
    public void Effects_before_the_start_are_refused() =>
        Refused(Given.Machine(), Given.Machine(), new RoundEffect.OpenProposal());

    [Fact]
    public void Words_after_the_end_are_refused()
    {
        var ended = Step5 with { Ending = Empty };
        Refused(ended, ended, new RoundEffect.Repeat());
        Refused(Step5, ended, new RoundEffect.RoundEnded(Empty), new RoundEffect.Repeat());
        Refused(Step5, ended);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(7)]
    public void An_empty_ending_from_a_wrong_step_is_refused(int step)
    {
        var ending = new RoundEnding.WithEmptyBlock(new Step(step));
        Refused(Step5, Step5 with { Ending = ending }, new RoundEffect.RoundEnded(ending));
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(5, 1)]
    [InlineData(4, 2)]
    public void A_block_ending_from_a_wrong_step_or_with_a_strangers_ticket_is_refused(int step, int sender)
    {
        var ending = new RoundEnding.WithBlock(Given.Block(1), new Step(step), Given.Ticket(sender, 1));
        Refused(Step5, Step5 with { Ending = ending }, new RoundEffect.RoundEnded(ending));
    }

    [Fact]
    public void Timers_of_other_rounds_or_of_steps_not_entered_are_refused()
    {
        var second = TimeSpan.FromSeconds(1);
        Refused(Step5, Step5, Timer(Given.Timer(RoundTimerKind.StepDeadline, 5), second));
        Refused(Step5, Step5, Timer(Given.Timer(RoundTimerKind.StepDeadline, 9), second));
        Refused(Step5, Step5, Timer(Given.Timer(RoundTimerKind.Repeat, 1) with { Round = new Round(1) }, second));
        Refused(Step5, Step5, Timer(Given.Timer(RoundTimerKind.Repeat, 1), TimeSpan.Zero));
    }

    [Fact]
    public void A_chosen_leader_stays()
    {
        var chosen = RoundBench.Started().Ticket(2, 5).TwoLambda().Machine;
        Refused(chosen, chosen with { Leader = Given.Ticket(1, 1) });
    }

    private static RoundEffect.OpenStep Open(int step, Position position) => new(new Step(step), position);

    private static RoundEffect.ScheduleTimeout Timer(RoundTimer timer, TimeSpan after) => new(timer, after);

    private static void Refused(RoundMachine before, RoundMachine after, params RoundEffect[] effects) =>
        Assert.Throws<InvariantViolationException>(
            () => RoundContract.Check(before, after, effects.ToImmutableArray()));
}
