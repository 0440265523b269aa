using System.Collections.Immutable;
using PoR.Core;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Ledger.Blocks;

namespace PoR.Chain;

/// <summary>
/// The certified blocks of the last rounds that a node knows, each with its chain's state, and which chain counts.
/// Older blocks of the main chain lie in the node's journal; the chain knows where.
/// </summary>
public sealed class CertifiedChain
{
    /// <summary>More places than an honest peer's locator has; each costs a look into the journal.</summary>
    private const int LooksMax = 16;

    private readonly Func<Branch, Block, BlockOutcome> _execute;
    private readonly Func<Branch, BlockOutcome.Valid, Branch> _extend;
    private readonly Dictionary<BlockDigest, (CertifiedBlock Block, long Sequence)> _blocks = [];
    private readonly Dictionary<BlockDigest, Branch> _branches = [];
    private readonly List<BlockDigest> _main = []; // From the root on; the block of a round follows its parent.
    private ChainTree _tree;

    /// <summary>The chain that begins where it is told.</summary>
    /// <param name="root">Genesis, or what a snapshot holds; its own block is not known.</param>
    /// <param name="places">Where the journal has the blocks up to the root.</param>
    /// <param name="execute">Runs a certified block on its parent's chain; a pure function, which may remember.</param>
    /// <param name="extend">A chain with one valid block more; likewise.</param>
    public CertifiedChain(
        Branch root,
        JournalPlaces places,
        Func<Branch, Block, BlockOutcome> execute,
        Func<Branch, BlockOutcome.Valid, Branch> extend)
    {
        (_execute, _extend) = (execute, extend);
        (Tip, Root, Places) = (root, root, places);
        _main.Add(root.Tip);
        _branches.Add(root.Tip, root);
        _tree = ChainTree.Of(root.State);
    }

    /// <summary>The end of the main chain.</summary>
    public Branch Tip { get; private set; }

    /// <summary>
    /// The oldest block from which branches can still be compared. Whoever has it, and what the journal holds after it,
    /// has this chain.
    /// </summary>
    public Branch Root { get; private set; }

    /// <summary>Where the journal has the blocks of the main chain up to the root.</summary>
    public JournalPlaces Places { get; private set; }

    /// <summary>The block at the tip with its certificate; null on genesis.</summary>
    public CertifiedBlock? TipBlock => Find(Tip.Tip);

    /// <summary>A certified block after the root, or null.</summary>
    public CertifiedBlock? Find(BlockDigest digest) => _blocks.GetValueOrDefault(digest).Block;

    /// <summary>Whether a certified block after the root is known.</summary>
    public bool Has(BlockDigest digest) => _blocks.ContainsKey(digest);

    /// <summary>The chain that ends with a block, while its state is kept.</summary>
    public Branch? BranchOf(BlockDigest digest) => _branches.GetValueOrDefault(digest);

    /// <summary>Runs a certified block on its parent's chain.</summary>
    public BlockOutcome Execute(CertifiedBlock certified) =>
        _execute(_branches[certified.Block.Header.Parent], certified.Block);

    /// <summary>The outcome that adding a valid block would have; the chain itself stays as it is.</summary>
    public AddOutcome Preview(Block block, BlockOutcome.Valid outcome) => _tree.Add(block, outcome.Next);

    /// <summary>Adds a certified block, which is valid.</summary>
    /// <param name="certified">The block.</param>
    /// <param name="sequence">Its number in the journal, 1 and up.</param>
    public void Add(CertifiedBlock certified, long sequence)
    {
        var block = certified.Block;
        if (Execute(certified) is not BlockOutcome.Valid outcome)
            throw new InvariantViolationException("Only valid blocks are added to the chain.");
        if (_tree.Add(block, outcome.Next) is not AddOutcome.Added added)
            return;
        _tree = added.Tree;
        _blocks[block.Digest] = (certified, sequence);
        _branches[block.Digest] = _extend(_branches[block.Header.Parent], outcome);
        _main.RemoveRange(_main.Count - added.Abandoned.Length, added.Abandoned.Length);
        _main.AddRange(added.Adopted.Select(node => node.Digest));
        Tip = _branches[_tree.Tip.Digest];
        Forget();
    }

