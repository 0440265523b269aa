using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Consensus.Votes;

/// <summary>A leader's ticket whose credential and seed proof have been checked; only the verifier makes one.</summary>
public sealed class Ticket
{
    internal Ticket(LeaderTicket message, long seats, CredentialRank rank, Seed nextSeed)
    {
        Message = message;
        Seats = seats;
        Rank = rank;
        NextSeed = nextSeed;
    }

    /// <summary>The ticket as it came.</summary>
    public LeaderTicket Message { get; }

    /// <summary>ℓ's candidate: who proposes.</summary>
    public PublicKey Sender => Message.Sender;

    /// <summary>Seats of step 1, 1 and up.</summary>
    public long Seats { get; }

    /// <summary>Least rank of its seats: the least of all tickets leads the round.</summary>
    public CredentialRank Rank { get; }

    /// <summary>Q^r if this sender's block is decided.</summary>
    public Seed NextSeed { get; }
}
