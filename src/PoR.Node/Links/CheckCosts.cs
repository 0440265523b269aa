using System.Diagnostics;
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
    private const double TransactionPerByte = 0.1 / 1_000; // Its text is scored.
    private const double Certificate = 1; // Its votes are nearly all known.
    private const double Question = 0.5;
    private const double HeardVote = 0.000_1; // Found by its place, and compared.
    private const double AnswerPerByte = 10.0 / 1_000_000;

    /// <summary>Of a message that the peer has not said before, without those in it.</summary>
    public static double Of(PeerMessage message) => message switch
    {
        PeerMessage.VoteSent or PeerMessage.WrongCredentialSent => Vote,
        PeerMessage.TicketSent => Ticket,
        PeerMessage.ProposalSent => Vote + Ticket,
        PeerMessage.TransactionSent { Transaction.ByteCount: var bytes } => Transaction + (bytes * TransactionPerByte),
        PeerMessage.CertificateSent => Certificate,
        PeerMessage.ContradictionSent => 2 * Vote,
        PeerMessage.SponsorshipRequested => Transaction,
        PeerMessage.SponsorshipOffered => Transaction + Ticket,
        PeerMessage.VotesHeard => Question,
        PeerMessage.VotesListed { Votes.Length: var votes } => Question + (votes * HeardVote),
        PeerMessage.ForeignSent => Question, // It ends with a ban.
        _ when IsQuestion(message) => Question,
        _ => throw new UnreachableException($"No cost of {message.GetType().Name} by itself."),
    };

    /// <summary>Whether a message asks for something.</summary>
    public static bool IsQuestion(PeerMessage message) =>
        message is PeerMessage.ChainRequested or PeerMessage.BlockRequested or PeerMessage.ProposalRequested;

    /// <summary>Of reading blocks and writing them, for an answer of so many bytes.</summary>
    public static double OfAnswer(int bytes) => bytes * AnswerPerByte;
}
