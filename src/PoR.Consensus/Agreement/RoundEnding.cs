using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Consensus.Agreement;

/// <summary>How a round ended. Closed: every case is nested here.</summary>
public abstract record RoundEnding
{
    private RoundEnding()
    {
    }

    /// <summary>The step of the votes that certify it.</summary>
    public abstract Step Step { get; }

    /// <summary>Ending Condition 0: t_H votes (0, v) of step 4, 7, 10, …, and the leader's ticket.</summary>
    /// <param name="Value">v.</param>
    /// <param name="OfStep">Of the votes.</param>
    /// <param name="Ticket">The leader's ticket. The certificate carries it, since Q^r follows from it.</param>
    public sealed record WithBlock(BlockValue Value, Step OfStep, Ticket Ticket) : RoundEnding
    {
        /// <inheritdoc/>
        public override Step Step => OfStep;
    }

    /// <summary>Ending Condition 1: t_H votes of bit 1 of step 5, 8, 11, ….</summary>
    /// <param name="OfStep">Of the votes.</param>
    public sealed record WithEmptyBlock(Step OfStep) : RoundEnding
    {
        /// <inheritdoc/>
        public override Step Step => OfStep;
    }

    /// <summary>A certificate came from elsewhere.</summary>
    public sealed record WithCertificate(Certificate Certificate) : RoundEnding
    {
        /// <inheritdoc/>
        public override Step Step => Certificate.Step;
    }
}
