using PoR.Core.Admission;
using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Genesis;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;

namespace PoR.Core.Tests;

/// <summary>A value of every kind that crosses the network or stands on a disk.</summary>
internal static class Samples
{
    public static Bytes32 Fixed(byte value) => new([.. Enumerable.Repeat(value, 32)]);

    public static Signature Signature(byte value) => new(new Bytes64([.. Enumerable.Repeat(value, 64)]));

    public static VrfProof Proof(byte value) => new([.. Enumerable.Repeat(value, 80)]);

    public static NetworkId Network { get; } = new(Fixed(1));

    public static PublicKey Key(byte value) => new(Fixed(value));

    public static BlockValue Value { get; } = new(new BlockDigest(Fixed(2)), Key(3));

    public static Transaction.Review Review { get; } = new(
        Network, Key(4), 5, new Round(6), "Ärger", "book", ReviewNote.Cut("sehr gut ☺", out _),
        new Rating(4, 1, 5), new Timestamp(7), Fixed(8));

    public static Transaction.Payment Payment { get; } = new(Network, Key(4), 6, new Round(6), Key(9), 10);

    public static Transaction.TextCommitment TextCommitment { get; } = new(
        Network, Key(4), 4, new Round(6), Transaction.TextCommitment.DigestOf(Key(4), Review.Note, Fixed(22)));

    public static Transaction.Registration Registration { get; } = new(
        Network, Key(4), 7, new Round(6), new VrfPublicKey(Fixed(11)), new OneTimeRootKey(Fixed(12)), null);

    public static Transaction.Registration SponsoredRegistration { get; } = Registration with
    {
        Sponsorship = new Sponsorship(
            new SponsorRight(Key(5), new Round(3), 1), new Seed(Fixed(6)), Proof(7), Signature(8)),
    };

    public static ReviewEvaluation Evaluation { get; } = new(
        87, CongruenceVerdict.Incongruent, BehaviourFlags.Burst | BehaviourFlags.WrongSubject, -12);

    public static PaysetEntry ReviewEntry { get; } = new(new SignedTransaction(Review, Signature(13)), Evaluation);

    public static PaysetEntry PaymentEntry { get; } = new(new SignedTransaction(Payment, Signature(13)), null);

    public static Ballot Ballot { get; } = new(
        Network, new Round(6), Step.BbaStart, new BlockDigest(Fixed(14)), Key(15), Value, 1, Value, Proof(16));

    public static Ballot BareBallot { get; } = new(
        Network, new Round(6), Step.LeaderSelection, new BlockDigest(Fixed(14)), Key(15), null, null, null, Proof(16));

    public static OneTimeSignature OneTime { get; } = new(
        Signature(17), [new KeyLink(Fixed(18), Signature(19)), new KeyLink(Fixed(20), Signature(21))]);

    public static UnverifiedVote Vote { get; } = new(Ballot, OneTime);

    public static Evidence.Contradiction Contradiction { get; } = new(Vote, new UnverifiedVote(BareBallot, OneTime));

    public static Evidence.WrongCredential WrongCredential { get; } = new(Vote);

    public static LeaderTicket Ticket { get; } = new(
        Network, new Round(6), new BlockDigest(Fixed(14)), Key(15), Proof(22), Proof(23));

    public static Certificate Certificate { get; } = new(
        new Round(6), new BlockDigest(Fixed(14)), new BlockDigest(Fixed(24)), Step.BbaStart, Ticket, [Vote]);

    public static Evidence NoConfidence { get; } = new Evidence.NoConfidence(
        new Round(6), new BlockDigest(Fixed(14)), Value, [Vote]);

    public static BlockHeader Header { get; } = new(
        Network, new Round(6), new BlockDigest(Fixed(14)), new Seed(Fixed(25)), new Proposer(Key(3), Proof(26)),
        new Timestamp(27), new Digest(Fixed(28)), new Digest(Fixed(29)), new Digest(Fixed(30)));

    public static Block Block { get; } = new(Header, [ReviewEntry, PaymentEntry], [NoConfidence]);

    public static GenesisAccount Account(byte key) => new(
        Key(key), new VrfPublicKey(Fixed(31)), new OneTimeRootKey(Fixed(32)), 33, 34, new Round(35));

    public static GenesisDocument Genesis(params GenesisAccount[] accounts) => new(
        "néw", ProtocolParameters.Hardened, new Digest(Fixed(36)), true, new Seed(Fixed(37)), new Timestamp(38),
        [.. accounts]);

    public static IReadOnlyList<Sample> All { get; } =
    [
        Sample.Of<Transaction>("review", Review),
        Sample.Of<Transaction>("payment", Payment),
        Sample.Of<Transaction>("registration", Registration),
        Sample.Of<Transaction>("following review", Review with { After = 4 }),
        Sample.Of<Transaction>("opening review", Review with { CommitmentSalt = Fixed(22) }),
        Sample.Of<Transaction>("text commitment", TextCommitment),
        Sample.Of<Transaction>("replacing payment", Payment with { Replaces = ReviewEntry.Transaction.Id }),
        Sample.Of<Transaction>("sponsored registration", SponsoredRegistration),
        Sample.Of("signed review", ReviewEntry.Transaction),
        Sample.Of("evaluation", Evaluation),
        Sample.Of("review entry", ReviewEntry),
        Sample.Of("payment entry", PaymentEntry),
        Sample.Of("block value", Value),
        Sample.Of("ballot", Ballot),
        Sample.Of("bare ballot", BareBallot),
        Sample.Of("one-time signature", OneTime),
        Sample.Of("key link", OneTime.Chain[0]),
        Sample.Of("vote", Vote),
        Sample.Of("leader ticket", Ticket),
        Sample.Of("certificate", Certificate),
        Sample.Of("empty certificate", Certificate with { Ticket = null }),
        Sample.Of("no confidence", NoConfidence),
        Sample.Of<Evidence>("contradiction", Contradiction),
        Sample.Of<Evidence>("wrong credential", WrongCredential),
        Sample.Of("proposer", Header.Proposer!),
        Sample.Of("header", Header),
        Sample.Of("empty header", Header with { Proposer = null }),
        Sample.Of("block", Block),
        Sample.Of("certified block", new CertifiedBlock(Block, Certificate)),
        Sample.Of("genesis account", Account(1)),
        Sample.Of("genesis", Genesis(Account(1), Account(2))),
        Sample.Of("paper parameters", ProtocolParameters.Paper),
        Sample.Of("unbounded parameters", new ProtocolParameters { CommitteeSize = null, ExpectedProposers = null }),
        Sample.Of("behaviour parameters", new BehaviourParameters()),
    ];
}
