using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Consensus.Agreement;

/// <summary>Takes in what a round is told; decides nothing.</summary>
internal static class RoundFacts
{
    public static RoundMachine Learn(RoundMachine m, RoundEvent input) =>
        input switch
        {
            RoundEvent.Started when !m.HasStarted => m with { HasStarted = true, Step = Step.LeaderSelection },
            RoundEvent.TicketHeard { Ticket: var t }
                when t.Message.Round == m.Round && t.Message.Parent == m.Parent => LearnTicket(m, t),
            RoundEvent.ProposalHeard { Value: var v } => LearnBody(m, v),
            RoundEvent.BlockVerified e => LearnVerdict(m, e.Value, e.Verdict),
            RoundEvent.TallyChanged { Summary: var s }
                when s.Round == m.Round && s.Parent == m.Parent => LearnSummary(m, s),
            RoundEvent.Resumed e when e.Step > (m.Resumed?.Step ?? Step.BbaStart) => m with { Resumed = e },
            RoundEvent.TimeoutElapsed { Timer: var t }
                when m.HasStarted && t == m.Timer(t.Kind, t.Step) => LearnTimeout(m, t),
            RoundEvent.CertificateHeard { Certificate: var c }
                when c.Round == m.Round && c.Parent == m.Parent => m with { DueCertificate = m.DueCertificate ?? c },
            _ => m, // Told again, or of another round or branch.
        };

    private static RoundMachine LearnTicket(RoundMachine m, Ticket ticket)
    {
        if (m.Tickets.ContainsKey(ticket.Sender))
            return m;
        var leads = m.Leader is null || (!m.HasChosenLeader && LeaderOrder.IsLess(ticket, m.Leader));
        return m with
        {
            Tickets = m.Tickets.Add(ticket.Sender, ticket),
            Leader = leads ? ticket : m.Leader,
        };
    }

    private static RoundMachine LearnBody(RoundMachine m, BlockValue value)
    {
        if (!m.Proposals.ContainsKey(value.Leader))
            return m with { Proposals = m.Proposals.Add(value.Leader, value) };

        // A second block of the same leader counts only if a quorum voted for it.
        return value.Equals(m.Verifying) ? m with { FetchedBody = value } : m;
    }

    private static RoundMachine LearnVerdict(RoundMachine m, BlockValue value, BlockVerdict verdict)
    {
        var isKept = m.Verdicts.Count < RoundMachine.VerdictsMax || value.Equals(m.Verifying);
        return m.Verdicts.ContainsKey(value) || !isKept
            ? m
            : m with { Verdicts = m.Verdicts.Add(value, verdict) };
    }

    private static RoundMachine LearnSummary(RoundMachine m, TallySummary summary)
    {
        var step = summary.Step;
        if (step.CanEndWithBlock && summary.BlockEnding is not null)
            m = m with { DueBlock = m.DueBlock ?? summary };
        if (step.CanEndEmpty && summary.HasEmptyEnding)
            m = m with { DueEmptyBlock = m.DueEmptyBlock ?? step };

        if (summary.IsUnderway && step > m.Underway)
            m = m with { Underway = step };

        // Each step only looks at the votes of the step before it, so older summaries are dropped.
        var isKept = step >= m.Step.Previous && step.Number <= m.Step.Number + RoundMachine.StepsAheadMax;
        return isKept ? m with { Summaries = m.Summaries.SetItem(step, summary) } : m;
    }

    private static RoundMachine LearnTimeout(RoundMachine m, RoundTimer timer)
    {
        if (timer.Kind == RoundTimerKind.LeaderChoice)
            return m with { HasChosenLeader = true };

        // Some deadlines run from the round's start, so after a pause the timer of a later step may be the first to
        // fire.
        var isOwn = timer.Step == m.Step || (timer.Step > m.Step && timer.Step <= m.Timing.LastFixedStep);
        return timer.Kind == RoundTimerKind.StepDeadline && isOwn
            ? m with { HasChosenLeader = true, ElapsedStep = timer.Step }
            : m;
    }
}
