using PoR.Core.Agreement;
using PoR.Core.Blocks;

namespace PoR.Actors.Participants;

/// <summary>What a participant must never forget. Closed: every case is nested here.</summary>
public abstract record ParticipantEvent
{
    private ParticipantEvent()
    {
    }

    /// <summary>A one-time key has signed; only these stored bytes are ever sent (design decision 8).</summary>
    /// <param name="Vote">Ballot and signature.</param>
    /// <param name="Proposed">
    /// The block that a vote of step 1 proposes: if all nodes crash at once nobody else has it any more, while votes
    /// for it live on.
    /// </param>
    public sealed record BallotSigned(UnverifiedVote Vote, Block? Proposed = null) : ParticipantEvent;
}
