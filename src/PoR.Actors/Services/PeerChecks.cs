using System.Collections.Immutable;
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
/// Checks of signatures, credentials and certificates. Each is a pure function of its input, so a result is kept:
/// a vote's on the vote itself, others by digest, bounded. Safe on many threads.
/// </summary>
/// <remarks>
/// A stored result saves work and changes nothing else, so no actor may decide by whether a result is stored.
/// </remarks>
public sealed class PeerChecks : ITransactionSignatures, ICredentialChecks
{
    // A round has many committees' votes, and one ticket of each proposer.
    private const int ChecksForOneTicket = 10;

    private readonly ICryptography _cryptography;
    private readonly BoundedMemo<(Digest Vote, BlockDigest Parent), VoteChecked> _votes;
    private readonly BoundedMemo<(Bytes32 Ticket, BlockDigest Parent), TicketVerdict> _tickets;
    private readonly BoundedMemo<Bytes32, VrfOutput?> _outputs;
    private readonly CryptographyChecks _checks;
    private readonly BoundedMemo<(TransactionId Id, Signature Signature), bool> _transactions;

    /// <summary>Empty caches over a cryptography.</summary>
    /// <param name="cryptography">Does the work.</param>
    /// <param name="capacity">
    /// Results kept of votes, and signers' chains of keys: at least this many, at most twice as many; of tickets a
    /// tenth.
    /// </param>
    /// <param name="transactions">Likewise of transactions' signatures; null: as many as of votes.</param>
    public PeerChecks(ICryptography cryptography, int capacity, int? transactions = null)
    {
        var tickets = Math.Max(1, capacity / ChecksForOneTicket);
        _cryptography = cryptography;
        _checks = new CryptographyChecks(cryptography, new VerifiedChains(capacity));
        _outputs = new(tickets);
        _votes = new(capacity);
        _tickets = new(tickets);
        _transactions = new(transactions ?? capacity);
    }

    /// <summary>Checks a vote in a round's view.</summary>
    public VoteChecked Check(UnverifiedVote vote, CommitteeView view)
    {
        if (vote.Ballot.Parent != view.Parent)
            return new VoteChecked(vote, VoteVerifier.Verify(vote, view, _checks));
        var known = KnownOf(vote, view);
        return known.Checked ??= _votes.Get(
            (vote.Digest, view.Parent),
            static a => new VoteChecked(a.vote, VoteVerifier.Verify(a.vote, a.view, a.checks)),
            (vote, view, checks: ChecksOf(vote)));
    }

    /// <summary>Checks votes in a round's view.</summary>
    public VotesChecked Check(ReadOnlySpan<UnverifiedVote> votes, CommitteeView view)
    {
        var checks = ImmutableArray.CreateBuilder<VoteChecked>(votes.Length);
        foreach (var vote in votes)
            checks.Add(Check(vote, view));
        return new VotesChecked(checks.MoveToImmutable());
    }

    /// <inheritdoc/>
    public VoteVerdict VerdictOf(UnverifiedVote vote, CommitteeView view) => Check(vote, view).Verdict;

    /// <summary>Whether a vote has been checked in its round's view, and the result is on it: for hints only.</summary>
    public bool Knows(UnverifiedVote vote) => vote.Known is KnownVote { Checked: not null } known && known.By == this;

    /// <summary>Whether all of these have been checked: for hints only.</summary>
    public bool Knows(ReadOnlySpan<UnverifiedVote> votes)
    {
        foreach (var vote in votes)
        {
            if (!Knows(vote))
                return false;
        }

        return true;
    }

    /// <summary>A sender's place in a view, as <see cref="CommitteeView.IndexOf"/> has it.</summary>
    /// <returns>-1 where the sender is no member, or the vote names another branch.</returns>
    public int MemberOf(UnverifiedVote vote, CommitteeView view) =>
        vote.Ballot.Parent == view.Parent ? KnownOf(vote, view).Member : -1;

    /// <summary>Whether a transaction's signature has been checked, and the result is kept.</summary>
    public bool Knows(SignedTransaction transaction) => _transactions.Has((transaction.Id, transaction.Signature));

    /// <summary>Checks a ticket in a round's view.</summary>
    public TicketVerdict Check(LeaderTicket ticket, CommitteeView view) => _tickets.Get(
        (DomainHash.Of(HashDomain.Wire, ticket).Bytes, view.Parent),
        static a => TicketVerifier.Verify(a.ticket, a.view, a.self),
        (self: this, ticket, view));

    /// <summary>Checks a certificate in its round's view; its votes as single ones are.</summary>
    /// <returns>What is wrong; null when nothing is.</returns>
    public CertificateFault? Check(Certificate certificate, CommitteeView view) =>
        CertificateVerifier.Verify(certificate, view, this);

    /// <inheritdoc/>
    public bool IsValid(SignedTransaction transaction) => _transactions.Get(
        (transaction.Id, transaction.Signature),
        static a => a.self._cryptography.IsSigned(a.transaction),
        (self: this, transaction));

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
        OneTimeRootKey root, Round round, Step step, ReadOnlySpan<byte> message, OneTimeSignature signature) =>
        _checks.IsSigned(root, round, step, message, signature);

    /// <summary>
    /// A proposer's credential also stands in its ticket, so it is looked up. The credential of any other vote is used
    /// only once.
    /// </summary>
    private ICredentialChecks ChecksOf(UnverifiedVote vote) =>
        vote.Ballot.Step == Step.BlockProposal ? this : _checks;

    private KnownVote KnownOf(UnverifiedVote vote, CommitteeView view)
    {
        if (vote.Known is KnownVote known && known.By == this)
            return known;
        known = new KnownVote(this, view.IndexOf(vote.Ballot.Sender));
        vote.Known = known;
        return known;
    }

    /// <summary>
    /// The stored result of a vote, in the view of the branch that it names; in any other view the vote is invalid.
    /// </summary>
    private sealed class KnownVote(PeerChecks by, int member)
    {
        public PeerChecks By { get; } = by;

        public int Member { get; } = member;

        public VoteChecked? Checked { get; set; }
    }
}
