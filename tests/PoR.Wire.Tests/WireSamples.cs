using PoR.Actors.Ledgers;
using PoR.Actors.Participants;
using PoR.Chain;
using PoR.Core.Admission;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Core.Tests;
using PoR.Core.Transactions;
using PoR.Evaluation;
using PoR.Ledger.Blocks;

namespace PoR.Wire.Tests;

/// <summary>Every message between peers, event and snapshot once, beside the values that they are made of.</summary>
internal static class WireSamples
{
    public static Proposal Proposal { get; } = new(Samples.Vote, CompactBlock.Of(Samples.Block));

    public static LedgerSnapshot Snapshot { get; } = new(
        Chain(), new JournalPlaces([new(new Round(1), 1), new(new Round(2), 4)]));

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
        new PeerMessage.ChainRequested(
            [new(new Round(6), Samples.Block.Digest), new(new Round(5), new(Samples.Fixed(40)))]),
        new PeerMessage.ChainSent([new CertifiedBlock(Samples.Block, Samples.Certificate)]),
        new PeerMessage.ProposalRequested(Samples.Block.Digest, Samples.Key(3)),
        new PeerMessage.BlockRequested(Samples.Block.Digest),
        new PeerMessage.BlockSent(Samples.Block),
        new PeerMessage.CertificateSent(Samples.Certificate),
        new PeerMessage.VotesHeard(
            Samples.Block.Digest,
            [
                new(Step.LeaderSelection, new(Samples.Fixed(41))),
                new(Step.BlockVerification, new(Samples.Fixed(42))),
            ]),
        new PeerMessage.VotesListed(
            Samples.Block.Digest,
            Step.LeaderSelection,
            [new(0, HeardVote.MarkOf(Samples.Vote)), new(7, ulong.MaxValue)]),
        new PeerMessage.ContradictionSent(Samples.Contradiction),
        new PeerMessage.SponsorshipRequested(new SponsorshipRequest(
            Samples.Network, Samples.Registration.Keys, "späte Lampe", new Round(9), Samples.Signature(43))),
        new PeerMessage.SponsorshipOffered(
            Samples.Registration.Keys, Samples.SponsoredRegistration.Sponsorship!),
        new PeerMessage.WrongCredentialSent(Samples.WrongCredential),
        new PeerMessage.ForeignSent([0, 1, 2, 254, 255], IsFirst: true),
    ];

    public static IReadOnlyList<Sample> All { get; } =
    [
        .. Messages.Select(static message => Sample.Of(message.Tag.ToString(), message)),
        Sample.Of("BallotSigned", new ParticipantEvent.BallotSigned(Samples.Vote, Samples.Block)),
        Sample.Of("BallotSignedWithoutBlock", new ParticipantEvent.BallotSigned(Samples.Vote)),
        Sample.Of("KeysMoved", new ParticipantEvent.KeysMoved(IsAway: true)),
        Sample.Of("ParticipantState", new ParticipantState(
            new Round(6), Step.BbaStart, [new ParticipantEvent.BallotSigned(Samples.Vote)])),
        Sample.Of("LedgerSnapshot", Snapshot),
        .. Samples.All.Select(static sample => sample with { Name = "Core" + Camel(sample.Name) }),
    ];

    /// <summary>Genesis, a state that a review and a payment have changed, and one after an empty block.</summary>
    private static Branch Chain()
    {
        var root = Branch.Of(Samples.Genesis(Samples.Account(4), Samples.Account(9)));
        var network = root.State.Genesis.Network;
        var reviewed = new BlockBuilder(
            root.State,
            new Proposer(Samples.Key(4), Samples.Proof(26)),
            new Seed(Samples.Fixed(41)),
            new Timestamp(1_000),
            [
                new(Samples.Review with { Network = network }, Samples.Signature(13)),
                new(Samples.Payment with { Network = network }, Samples.Signature(13)),
            ],
            [],
            new Delighted()).Try(int.MaxValue).Seal();
        return root.With(reviewed.Next).With(BlockExecutor.EmptyBlock(reviewed.Next).Next);
    }

    private static string Camel(string name) =>
        string.Concat(name.Split(' ', '-').Select(static word => char.ToUpperInvariant(word[0]) + word[1..]));

    private sealed class Delighted : ITextScores
    {
        public TextScore Of(ReviewNote note) => new(90, true);
    }
}
