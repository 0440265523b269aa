using PoR.Actors.Participants;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Core.Tests;

namespace PoR.Wire.Tests;

/// <summary>Every message between peers, event and snapshot once, beside the values that they are made of.</summary>
internal static class WireSamples
{
    public static Proposal Proposal { get; } = new(Samples.Vote, CompactBlock.Of(Samples.Block));

    public static IReadOnlyList<PeerMessage> Messages { get; } =
    [
        new PeerMessage.TransactionSent(Samples.ReviewEntry.Transaction),
        new PeerMessage.TicketSent(Samples.Ticket),
        new PeerMessage.ProposalSent(Proposal),
        new PeerMessage.VoteSent(Samples.Vote),
        new PeerMessage.Repeated(
            new Round(7),
            Samples.Block.Digest,
            new CertifiedBlock(Samples.Block, Samples.Certificate),
            [
                new PeerMessage.TicketSent(Samples.Ticket),
                new PeerMessage.ProposalSent(Proposal),
                new PeerMessage.VoteSent(Samples.Vote),
            ]),
        new PeerMessage.ChainRequested([Samples.Block.Digest, new(Samples.Fixed(40))]),
        new PeerMessage.ChainSent([new CertifiedBlock(Samples.Block, Samples.Certificate)]),
        new PeerMessage.ProposalRequested(Samples.Block.Digest, Samples.Key(3)),
        new PeerMessage.BlockRequested(Samples.Block.Digest),
        new PeerMessage.BlockSent(Samples.Block),
        new PeerMessage.CertificateSent(Samples.Certificate),
    ];

    public static IReadOnlyList<Sample> All { get; } =
    [
        .. Messages.Select(static message => Sample.Of(message.Tag.ToString(), message)),
        Sample.Of("BallotSigned", new ParticipantEvent.BallotSigned(Samples.Vote, Samples.Block)),
        Sample.Of("BallotSignedWithoutBlock", new ParticipantEvent.BallotSigned(Samples.Vote)),
        Sample.Of("ParticipantState", new ParticipantState(
            new Round(6), Step.BbaStart, [new ParticipantEvent.BallotSigned(Samples.Vote)])),
        .. Samples.All.Select(static sample => sample with { Name = "Core" + Camel(sample.Name) }),
    ];

    private static string Camel(string name) =>
        string.Concat(name.Split(' ', '-').Select(static word => char.ToUpperInvariant(word[0]) + word[1..]));
}
