using PoR.Consensus.Certificates;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Genesis;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Cryptography;
using PoR.Cryptography.OneTime;
using PoR.Evaluation;
using PoR.Ledger.Blocks;
using PoR.Ledger.Transactions;

namespace PoR.Chain;

/// <summary>
/// A stranger who has nothing but the bytes: verifies a chain from its genesis, block by block: hashes, seeds,
/// credentials, certificates, signatures, every evaluation and every state root.
/// </summary>
public sealed class ChainVerifier : ITransactionSignatures, ITextScores
{
    private const int SignersRemembered = 100_000;

    private readonly ICryptography _cryptography;
    private readonly CryptographyChecks _checks;
    private readonly EvaluationModel _model;

    private ChainVerifier(GenesisDocument genesis, ICryptography cryptography, EvaluationModel model)
    {
        _cryptography = cryptography;
        _checks = new CryptographyChecks(cryptography, new VerifiedChains(SignersRemembered));
        _model = model;
        Branch = Branch.Of(genesis);
    }

    /// <summary>What has been verified so far.</summary>
    public Branch Branch { get; private set; }

    /// <summary>Starts with a genesis.</summary>
    /// <param name="bytes">Canonical bytes of a <see cref="GenesisDocument"/>.</param>
    /// <param name="model">The evaluation model at hand; it must be the one that genesis names.</param>
    /// <param name="fault">What is wrong; null when the verifier is returned.</param>
    /// <returns>Null when the genesis is at fault.</returns>
    public static ChainVerifier? Start(ReadOnlySpan<byte> bytes, EvaluationModel model, out ChainFault? fault)
    {
        var genesis = CanonicalBytes.Decode<GenesisDocument>(bytes, out var reason);
        fault = genesis is null ? new ChainFault.NotCanonical(Round.Genesis, reason!)
            : genesis.EvaluatorDigest != model.Digest
                ? new ChainFault.OtherEvaluator(genesis.EvaluatorDigest, model.Digest)
                : null;
        return fault is null
            ? new ChainVerifier(
                genesis!, genesis!.IsInsecureModel ? new ModelCryptography() : new SodiumCryptography(), model)
            : null;
    }

    /// <summary>Verifies the next block and adds it.</summary>
    /// <param name="bytes">Canonical bytes of a <see cref="CertifiedBlock"/>.</param>
    /// <returns>What is wrong; null when the block now belongs to the verified chain.</returns>
    public ChainFault? Append(ReadOnlySpan<byte> bytes)
    {
        var round = Branch.View.Round;
        var next = CanonicalBytes.Decode<CertifiedBlock>(bytes, out var reason);
        return next is null ? new ChainFault.NotCanonical(round, reason!) : Append(round, next);
    }

    /// <inheritdoc/>
    public bool IsValid(SignedTransaction transaction) => _cryptography.IsSigned(transaction);

    /// <inheritdoc/>
    public TextScore Of(ReviewNote note) => _model.Evaluate(note.Utf8);

    private ChainFault? Append(Round round, CertifiedBlock next)
    {
        var (block, certificate) = next;
        if (certificate.Block != block.Digest)
            return new ChainFault.CertificateOfAnotherBlock(round);
        if (certificate.IsEmptyBlock != block.IsEmpty)
            return new ChainFault.CertificateOfAnotherEnding(round);
        if (certificate.Ticket is { } ticket && ticket.Sender != block.Header.Proposer!.Leader)
            return new ChainFault.TicketOfAnother(round, ticket.Sender, block.Header.Proposer.Leader);
        if (CertificateVerifier.Verify(certificate, Branch.View, _checks) is { } fault)
            return new ChainFault.CertificateProvesNothing(round, fault);
        switch (BlockRun.Execute(Branch, block, this, _checks, this))
        {
            case BlockOutcome.Valid valid:
                Branch = Branch.With(valid.Next);
                return null;
            case BlockOutcome.Invalid { Faults: var faults }:
                return new ChainFault.InvalidBlock(round, faults[0]);
            default:
                throw new System.Diagnostics.UnreachableException("A block is valid or not.");
        }
    }
}

/// <summary>Why a chain is not what it claims to be. Closed: every case is nested here.</summary>
public abstract record ChainFault
{
    private ChainFault(Round round) => Round = round;

    /// <summary>The round of the block at fault; 0 for genesis.</summary>
    public Round Round { get; }

    /// <summary>The bytes are no canonical form.</summary>
    /// <param name="Round">The block's round.</param>
    /// <param name="Reason">As the decoder says it.</param>
    public sealed record NotCanonical(Round Round, string Reason) : ChainFault(Round);

    /// <summary>Genesis names another evaluation model than the one at hand.</summary>
    public sealed record OtherEvaluator(Digest Named, Digest AtHand) : ChainFault(Round.Genesis);

    /// <summary>The certificate beside the block is of another one.</summary>
    public sealed record CertificateOfAnotherBlock(Round Round) : ChainFault(Round);

    /// <summary>The certificate ends the round with a block and the block is empty, or the other way round.</summary>
    public sealed record CertificateOfAnotherEnding(Round Round) : ChainFault(Round);

    /// <summary>The certificate's ticket is not the leader's.</summary>
    public sealed record TicketOfAnother(Round Round, PublicKey Sender, PublicKey Leader) : ChainFault(Round);

    /// <summary>The certificate proves nothing.</summary>
    public sealed record CertificateProvesNothing(Round Round, CertificateFault Fault) : ChainFault(Round);

    /// <summary>The block breaks a rule of the ledger.</summary>
    public sealed record InvalidBlock(Round Round, BlockFault Fault) : ChainFault(Round);
}
