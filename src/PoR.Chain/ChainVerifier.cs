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
public sealed class ChainVerifier : ITransactionSignatures, ITextScores, ISignatureMemo
{
    private const int LinksMax = 100_000;

    private readonly ICryptography _cryptography;
    private readonly CryptographyChecks _checks;
    private readonly EvaluationModel _model;
    private readonly HashSet<Digest> _links = [];

    private ChainVerifier(GenesisDocument genesis, ICryptography cryptography, EvaluationModel model)
    {
        _cryptography = cryptography;
        _checks = new CryptographyChecks(cryptography, this);
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
        if (genesis is not null && genesis.EvaluatorDigest != model.Digest)
            reason = $"The chain was evaluated by model {genesis.EvaluatorDigest}, and this is model {model.Digest}.";
        fault = reason is null ? null : new ChainFault(Round.Genesis, reason);
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
        reason ??= Append(next!);
        return reason is null ? null : new ChainFault(round, reason);
    }

    /// <inheritdoc/>
    public bool IsValid(SignedTransaction transaction) => _cryptography.Verify(
        transaction.Body.Sender, SignedTransaction.SigningBytes(transaction.Body), transaction.Signature);

    /// <inheritdoc/>
    /// <remarks>Links that hold are remembered, at most 100,000; then it begins anew.</remarks>
    public bool Verify(PublicKey key, ReadOnlySpan<byte> message, Signature signature)
    {
        var writer = new CanonicalWriter();
        writer.Fixed(key.Bytes);
        writer.Fixed(signature.Bytes);
        writer.Bytes(message);
        var link = DomainHash.Of(HashDomain.Wire, writer.WrittenSpan);
        if (_links.Contains(link))
            return true;
        if (!_cryptography.Verify(key, message, signature))
            return false;
        if (_links.Count == LinksMax)
            _links.Clear();
        return _links.Add(link);
    }

    /// <inheritdoc/>
    public TextScore Of(ReviewNote note) => _model.Evaluate(note.Utf8);

    private string? Append(CertifiedBlock next)
    {
        var (block, certificate) = next;
        if (certificate.Block != block.Digest)
            return "The certificate is of another block.";
        if (certificate.IsEmptyBlock != block.IsEmpty)
            return "The certificate ends the round in another way than the block says.";
        if (certificate.Ticket is { } ticket && ticket.Sender != block.Header.Proposer!.Leader)
            return "The certificate's ticket is not the leader's.";
        if (CertificateVerifier.Verify(certificate, Branch.View, _checks) is { } fault)
            return "The certificate proves nothing: "
                + $"{FaultSentences.Of(fault, certificate, Branch.View, _checks)}.";
        switch (BlockRun.Execute(Branch, block, this, _checks, this))
        {
            case BlockOutcome.Valid valid:
                Branch = Branch.With(valid.Next);
                return null;
            case BlockOutcome.Invalid { Faults: var faults }:
                return faults[0].Entry is { } entry
                    ? $"Entry {entry + 1}: {faults[0].Reason}"
                    : faults[0].Reason;
            default:
                throw new System.Diagnostics.UnreachableException("A block is valid or not.");
        }
    }
}

/// <summary>Why a chain is not what it claims to be.</summary>
/// <param name="Round">The round of the block at fault; 0 for genesis.</param>
/// <param name="Reason">One sentence.</param>
public sealed record ChainFault(Round Round, string Reason);
