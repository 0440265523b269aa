using System.Collections.Immutable;
using PoR.Core;
using PoR.Core.Rounds;

namespace PoR.Consensus.Agreement;

/// <summary>Conditions that hold after every turn of a round; checked after every turn, also in Release.</summary>
internal static class RoundContract
{
    /// <exception cref="InvariantViolationException">The turn broke a rule.</exception>
    public static void Check(RoundMachine before, RoundMachine after, ImmutableArray<RoundEffect> effects)
    {
        CheckStates(before, after, effects);
        var opened = after.WentTo > before.Step ? after.WentTo : before.Step;
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case RoundEffect.OpenStep e:
                    opened = CheckOpened(before, after, opened, e);
                    break;
                case RoundEffect.ScheduleTimeout e:
                    CheckTimer(before, after, e);
                    break;
                case RoundEffect.RoundEnded e:
                    CheckEnding(before, after, effects, e);
                    break;
            }
        }

        var expected = !before.HasStarted && after.HasStarted ? OpenedFrom(opened) : opened;
        Require(after.Step == expected, "Every step is opened in turn.");
    }

    private static void CheckStates(RoundMachine before, RoundMachine after, ImmutableArray<RoundEffect> effects)
    {
        Require(after.Step >= before.Step, "Steps only rise.");
        Require(
            after.WentTo == before.WentTo || after.WentTo > OpenedFrom(before.Step),
            "Steps are left out only on the way ahead.");
        Require(after.WentTo <= after.Step, "A round waits where it went, or later.");
        Require(after.Round == before.Round && after.Parent == before.Parent, "A round stays on its branch.");
        Require(after.HasStarted || effects.IsEmpty, "A round that has not started does nothing.");
        var isSilent = effects.IsEmpty && ReferenceEquals(before, after);
        Require(before.Ending is null || isSilent, "Nothing follows the end.");
        var mayChoose = !before.HasChosenLeader || before.Leader is null;
        Require(mayChoose || before.Leader == after.Leader, "A chosen leader stays.");
        Require(before.Verifying is null || before.Verifying == after.Verifying, "Step 3 verifies one block.");
        Require(after.Bits.Allows(after.Bit, after.Value), "Bit 0 has a value.");
        Require(after.Bit is null == after.Step <= Step.BbaStart, "A bit comes with step 4.");
        var ended = effects.Any(e => e is RoundEffect.RoundEnded);
        Require(ended == (before.Ending is null && after.Ending is not null), "An end is told once.");
    }

    private static Step CheckOpened(RoundMachine before, RoundMachine after, Step opened, RoundEffect.OpenStep e)
    {
        Require(e.Step == OpenedFrom(opened) && e.Step < after.Step, "A step is opened once, in turn.");
        Require(e.Position.IsAllowedIn(e.Step, before.Bits), "A position fits its step.");
        Require(after.Ending is null, "A round that ends says nothing more.");
        return e.Step.Next;
    }

    private static void CheckTimer(RoundMachine before, RoundMachine after, RoundEffect.ScheduleTimeout e)
    {
        Require(e.Timer == after.Timer(e.Timer.Kind, e.Timer.Step), "A timer is of its own round.");
        Require(e.After > TimeSpan.Zero, "A timer runs for a while.");
        if (e.Timer.Kind != RoundTimerKind.StepDeadline)
            return;
        var isFirst = !before.HasStarted && e.Timer.Step <= after.Timing.LastFixedStep;
        var isEntered = e.Timer.Step > before.Step && e.Timer.Step <= after.Step;
        Require(isFirst || isEntered, "Only a step just entered gets a deadline.");
    }

    private static void CheckEnding(
        RoundMachine before, RoundMachine after, ImmutableArray<RoundEffect> effects, RoundEffect.RoundEnded e)
    {
        Require(before.Ending is null && e.Ending == after.Ending, "A round ends as it says.");
        Require(ReferenceEquals(effects[^1], e), "Nothing follows the end.");
        Require(
            e.Ending switch
            {
                RoundEnding.WithBlock end =>
                    end.Step.CanEndWithBlock && end.Ticket.Sender == end.Value.Leader,
                RoundEnding.WithEmptyBlock end => end.Step.CanEndEmpty,
                RoundEnding.WithCertificate { Certificate: var c } =>
                    c.Round == after.Round && c.Parent == after.Parent,
                _ => false,
            },
            "An ending comes from a step that can end a round.");
    }

    private static Step OpenedFrom(Step opened) => opened < Step.LeaderSelection ? Step.LeaderSelection : opened;

    private static void Require(bool holds, string contract) => InvariantViolationException.Require(holds, contract);
}
