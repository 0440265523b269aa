using PoR.Core.Admission;
using PoR.Core.Bytes;
using PoR.Core.Canonical;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Core.Transactions;

/// <summary>What an account asks of the ledger (PoR §3.7). Closed: every case is nested here.</summary>
/// <param name="Network">The only network that accepts it.</param>
/// <param name="Sender">pk: who signs it.</param>
/// <param name="Sequence">A number that the sender uses once: 1 and up, in any order within a window.</param>
/// <param name="LastValidRound">The last round whose block may hold it.</param>
public abstract record Transaction(NetworkId Network, PublicKey Sender, ulong Sequence, Round LastValidRound)
    : ICanonical<Transaction>
{
    /// <summary>The longest subject or category, in bytes of UTF-8.</summary>
    public const int NameBytesMax = 128;

    // Bits beside the kind: what is named there follows the last valid round. Without them nothing does.
    private const byte HasReplaced = 0x80;
    private const byte HasPredecessor = 0x40;
    private const byte HasSalt = 0x20;

    /// <summary>
    /// The transaction of the same sender and number that this one is to take the place of; null: of none. A block may
    /// still hold either.
    /// </summary>
    public TransactionId? Replaces { get; init; }

    private enum Kind : byte
    {
        Review = 1,
        Payment = 2,
        Registration = 3,
        TextCommitment = 4,
    }

    /// <summary>R = SIG_pk(pk, I, H(I_2)): a review of a subject (PoR §3.7 item 2).</summary>
    /// <param name="Network">The only network that accepts it.</param>
    /// <param name="Sender">The reviewer.</param>
    /// <param name="Sequence">A number that the sender uses once.</param>
    /// <param name="LastValidRound">The last round whose block may hold it.</param>
    /// <param name="Subject">What is reviewed: 1..128 bytes of UTF-8.</param>
    /// <param name="Category">The kind of thing it is: 0..128 bytes of UTF-8; empty when not known.</param>
    /// <param name="Note">ReviewNote: the text.</param>
    /// <param name="Rate">ReviewRate: the rating.</param>
    /// <param name="WrittenAt">When the reviewer wrote it, by the reviewer's clock.</param>
    /// <param name="SensitiveHash">H(I_2, salt) of what must stay private; zeros when there is none.</param>
    public sealed record Review(
        NetworkId Network,
        PublicKey Sender,
        ulong Sequence,
        Round LastValidRound,
        string Subject,
        string Category,
        ReviewNote Note,
        Rating Rate,
        Timestamp WrittenAt,
        Bytes32 SensitiveHash)
        : Transaction(Network, Sender, Sequence, LastValidRound)
    {
        /// <summary>
        /// The number of the own transaction that must be in a block before this review; null: the author claims no
        /// order. 1 and up, below its own number.
        /// </summary>
        public ulong? After { get; init; }

        /// <summary>
        /// What opens the <see cref="TextCommitment"/> that must be in a block before this review's; null: the author
        /// has committed to nothing, so that a copy of its text in its block, or before, is no copy (D24).
        /// </summary>
        public Bytes32? CommitmentSalt { get; init; }
    }

    /// <summary>
    /// Says that its sender has a text, and nothing of the text. Who has committed first is never withheld for a copy.
    /// </summary>
    /// <param name="Network">The only network that accepts it.</param>
    /// <param name="Sender">The author.</param>
    /// <param name="Sequence">A number that the sender uses once.</param>
    /// <param name="LastValidRound">The last round whose block may hold it.</param>
    /// <param name="Commitment"><see cref="DigestOf"/> of author, text and salt.</param>
    public sealed record TextCommitment(
        NetworkId Network,
        PublicKey Sender,
        ulong Sequence,
        Round LastValidRound,
        Digest Commitment)
        : Transaction(Network, Sender, Sequence, LastValidRound)
    {
        /// <summary>H(domain ‖ account ‖ text ‖ salt). It names its author, so nobody else can use it.</summary>
        /// <param name="author">Who will write the review.</param>
        /// <param name="note">Its text, byte for byte.</param>
        /// <param name="salt">32 bytes that nobody else can guess; else a short text could be found by trying.</param>
        public static Digest DigestOf(PublicKey author, ReviewNote note, Bytes32 salt)
        {
            var writer = new CanonicalWriter();
            writer.Fixed(author.Bytes);
            writer.Bytes(note.Utf8);
            writer.Fixed(salt);
            return DomainHash.Of(HashDomain.TextCommitment, writer.WrittenSpan);
        }
    }

    /// <summary>Moves money, which has no weight in consensus (PoR §3.7).</summary>
    /// <param name="Network">The only network that accepts it.</param>
    /// <param name="Sender">The payer.</param>
    /// <param name="Sequence">A number that the sender uses once.</param>
    /// <param name="LastValidRound">The last round whose block may hold it.</param>
    /// <param name="Recipient">Who is paid; a new account when it is not known yet.</param>
    /// <param name="Amount">Units of money, 1 and up.</param>
    public sealed record Payment(
        NetworkId Network,
        PublicKey Sender,
        ulong Sequence,
        Round LastValidRound,
        PublicKey Recipient,
        ulong Amount)
        : Transaction(Network, Sender, Sequence, LastValidRound);

    /// <summary>Joins an account to the protocol with its keys; once per account (PoR §3.7 item 3).</summary>
    /// <param name="Network">The only network that accepts it.</param>
    /// <param name="Sender">The account that joins.</param>
    /// <param name="Sequence">A number that the sender uses once.</param>
    /// <param name="LastValidRound">The last round whose block may hold it.</param>
    /// <param name="VrfKey">Makes its credentials.</param>
    /// <param name="OneTimeRoot">Certifies its one-time keys.</param>
    /// <param name="Sponsorship">Who admits it (D41); null where nobody needs a sponsor.</param>
    public sealed record Registration(
        NetworkId Network,
        PublicKey Sender,
        ulong Sequence,
        Round LastValidRound,
        VrfPublicKey VrfKey,
        OneTimeRootKey OneTimeRoot,
        Sponsorship? Sponsorship)
        : Transaction(Network, Sender, Sequence, LastValidRound)
    {
        /// <summary>The keys with which it joins.</summary>
        public NewcomerKeys Keys => new(Sender, VrfKey, OneTimeRoot);
    }

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        var (after, salt) = this is Review said ? (said.After, said.CommitmentSalt) : (null, null);
        writer.Byte((byte)((byte)KindOf(this)
            | (Replaces is null ? 0 : HasReplaced) | (after is null ? 0 : HasPredecessor)
            | (salt is null ? 0 : HasSalt)));
        writer.Fixed(Network.Bytes);
        writer.Fixed(Sender.Bytes);
        writer.UInt64(Sequence);
        writer.Int64(LastValidRound.Number);
        if (Replaces is { } replaced)
            writer.Fixed(replaced.Bytes);
        if (after is { } predecessor)
            writer.UInt64(predecessor);
        if (salt is { } opening)
            writer.Fixed(opening);
        switch (this)
        {
            case Review review:
                writer.Text(review.Subject);
                writer.Text(review.Category);
                writer.Bytes(review.Note.Utf8);
                writer.Value(review.Rate);
                writer.Int64(review.WrittenAt.Milliseconds);
                writer.Fixed(review.SensitiveHash);
                break;
            case Payment payment:
                writer.Fixed(payment.Recipient.Bytes);
                writer.UInt64(payment.Amount);
                break;
            case Registration registration:
                writer.Fixed(registration.VrfKey.Bytes);
                writer.Fixed(registration.OneTimeRoot.Bytes);
                writer.Boolean(registration.Sponsorship is not null);
                if (registration.Sponsorship is { } sponsorship)
                    writer.Value(sponsorship);
                break;
            case TextCommitment text:
                writer.Fixed(text.Commitment.Bytes);
                break;
        }
    }

    /// <inheritdoc/>
    public static Transaction? Read(ref CanonicalReader reader)
    {
        var first = reader.Byte();
        var kind = (Kind)(first & ~(HasReplaced | HasPredecessor | HasSalt));
        if (!Enum.IsDefined(kind))
        {
            reader.Fail($"a transaction's kind must be 1..4, not {(byte)kind}.");
            return null;
        }

        var network = new NetworkId(reader.Fixed32());
        var sender = new PublicKey(reader.Fixed32());
        var sequence = reader.UInt64();
        var lastValid = new Round(reader.Int64());
        if (sequence == 0 || lastValid.Number < 1)
            reader.Fail("a sequence number and a last valid round must be 1 or more.");
        TransactionId? replaced = (first & HasReplaced) == 0 ? null : new TransactionId(reader.Fixed32());
        ulong? after = (first & HasPredecessor) == 0 ? null : reader.UInt64();
        Bytes32? salt = (first & HasSalt) == 0 ? null : reader.Fixed32();
        if (after is { } predecessor && (kind != Kind.Review || predecessor == 0 || predecessor >= sequence))
            reader.Fail("only a review names what it comes after, and by a number below its own.");
        if (salt is not null && kind != Kind.Review)
            reader.Fail("only a review opens what its author has committed to.");
        Transaction? transaction = kind switch
        {
            Kind.Review => ReadReview(ref reader, network, sender, sequence, lastValid) is { } review
                ? review with { After = after, CommitmentSalt = salt }
                : null,
            Kind.Payment => ReadPayment(ref reader, network, sender, sequence, lastValid),
            Kind.Registration => new Registration(
                network, sender, sequence, lastValid,
                new VrfPublicKey(reader.Fixed32()), new OneTimeRootKey(reader.Fixed32()),
                reader.Boolean() ? Sponsorship.Read(ref reader) : null),
            Kind.TextCommitment => new TextCommitment(
                network, sender, sequence, lastValid, new Digest(reader.Fixed32())),
            _ => throw new System.Diagnostics.UnreachableException($"Nothing reads kind {kind}."),
        };
        return transaction is null ? null : transaction with { Replaces = replaced };
    }

    private static Review? ReadReview(
        ref CanonicalReader reader, NetworkId network, PublicKey sender, ulong sequence, Round lastValid)
    {
        var subject = reader.Text(NameBytesMax);
        var category = reader.Text(NameBytesMax);
        var note = ReviewNote.TryCreate(reader.Bytes(ReviewNote.BytesMax));
        var rate = Rating.Read(ref reader);
        var writtenAt = new Timestamp(reader.Int64());
        var sensitive = reader.Fixed32();
        if (subject.Length == 0)
            reader.Fail("a review must name its subject.");
        if (note is null)
            reader.Fail($"a review's text must be valid UTF-8 of 1..{ReviewNote.BytesMax} bytes.");
        return note is null
            ? null
            : new Review(
                network, sender, sequence, lastValid, subject, category, note, rate, writtenAt, sensitive);
    }

    private static Payment ReadPayment(
        ref CanonicalReader reader, NetworkId network, PublicKey sender, ulong sequence, Round lastValid)
    {
        var recipient = new PublicKey(reader.Fixed32());
        var amount = reader.UInt64();
        if (amount == 0)
            reader.Fail("a payment's amount must be 1 or more.");
        return new Payment(network, sender, sequence, lastValid, recipient, amount);
    }

    private static Kind KindOf(Transaction transaction) => transaction switch
    {
        Review => Kind.Review,
        Payment => Kind.Payment,
        Registration => Kind.Registration,
        TextCommitment => Kind.TextCommitment,
        _ => throw new System.Diagnostics.UnreachableException($"No kind for {transaction.GetType().Name}."),
    };
}

/// <summary>Digest of a transaction's canonical bytes without its signature, 32 bytes.</summary>
public readonly record struct TransactionId(Bytes32 Bytes) : IComparable<TransactionId>
{
    /// <inheritdoc/>
    public int CompareTo(TransactionId other) => Bytes.CompareTo(other.Bytes);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Bytes.ToString();
}
