using PoR.Consensus.Certificates;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Canonical;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Cryptography;
using PoR.Cryptography.OneTime;
using PoR.Ledger.Transactions;

namespace PoR.Actors.Services;

/// <summary>
/// Checks of signatures, credentials and certificates. Each is a pure function of its input, so a result is kept
/// by digest, bounded (design §3). Safe on many threads.
/// </summary>
public sealed class PeerChecks : ITransactionSignatures, ICredentialChecks, ISignatureMemo
{
    private const int LinkBytesMax = 64;

    private readonly ICryptography _cryptography;
    private readonly BoundedMemo<(Digest Vote, BlockDigest Parent), VoteChecked> _votes;
    private readonly BoundedMemo<(Bytes32 Ticket, BlockDigest Parent), TicketVerdict> _tickets;
    private readonly BoundedMemo<Bytes32, bool> _links;
    private readonly BoundedMemo<Bytes32, VrfOutput?> _outputs;
    private readonly BoundedMemo<Bytes32, bool> _signed;
    private readonly CryptographyChecks _checks;
    private readonly BoundedMemo<(TransactionId Id, Signature Signature), bool> _transactions;
    private readonly BoundedMemo<(Digest Certificate, BlockDigest Parent), CertificateFault?> _certificates;

    /// <summary>Empty caches over a cryptography.</summary>
    /// <param name="cryptography">Does the work.</param>
    /// <param name="capacity">Results kept of each kind: at least this many, at most twice as many.</param>
    public PeerChecks(ICryptography cryptography, int capacity)
    {
        _cryptography = cryptography;
        _checks = new CryptographyChecks(cryptography, this);
        _outputs = new(capacity);
        _signed = new(capacity);
        _votes = new(capacity);
        _tickets = new(capacity);
        _links = new(capacity);
        _transactions = new(capacity);
        _certificates = new(capacity);
    }

    /// <summary>Checks a vote in a round's view.</summary>
    public VoteChecked Check(UnverifiedVote vote, CommitteeView view) => _votes.Get(
        (vote.Digest, view.Parent),
        static a => new VoteChecked(a.vote, VoteVerifier.Verify(a.vote, a.view, a.self)),
        (self: this, vote, view));

    /// <summary>Whether a vote has been checked in a round's view, and the result is kept.</summary>
    public bool Knows(UnverifiedVote vote, CommitteeView view) => _votes.Has((vote.Digest, view.Parent));

    /// <summary>Whether a transaction's signature has been checked, and the result is kept.</summary>
    public bool Knows(SignedTransaction transaction) => _transactions.Has((transaction.Id, transaction.Signature));

    /// <summary>Checks a ticket in a round's view.</summary>
    public TicketVerdict Check(LeaderTicket ticket, CommitteeView view) => _tickets.Get(
        (DomainHash.Of(HashDomain.Wire, ticket).Bytes, view.Parent),
        static a => TicketVerifier.Verify(a.ticket, a.view, a.self),
        (self: this, ticket, view));

    /// <summary>Checks a certificate in its round's view; its votes as single ones are.</summary>
    /// <returns>What is wrong; null when nothing is.</returns>
    public CertificateFault? Check(Certificate certificate, CommitteeView view) => _certificates.Get(
        (DigestOf(certificate), view.Parent),
        static a => CertificateVerifier.Verify(
            a.certificate, a.view, a.self, vote => a.self.Check(vote, a.view).Verdict),
        (self: this, certificate, view));

    /// <inheritdoc/>
    public bool IsValid(SignedTransaction transaction) => _transactions.Get(
        (transaction.Id, transaction.Signature),
        static a => a.self._cryptography.Verify(
            a.transaction.Body.Sender, SignedTransaction.SigningBytes(a.transaction.Body), a.transaction.Signature),
        (self: this, transaction));

    /// <inheritdoc/>
    public bool Verify(PublicKey key, ReadOnlySpan<byte> message, Signature signature)
    {
        if (message.Length > LinkBytesMax)
            return _cryptography.Verify(key, message, signature);
        Span<byte> link = stackalloc byte[32 + Signature.Length + LinkBytesMax];
        key.Bytes.CopyTo(link);
        signature.Bytes.CopyTo(link[32..]);
        message.CopyTo(link[(32 + Signature.Length)..]);
        var length = 32 + Signature.Length + message.Length;
        return _links.Get(
            DomainHash.Of(HashDomain.Wire, link[..length]).Bytes,
            static a => a.self._cryptography.Verify(a.key, a.message, a.signature),
            (self: this, key, message: message.ToArray(), signature));
    }

    /// <inheritdoc/>
    public VrfOutput? OutputOf(VrfPublicKey key, ReadOnlySpan<byte> alpha, VrfProof proof)
    {
        var writer = new CanonicalWriter();
        writer.Fixed(key.Bytes);
        writer.Fixed(proof);
        writer.Bytes(alpha);
        return _outputs.Get(
            DomainHash.Of(HashDomain.Wire, writer.WrittenSpan).Bytes,
            static a => a.self._checks.OutputOf(a.key, a.alpha, a.proof),
            (self: this, key, alpha: alpha.ToArray(), proof));
    }

    /// <inheritdoc/>
    public bool IsSigned(
        OneTimeRootKey root, Round round, Step step, ReadOnlySpan<byte> message, OneTimeSignature signature)
    {
        var writer = new CanonicalWriter();
        writer.Fixed(root.Bytes);
        writer.Int64(round.Number);
        writer.Int32(step.Number);
        writer.Value(signature);
        writer.Bytes(message);
        return _signed.Get(
            DomainHash.Of(HashDomain.Wire, writer.WrittenSpan).Bytes,
            static a => a.self._checks.IsSigned(a.root, a.round, a.step, a.message, a.signature),
            (self: this, root, round, step, message: message.ToArray(), signature));
    }

    private static Digest DigestOf(Certificate certificate)
    {
        var writer = new CanonicalWriter();
        writer.Int64(certificate.Round.Number);
        writer.Fixed(certificate.Parent.Bytes);
        writer.Fixed(certificate.Block.Bytes);
        writer.Int32(certificate.Step.Number);
        writer.Optional(certificate.Ticket);
        foreach (var vote in certificate.Votes)
            writer.Fixed(vote.Digest.Bytes);
        return DomainHash.Of(HashDomain.Wire, writer.WrittenSpan);
    }
}
