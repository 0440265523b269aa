using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using PoR.Chain;
using PoR.Core.Agreement;
using PoR.Core.Transactions;
using PoR.Evaluation;
using PoR.Ledger.Blocks;
using PoR.Wire;

namespace PoR.Actors.Services;

/// <summary>
/// Scores of texts and states after blocks: pure functions of their input, computed once per process, bounded.
/// Nodes that agree share one immutable state. Safe on many threads.
/// </summary>
public sealed class SharedChain : ITextScores
{
    // Nodes store a block a few rounds after each other.
    private const int RoundsOpenBeyondTree = 4;

    private readonly ITextScores _texts;
    private readonly BoundedMemo<Core.Hashing.Digest, TextScore> _scores;
    private readonly BoundedMemo<(BlockDigest Block, bool IsScored), BlockOutcome> _outcomes;
    private readonly BoundedMemo<BlockDigest, Branch> _branches;
    private readonly ConditionalWeakTable<CompactBlock, Block> _expanded = [];

    /// <summary>Empty caches.</summary>
    /// <param name="genesis">Where all chains begin.</param>
    /// <param name="texts">Scores texts, without a memory of its own.</param>
    /// <param name="scoresKept">Scores kept: at least this many, at most twice as many.</param>
    /// <param name="blocksKept">Likewise of states.</param>
    public SharedChain(Branch genesis, ITextScores texts, int scoresKept, int blocksKept)
    {
        Genesis = genesis;
        _texts = texts;
        _scores = new(scoresKept);
        _outcomes = new(blocksKept);
        _branches = new(blocksKept);
        Archive = new BlockArchive(ChainTree.Of(genesis.State).KeptRounds + RoundsOpenBeyondTree);
    }

    /// <summary>The chain that has only its genesis.</summary>
    public Branch Genesis { get; }

    /// <summary>Old blocks, for journals of one process that keep objects.</summary>
    public BlockArchive Archive { get; }

    /// <inheritdoc/>
    public TextScore Of(ReviewNote note) => _scores.Get(
        Core.Hashing.DomainHash.Of(Core.Hashing.HashDomain.ReviewText, note.Utf8),
        static a => a._texts.Of(a.note),
        (_texts, note));

    /// <summary>Re-runs a block: its rules, and its evaluations too if <paramref name="isScored"/>.</summary>
    /// <param name="branch">Its parent's chain.</param>
    /// <param name="block">The block; its digests must cover it, or the outcome says so.</param>
    /// <param name="checks">Signatures of transactions and evidence.</param>
    /// <param name="isScored">True in step 3; false for a block that is certified already.</param>
    public BlockOutcome Execute(Branch branch, Block block, PeerChecks checks, bool isScored)
    {
        // Any peer can send another body under a valid header, so the outcome must not be stored under the header's
        // digest.
        if (!block.HasOwnBody)
            return BlockRun.Execute(branch, block, checks, checks, isScored ? this : null);

        // A block that passed a full re-evaluation also passes a check that trusts its scores.
        if (!isScored && _outcomes.TryFind((block.Digest, true), out var scored) && scored is BlockOutcome.Valid valid)
            return valid.Tolerated.IsEmpty ? valid : valid with { Tolerated = [] };

        // Of one that has passed without its scores, as in catch-up, only the texts are left.
        if (isScored && _outcomes.TryFind((block.Digest, false), out var unscored)
            && unscored is BlockOutcome.Valid kept)
            return _outcomes.Get(
                (block.Digest, true),
                static a => BlockExecutor.ReEvaluate(a.State, a.block, a.kept, a.self),
                (branch.State, block, kept, self: this));
        return _outcomes.Get(
            (block.Digest, isScored),
            static a => BlockRun.Execute(a.branch, a.block, a.checks, a.checks, a.isScored ? a.self : null),
            (self: this, branch, block, checks, isScored));
    }

    /// <summary>The whole of a block that names its transactions; peers with the same transactions share it.</summary>
    /// <param name="block">As a peer sent it.</param>
    /// <param name="transactions">In payset order, one for each entry.</param>
    /// <returns>Null when the transactions do not give what the header's digests are of.</returns>
    public Block? Expand(CompactBlock block, ImmutableArray<SignedTransaction> transactions)
    {
        // Compared by reference, since a transaction with another signature has the same id but makes another block.
        if (_expanded.TryGetValue(block, out var known)
            && known.Payset.Select(entry => entry.Transaction).SequenceEqual(
                transactions, ReferenceEqualityComparer.Instance))
            return known;
        var expanded = block.Expand(transactions);
        if (expanded is not null)
            _expanded.AddOrUpdate(block, expanded);
        return expanded;
    }

    /// <summary>A chain with one block more.</summary>
    public Branch Extend(Branch branch, BlockOutcome.Valid outcome) => _branches.Get(
        outcome.Next.BlockDigest,
        static a => a.branch.With(a.outcome.Next),
        (branch, outcome));
}
