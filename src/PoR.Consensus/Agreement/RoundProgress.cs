using System.Collections.Immutable;
using PoR.Core.Rounds;

namespace PoR.Consensus.Agreement;

/// <summary>Draws the consequences of what a started round has learned: endings first, then step after step.</summary>
internal static class RoundProgress
{
    public static RoundMachine Run(
        RoundMachine before, RoundMachine m, RoundEvent input, ImmutableArray<RoundEffect>.Builder effects)
    {
        if (!before.HasStarted)
            Open(m, effects);

        m = WithVerifying(m);
        if (EndingOf(m) is { } ending)
            return End(m, ending, effects);

        m = GoOn(m, effects);

        // The loop ends, because each turn needs a quorum or a deadline of the step that it leaves, and only a few of
        // these are known in advance.
        while (StepRules.Decide(m) is { } position)
            m = WithVerifying(Speak(m, position, effects));

        var isRepeat = input is RoundEvent.TimeoutElapsed { Timer: { Kind: RoundTimerKind.Repeat } timer }
            && timer == m.Timer(RoundTimerKind.Repeat, Step.BlockProposal);
        if (isRepeat)
            Repeat(m, effects);
        effects.AddRange(Needs(m).Except(isRepeat ? [] : Needs(before)));
        return m;
    }

    private static void Open(RoundMachine m, ImmutableArray<RoundEffect>.Builder effects)
    {
        effects.Add(new RoundEffect.OpenProposal());
        effects.Add(new RoundEffect.StepEntered(m.Step));
        Schedule(m, RoundTimerKind.LeaderChoice, Step.LeaderSelection, m.Timing.LeaderChoice, effects);
        Schedule(m, RoundTimerKind.StepDeadline, Step.LeaderSelection, m.Timing.SelectionDeadline, effects);
        Schedule(m, RoundTimerKind.StepDeadline, Step.BlockVerification, m.Timing.VerificationDeadline, effects);
        if (m.Timing.BbaStartDeadline is { } start)
            Schedule(m, RoundTimerKind.StepDeadline, Step.BbaStart, start, effects);
        Schedule(m, RoundTimerKind.Repeat, Step.BlockProposal, m.Timing.RepeatFrom, effects);
    }

    /// <summary>
    /// Goes to the step where this node was before, or where its peers are now. All nodes wait equally long in each
    /// step, so a node that waited through the steps between would never catch up.
    /// </summary>
    private static RoundMachine GoOn(RoundMachine m, ImmutableArray<RoundEffect>.Builder effects)
    {
        if (m.Resumed is var (step, position) && step >= m.Step)
            return Enter(m with { Value = position.Value, Bit = position.Bit }, step.Next, effects);
        return StepWindow.IsFarAhead(m.Underway, m.Step) ? Enter(m, m.Underway.Next, effects) : m;
    }

    private static RoundMachine Enter(RoundMachine m, Step step, ImmutableArray<RoundEffect>.Builder effects)
    {
        effects.Add(new RoundEffect.StepEntered(step));
        Schedule(m, RoundTimerKind.StepDeadline, step, m.Timing.StepWait, effects);
        return m with
        {
            Step = step,
            WentTo = step,
            HasChosenLeader = true,
            Summaries = m.Summaries.RemoveRange(m.Summaries.Keys.Where(s => s < step.Previous)),
        };
    }

    private static RoundMachine Speak(
        RoundMachine m, Position position, ImmutableArray<RoundEffect>.Builder effects)
    {
        effects.Add(new RoundEffect.OpenStep(m.Step, position));
        var next = m with
        {
            Step = m.Step.Next,
            Value = m.Step.CarriesBit ? position.Value : null,
            Bit = position.Bit,
            Summaries = m.Summaries.Remove(m.Step.Previous),
            CoinThrowCount = m.CoinThrowCount + (StepRules.IsCoinThrown(m) ? 1 : 0),
        };
        effects.Add(new RoundEffect.StepEntered(next.Step));
        if (next.Step > next.Timing.LastFixedStep)
            Schedule(next, RoundTimerKind.StepDeadline, next.Step, next.Timing.StepWait, effects);
        return next;
    }

    private static void Repeat(RoundMachine m, ImmutableArray<RoundEffect>.Builder effects)
    {
        effects.Add(new RoundEffect.Repeat());
        Schedule(m, RoundTimerKind.Repeat, Step.BlockProposal, m.Timing.RepeatEvery, effects);
    }

    private static RoundMachine End(
        RoundMachine m, RoundEnding ending, ImmutableArray<RoundEffect>.Builder effects)
    {
        if (ending is RoundEnding.WithBlock { Value: var value } && !m.HasBody(value))
            effects.Add(new RoundEffect.RequestBlock(value));
        effects.Add(new RoundEffect.RoundEnded(ending));
        return m with { Ending = ending };
    }

    // Of two chains of equal length the one with the block wins over the one with the empty block (D14).
    private static RoundEnding? EndingOf(RoundMachine m)
    {
        if (m.DueBlock is { BlockEnding: { } value } && m.Tickets.TryGetValue(value.Leader, out var ticket))
            return new RoundEnding.WithBlock(value, m.DueBlock.Step, ticket);
        if (m.DueCertificate is not null)
            return new RoundEnding.WithCertificate(m.DueCertificate);
        return m.DueEmptyBlock is { } step ? new RoundEnding.WithEmptyBlock(step) : null;
    }

    internal static RoundMachine WithVerifying(RoundMachine m) =>
        m.Verifying is null && m.Step <= Step.BlockVerification
            && m.SummaryOf(Step.LeaderSelection)?.ValueQuorum is { } value
            ? m with { Verifying = value }
            : m;

    /// <summary>
    /// What the round is missing now: asked for once when it begins to be missed, and again at each repetition.
    /// </summary>
    private static IEnumerable<RoundEffect> Needs(RoundMachine m)
    {
        if (!m.HasStarted)
            yield break;
        if (m.DueBlock is { BlockEnding: { } due } && !m.Tickets.ContainsKey(due.Leader))
            yield return new RoundEffect.RequestProposal(due.Leader);
        if (m.Step == Step.LeaderSelection && m is { HasChosenLeader: true, Leader: { } leader }
            && !m.Proposals.ContainsKey(leader.Sender))
            yield return new RoundEffect.RequestProposal(leader.Sender);
        if (m.Step > Step.BlockVerification || m.Verifying is not { } value || m.Verdicts.ContainsKey(value))
            yield break;
        if (!m.HasBody(value))
            yield return new RoundEffect.RequestBlock(value);
        yield return new RoundEffect.VerifyBlock(value);
    }

    private static void Schedule(
        RoundMachine m,
        RoundTimerKind kind,
        Step step,
        TimeSpan after,
        ImmutableArray<RoundEffect>.Builder effects) =>
        effects.Add(new RoundEffect.ScheduleTimeout(m.Timer(kind, step), after));
}
