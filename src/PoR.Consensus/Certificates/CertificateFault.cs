using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Consensus.Certificates;

/// <summary>Why a certificate proves nothing. Closed: every case is nested here.</summary>
public abstract record CertificateFault
{
    private CertificateFault()
    {
    }

    /// <summary>
    /// The certificate names another block than the one that it came with, or than the state's empty block.
    /// </summary>
    public sealed record WrongBlock(BlockDigest Block) : CertificateFault;

    /// <summary>The certificate is of another round than the view.</summary>
    public sealed record WrongRound(Round Round, Round Expected) : CertificateFault;

    /// <summary>The certificate is of another branch than the view.</summary>
    public sealed record WrongParent : CertificateFault;

    /// <summary>Its step cannot end a round this way: 4, 7, … with a block; 5, 8, … without.</summary>
    public sealed record WrongStep(Step Step) : CertificateFault;

    /// <summary>Senders are not in strictly ascending order.</summary>
    public sealed record BadOrder : CertificateFault;

    /// <summary>
    /// There are more votes than t_H. Each vote has at least one seat, so some votes are superfluous.
    /// </summary>
    /// <param name="Votes">How many.</param>
    /// <param name="SeatsNeeded">t_H.</param>
    public sealed record TooManyVotes(int Votes, long SeatsNeeded) : CertificateFault;

    /// <summary>A vote is for something else, or of another step.</summary>
    public sealed record ForeignVote(PublicKey Sender, Step Step) : CertificateFault;

    /// <summary>The leader's ticket does not hold.</summary>
    public sealed record InvalidTicket(PublicKey Sender, TicketFault Fault) : CertificateFault;

    /// <summary>A vote does not verify.</summary>
    public sealed record InvalidVote(PublicKey Sender, Step Step, VoteFault Fault) : CertificateFault;

    /// <summary>Less than t_H seats.</summary>
    public sealed record TooFewSeats(long Seats, long SeatsNeeded) : CertificateFault;
}
