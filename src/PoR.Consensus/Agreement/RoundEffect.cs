using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Consensus.Agreement;

/// <summary>What the host must now do for a round. Closed: every case is nested here.</summary>
public abstract record RoundEffect
{
    private RoundEffect()
    {
    }

    /// <summary>Step 1: those of my participants that are selected for it propose.</summary>
    public sealed record OpenProposal : RoundEffect;

    /// <summary>Those of my participants that are selected for the step sign this and send it.</summary>
    public sealed record OpenStep(Step Step, Position Position) : RoundEffect;

    /// <summary>From now on the round waits in this step: a fact for metrics.</summary>
    public sealed record StepEntered(Step Step) : RoundEffect;

    /// <summary>Tell <see cref="RoundEvent.TimeoutElapsed"/> after so long from now.</summary>
    public sealed record ScheduleTimeout(RoundTimer Timer, TimeSpan After) : RoundEffect;

    /// <summary>
    /// Re-evaluate this block as soon as its body is here (PoR §5.2 step 3). Asking again changes nothing.
    /// </summary>
    public sealed record VerifyBlock(BlockValue Value) : RoundEffect;

    /// <summary>The body of this block is missing: fetch it by its digest.</summary>
    public sealed record RequestBlock(BlockValue Value) : RoundEffect;

    /// <summary>This leader's ticket or its block is missing: ask the peers for its messages of step 1.</summary>
    public sealed record RequestProposal(PublicKey Leader) : RoundEffect;

    /// <summary>
    /// Send CERT^{r−1} and what still matters of this round's own messages again (D10).
    /// </summary>
    public sealed record Repeat : RoundEffect;

    /// <summary>The round has ended; nothing follows.</summary>
    public sealed record RoundEnded(RoundEnding Ending) : RoundEffect;
}
