using PoR.Wire;

namespace PoR.Node.Links;

/// <summary>
/// What the checks of a peer's messages take, by a table: the checks are made later, with those of other peers'
/// messages, so their own time cannot be told apart. Milliseconds on a processor of 2020.
/// </summary>
internal static class CheckCosts
{
    private const double Vote = 0.3;
    private const double Ticket = 0.5;
    private const double Transaction = 0.1;
    private const double Certificate = 1;

    /// <summary>Of a message that the peer has not said before, without those in it.</summary>
    public static double Of(PeerMessage message) => message switch
    {
        PeerMessage.VoteSent => Vote,
        PeerMessage.TicketSent => Ticket,
        PeerMessage.ProposalSent => Vote + Ticket,
        PeerMessage.TransactionSent => Transaction,
        PeerMessage.CertificateSent => Certificate,

        // Answers to this peer's own questions, and questions: they cost no check that was not asked for.
        _ => 0,
    };
}