    /// <summary>
    /// Places of the main chain from the tip back to the root, ever farther apart: they name a common block quickly.
    /// </summary>
    public ImmutableArray<ChainPoint> Locator()
    {
        var points = ImmutableArray.CreateBuilder<ChainPoint>();
        for (int i = _main.Count - 1, stride = 1; i >= 0; i -= stride)
        {
            points.Add(PointAt(i));
            if (points.Count >= 8)
                stride *= 2;
        }

        if (points[^1].Block != Root.Tip)
            points.Add(PointAt(0));
        return points.ToImmutable();
    }

    /// <summary>What follows the newest of these places that lies on the main chain, not before the root.</summary>
    /// <returns>Null when none does.</returns>
    public ImmutableArray<CertifiedBlock>? After(ImmutableArray<ChainPoint> locator, int blocksMax)
    {
        foreach (var point in locator)
        {
            if (IndexOf(point) is { } index)
                return [.. _main.Skip(index + 1).Take(blocksMax).Select(digest => _blocks[digest].Block)];
        }

        return null;
    }

    /// <summary>The main chain after the root, oldest first.</summary>
    public IEnumerable<CertifiedBlock> AfterRoot() => _main.Skip(1).Select(digest => _blocks[digest].Block);

    /// <summary>Where the journal has what follows these places, if they lie on this chain before the root.</summary>
    /// <param name="locator">From anybody.</param>
    /// <param name="blocksMax">Most blocks that are wanted.</param>
    public ImmutableArray<JournalSpan> InJournal(ImmutableArray<ChainPoint> locator, int blocksMax) =>
        [.. locator.Where(IsBeforeRoot).Distinct().Take(LooksMax).Select(point => SpanAfter(point, blocksMax))];

    private JournalSpan SpanAfter(ChainPoint point, int blocksMax)
    {
        var length = (int)Math.Min(blocksMax, Tip.State.Round.Number - point.Round.Number);
        return new JournalSpan(
            point,
            point.Round == Round.Genesis ? 0 : Places.Of(point.Round),
            [.. Enumerable.Range(1, length).Select(i => SequenceOf(point.Round + i))]);
    }

    private ChainPoint PointAt(int index) => new(Root.State.Round + index, _main[index]);

    private int? IndexOf(ChainPoint point) =>
        point.Round.Number - Root.State.Round.Number is var index
        && index >= 0 && index < _main.Count && _main[(int)index] == point.Block
            ? (int)index
            : null;

    /// <summary>A genesis that is not this chain's needs no look into the journal.</summary>
    private bool IsBeforeRoot(ChainPoint point) =>
        point.Round < Root.State.Round
        && (point.Round != Round.Genesis || point.Block == Root.State.Genesis.BlockDigest);

    private long SequenceOf(Round round) => round <= Root.State.Round
        ? Places.Of(round)
        : _blocks[_main[(int)(round.Number - Root.State.Round.Number)]].Sequence;

    /// <summary>Drops what the tree has forgotten. Of the main chain it lies in the journal.</summary>
    private void Forget()
    {
        var root = _main.FindIndex(digest => _tree.Find(digest) is not null);
        for (var i = 1; i <= root; i++)
            Places = Places.With(Root.State.Round + i, _blocks[_main[i]].Sequence);
        if (root > 0)
        {
            Root = _branches[_main[root]];
            _main.RemoveRange(0, root);
        }

        _blocks.Remove(Root.Tip);
        if (_branches.Count == _tree.Count)
            return;
        foreach (var digest in _branches.Keys.Where(d => _tree.Find(d) is null).ToArray())
        {
            _branches.Remove(digest);
            _blocks.Remove(digest);
        }
    }
}

/// <summary>Where a journal has a block of the main chain, and what follows it there.</summary>
/// <param name="From">A place that may lie on this chain; whether it does, the journal's block says.</param>
/// <param name="Sequence">Of the block of that round; 0 for genesis, which needs no look.</param>
/// <param name="Following">Of the blocks that follow, ascending; at least one.</param>
public sealed record JournalSpan(ChainPoint From, long Sequence, ImmutableArray<long> Following);
