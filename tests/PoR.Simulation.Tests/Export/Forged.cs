using System.Collections.Immutable;
using PoR.Core.Agreement;
using PoR.Core.Transactions;

namespace PoR.Simulation.Tests.Export;

/// <summary>
/// A block of a chain with something changed. What its header covers is signed again by all, so that its digests and
/// its certificate hold; null where it has nothing of the kind.
/// </summary>
internal static class Forged
{
    public static Block BlockOf(ComposedChain chain, int index) => chain.Blocks[index].Block;

    public static CertifiedBlock? Certificate(
        ComposedChain chain, int index, Func<Certificate, Certificate?> change) =>
        change(chain.Blocks[index].Certificate) is { } changed
            ? chain.Blocks[index] with { Certificate = changed }
            : null;

    public static CertifiedBlock? Votes(
        ComposedChain chain,
        int index,
        Func<ImmutableArray<UnverifiedVote>, ImmutableArray<UnverifiedVote>> change) =>
        Certificate(chain, index, c => c.Votes.Length < 2 ? null : c with { Votes = change(c.Votes) });

    public static CertifiedBlock Again(ComposedChain chain, int index, Block changed) =>
        chain.Certify(chain.Before(index), changed);

    public static CertifiedBlock Header(ComposedChain chain, int index, Func<BlockHeader, BlockHeader> change) =>
        Again(chain, index, new Block(
            change(BlockOf(chain, index).Header), BlockOf(chain, index).Payset, BlockOf(chain, index).Evidence));

    public static CertifiedBlock? Payset(
        ComposedChain chain, int index, Func<ImmutableArray<PaysetEntry>, ImmutableArray<PaysetEntry>> change)
    {
        var block = BlockOf(chain, index);
        if (block.Payset.IsEmpty)
            return null;
        var payset = change(block.Payset);
        return Again(chain, index, new Block(
            block.Header with { PaysetDigest = Block.DigestOf(payset) }, payset, block.Evidence));
    }

    public static CertifiedBlock? Evidence(
        ComposedChain chain, int index, Func<ImmutableArray<Evidence>, ImmutableArray<Evidence>> change)
    {
        var block = BlockOf(chain, index);
        var evidence = change(block.Evidence);
        return evidence.SequenceEqual(block.Evidence) ? null : Again(chain, index, new Block(
            block.Header with { EvidenceDigest = Block.DigestOf(evidence) }, block.Payset, evidence));
    }

    public static CertifiedBlock? Entry(
        ComposedChain chain, int index, Random random, Func<PaysetEntry, PaysetEntry?> change)
    {
        var payset = BlockOf(chain, index).Payset;
        var at = payset.IsEmpty ? 0 : random.Next(payset.Length);
        return !payset.IsEmpty && change(payset[at]) is { } changed
            ? Payset(chain, index, p => p.SetItem(at, changed))
            : null;
    }

    public static CertifiedBlock? Evaluated(
        ComposedChain chain, int index, Random random, Func<ReviewEvaluation, ReviewEvaluation> change) =>
        Entry(chain, index, random, entry => entry.Evaluation is { Verdict: CongruenceVerdict.Congruent } evaluation
            ? entry with { Evaluation = change(evaluation) }
            : null);

    /// <summary>Signed anew by the sender, so that the signature holds.</summary>
    public static CertifiedBlock? Signed(
        ComposedChain chain, int index, Random random, Func<Transaction, Transaction?> change) =>
        Entry(chain, index, random, entry => change(entry.Transaction.Body) is { LastValidRound.Number: > 0 } changed
            ? entry with { Transaction = chain.Signed(changed) }
            : null);
}
