using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Core.Agreement;

/// <summary>Why evidence proves nothing. Closed: every case is nested here.</summary>
/// <remarks>It stands beside evidence and not beside its verifier, since the faults of a block carry it.</remarks>
public abstract record EvidenceFault
{
    private EvidenceFault()
    {
    }

    /// <summary>Its round is not on this chain, or lies too far back.</summary>
    public sealed record NotOnThisChain(Round Round) : EvidenceFault;

    /// <summary>One of its votes is of another network.</summary>
    public sealed record WrongNetwork : EvidenceFault;

    /// <summary>The evidence, or one of its votes, is of another round than the view.</summary>
    public sealed record WrongRound(Round Round, Round Expected) : EvidenceFault;

    /// <summary>On another branch than the view's.</summary>
    public sealed record WrongParent : EvidenceFault;

    /// <summary>The accused was not eligible in that round.</summary>
    public sealed record AccusedNotEligible(PublicKey Accused) : EvidenceFault;

    /// <summary>Senders are not in strictly ascending order, or the two votes not in that of their digests.</summary>
    public sealed record BadOrder : EvidenceFault;

    /// <summary>More votes than the threshold: each has a seat, so some are superfluous.</summary>
    /// <param name="Votes">How many.</param>
    /// <param name="SeatsNeeded">The threshold.</param>
    public sealed record TooManyVotes(int Votes, long SeatsNeeded) : EvidenceFault;

    /// <summary>A vote is of another step, or its flag does not name exactly the accused block and leader.</summary>
    public sealed record ForeignVote(PublicKey Sender, Step Step) : EvidenceFault;

    /// <summary>A vote does not verify.</summary>
    public sealed record InvalidVote(PublicKey Sender, Step Step, VoteFault Fault) : EvidenceFault;

    /// <summary>Less seats than the threshold.</summary>
    public sealed record TooFewSeats(long Seats, long SeatsNeeded) : EvidenceFault;

    /// <summary>The two votes are of different senders or steps, or say the same.</summary>
    public sealed record NoContradiction : EvidenceFault;

    /// <summary>The accused did not sign a vote that is brought against it.</summary>
    public sealed record BadSignature(PublicKey Accused, Step Step) : EvidenceFault;

    /// <summary>The credential is the accused's own, whether it wins a seat or not.</summary>
    public sealed record CredentialHolds(PublicKey Accused, Step Step) : EvidenceFault;
}
