using PoR.Actors.Contract;
using PoR.Actors.Messages;
using PoR.Core.Agreement;
using PoR.Core.Protocol;

namespace PoR.Actors.Participants;

/// <summary>The end of a lottery. Closed: every case is nested here.</summary>
public abstract record Drawn : IMessage
{
    private Drawn()
    {
    }

    /// <summary>Not selected: silent in this step.</summary>
    public sealed record NoSeat : Drawn
    {
        /// <summary>The one instance.</summary>
        public static NoSeat Instance { get; } = new();
    }

    /// <summary>Selected to propose.</summary>
    /// <param name="Opened">What the lot was drawn for.</param>
    /// <param name="Ticket">The small message.</param>
    /// <param name="NextSeed">Q^r if its block is decided.</param>
    public sealed record Proposer(
        ParticipantMessage.ProposalStepOpened Opened, LeaderTicket Ticket, Seed NextSeed) : Drawn;

    /// <summary>Selected to vote.</summary>
    /// <param name="Opened">What the lot was drawn for.</param>
    /// <param name="Credential">σ^{r,s}.</param>
    public sealed record Verifier(ParticipantMessage.VoteStepOpened Opened, VrfProof Credential) : Drawn;
}
