using System.Collections.Immutable;
using PoR.Core;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Ledger.State;

namespace PoR.Chain;

/// <summary>
/// The certified blocks of the last rounds, and which of their chains counts: the longest; of equally long ones,
/// that which is not empty where they part (D14). Immutable.
/// </summary>
/// <remarks>
/// Bounded: blocks of rounds more than <see cref="KeptRounds"/> before the tip's are forgotten, whatever branch they
/// are on; the journal has them. A switch across a fork that old is no longer possible.
/// </remarks>
public sealed class ChainTree
{
    private readonly ImmutableDictionary<BlockDigest, ChainNode> _nodes; // Only looked up.
    private readonly ImmutableSortedDictionary<Round, ImmutableArray<ChainNode>> _byRound; // In the order they came.

    private ChainTree(
        int keptRounds,
        ImmutableDictionary<BlockDigest, ChainNode> nodes,
        ImmutableSortedDictionary<Round, ImmutableArray<ChainNode>> byRound,
        ChainNode tip)
    {
        KeptRounds = keptRounds;
        _nodes = nodes;
        _byRound = byRound;
        Tip = tip;
    }

    /// <summary>How many rounds before the tip's are kept.</summary>
    public int KeptRounds { get; }

    /// <summary>The last block of the main chain.</summary>
    public ChainNode Tip { get; }

    /// <summary>Number of blocks in the tree.</summary>
    public int Count => _nodes.Count;

    /// <summary>A tree that grows from genesis, or from a snapshot's state.</summary>
    /// <param name="root">The first state.</param>
    /// <param name="margin">Rounds kept beyond what look-back and evidence need. Rounds, 0 and up.</param>
    public static ChainTree Of(LedgerState root, int margin = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(margin);
        var parameters = root.Parameters;
        var kept = Math.Max(parameters.LookBackRounds, parameters.StakeLookBackRounds)
            + parameters.EvidenceRounds + margin;
        var node = new ChainNode(root, root.BlockDigest, IsEmpty: false);
        return new ChainTree(
            kept,
            ImmutableDictionary<BlockDigest, ChainNode>.Empty.Add(node.Digest, node),
            ImmutableSortedDictionary<Round, ImmutableArray<ChainNode>>.Empty.Add(node.Round, [node]),
            node);
    }

    /// <summary>Adds a certified block whose execution gave <paramref name="state"/>.</summary>
    /// <exception cref="ArgumentException">The state is not the one after this block.</exception>
    public AddOutcome Add(Block block, LedgerState state)
    {
        if (state.BlockDigest != block.Digest)
            throw new ArgumentException("The state must be the one after the block.", nameof(state));
        if (_nodes.ContainsKey(block.Digest))
            return new AddOutcome.AlreadyKnown();
        if (!_nodes.TryGetValue(block.Header.Parent, out var parent))
            return new AddOutcome.UnknownParent();

        var node = new ChainNode(state, parent.Digest, block.IsEmpty);
        var isFork = NodesOf(node.Round).Any(n => n.Parent == node.Parent);
        var grown = new ChainTree(
            KeptRounds,
            _nodes.Add(node.Digest, node),
            _byRound.SetItem(node.Round, NodesOf(node.Round).Add(node)),
            Tip);
        var added = new AddOutcome.Added(grown, [], [], isFork);
        if (grown.IsBetter(node, Tip))
        {
            var (abandoned, adopted) = grown.Part(Tip, node);
            added = added with
            {
                Tree = grown.WithTip(node),
                Abandoned = [.. abandoned],
                Adopted = [.. adopted.AsEnumerable().Reverse()],
            };
        }

        ChainContract.Check(this, node, added);
        return added;
    }

    /// <summary>A block of the tree, or null.</summary>
    public ChainNode? Find(BlockDigest digest) => _nodes.GetValueOrDefault(digest);

    /// <summary>The main chain's block of a round; null when it is pruned or still to come.</summary>
    internal ChainNode? OnMainChain(Round round) => Ancestor(Tip, round);

    /// <summary>A block's ancestor of a round, itself included; null when it is pruned or later.</summary>
    public ChainNode? Ancestor(ChainNode node, Round round)
    {
        ChainNode? current = node;
        while (current is not null && current.Round > round)
            current = Find(current.Parent);
        return current?.Round == round ? current : null;
    }

    private bool IsBetter(ChainNode node, ChainNode tip)
    {
        if (node.Round != tip.Round)
            return node.Round > tip.Round;
        var (tipSide, nodeSide) = Part(tip, node);
        return ForkChoice.Compare(nodeSide[^1], tipSide[^1]) > 0;
    }

