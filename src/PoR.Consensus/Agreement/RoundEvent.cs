using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Consensus.Agreement;

/// <summary>What a round can be told. Closed: every case is nested here.</summary>
public abstract record RoundEvent
{
    private RoundEvent()
    {
    }

    /// <summary>CERT^{r−1} and the state that round r needs are there: local time 0 of the round.</summary>
    public sealed record Started : RoundEvent;

    /// <summary>A verified ticket: the small message of step 1.</summary>
    public sealed record TicketHeard(Ticket Ticket) : RoundEvent;

    /// <summary>
    /// A leader's block whose credential, signature, parent and size have been checked (D7), its
    /// payset not. Its ticket is told apart, before or after.
    /// </summary>
    public sealed record ProposalHeard(BlockValue Value) : RoundEvent;

    /// <summary>The answer to <see cref="RoundEffect.VerifyBlock"/>.</summary>
    public sealed record BlockVerified(BlockValue Value, BlockVerdict Verdict) : RoundEvent;

    /// <summary>A step's tally has something new, of whatever step.</summary>
    public sealed record TallyChanged(TallySummary Summary) : RoundEvent;

    /// <summary>
    /// A participant of this node had signed a step of this round, on this branch, before the node lost its place by a
    /// crash or a switch of branch.
    /// </summary>
    /// <param name="Step">The latest such step.</param>
    /// <param name="Position">What was signed in it.</param>
    public sealed record Resumed(Step Step, Position Position) : RoundEvent;

    /// <summary>A timer of <see cref="RoundEffect.ScheduleTimeout"/> has run out.</summary>
    public sealed record TimeoutElapsed(RoundTimer Timer) : RoundEvent;

    /// <summary>A verified certificate of this round and branch, from elsewhere.</summary>
    public sealed record CertificateHeard(Certificate Certificate) : RoundEvent;
}