    /// <summary>Both ways down to the last common block, which neither holds; the oldest block last.</summary>
    private (List<ChainNode> First, List<ChainNode> Second) Part(ChainNode first, ChainNode second)
    {
        var (a, b) = (new List<ChainNode>(), new List<ChainNode>());
        while (first.Digest != second.Digest)
        {
            var isFirstLater = first.Round >= second.Round;
            if (second.Round >= first.Round)
            {
                b.Add(second);
                second = ParentOf(second);
            }

            if (isFirstLater)
            {
                a.Add(first);
                first = ParentOf(first);
            }
        }

        return (a, b);
    }

    private ChainNode ParentOf(ChainNode node) => Find(node.Parent)
        ?? throw new InvariantViolationException("Two blocks of one tree have a common ancestor in it.");

    private ImmutableArray<ChainNode> NodesOf(Round round) => _byRound.GetValueOrDefault(round, []);

    /// <summary>The tree with another tip and without what is too old.</summary>
    private ChainTree WithTip(ChainNode tip)
    {
        var oldest = tip.Round - KeptRounds;
        var (nodes, byRound) = (_nodes, _byRound);
        while (byRound.First() is var (round, old) && round < oldest)
        {
            nodes = nodes.RemoveRange(old.Select(n => n.Digest));
            byRound = byRound.Remove(round);
        }

        var pruned = new ChainTree(KeptRounds, nodes, byRound, tip);
        return ReferenceEquals(nodes, _nodes) ? pruned : pruned.WithoutStrangers();
    }

    /// <summary>
    /// Pruning also drops branches that do not descend from the new root, since they could not be compared with the
    /// others.
    /// </summary>
    private ChainTree WithoutStrangers()
    {
        var root = Ancestor(Tip, _byRound.First().Key);
        var (nodes, byRound) = (_nodes, _byRound);
        foreach (var (round, all) in _byRound)
        {
            var kept = all.RemoveAll(n => n != root && !nodes.ContainsKey(n.Parent));
            if (round == root?.Round)
                kept = [root];
            if (kept.Length == all.Length)
                continue;
            nodes = nodes.RemoveRange(all.Except(kept).Select(n => n.Digest));
            byRound = byRound.SetItem(round, kept);
        }

        return new ChainTree(KeptRounds, nodes, byRound, Tip);
    }
}

/// <summary>What became of a certified block. Closed: every case is nested here.</summary>
public abstract record AddOutcome
{
    private AddOutcome()
    {
    }

    /// <summary>It is in the tree.</summary>
    /// <param name="Tree">The tree with it.</param>
    /// <param name="Abandoned">What the main chain lost, newest first; empty unless it switched.</param>
    /// <param name="Adopted">What the main chain gained, oldest first; empty when the block lies beside it.</param>
    /// <param name="IsFork">Its parent had another certified child.</param>
    public sealed record Added(
        ChainTree Tree,
        ImmutableArray<ChainNode> Abandoned,
        ImmutableArray<ChainNode> Adopted,
        bool IsFork) : AddOutcome;

    /// <summary>It was there.</summary>
    public sealed record AlreadyKnown : AddOutcome;

    /// <summary>Its parent is not in the tree: not heard of yet, or pruned.</summary>
    public sealed record UnknownParent : AddOutcome;
}

/// <summary>A certified block in the tree, with the state after it.</summary>
/// <param name="State">The state; its round and digest are the block's.</param>
/// <param name="Parent">H(B^{r−1}).</param>
/// <param name="IsEmpty">Whether it is B_ε.</param>
public sealed record ChainNode(LedgerState State, BlockDigest Parent, bool IsEmpty)
{
    /// <summary>H(B^r).</summary>
    public BlockDigest Digest => State.BlockDigest;

    /// <summary>r.</summary>
    public Round Round => State.Round;
}

/// <summary>Which of two children of one parent is preferred (D14).</summary>
internal static class ForkChoice
{
    /// <summary>
    /// Above 0 when the first is preferred: the non-empty one. Two non-empty ones must never both be certified; if they
    /// are, the lower digest is preferred, so that all nodes make the same choice.
    /// </summary>
    public static int Compare(ChainNode first, ChainNode second) =>
        first.IsEmpty == second.IsEmpty
            ? second.Digest.CompareTo(first.Digest)
            : first.IsEmpty ? -1 : 1;
}
