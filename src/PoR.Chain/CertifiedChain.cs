using System.Collections.Immutable;
using PoR.Core;
using PoR.Core.Agreement;
using PoR.Ledger.Blocks;

namespace PoR.Chain;

/// <summary>
/// The certified blocks that a node knows, each with its chain's state, and which chain counts. All blocks of the
/// main chain are kept, to answer catch-up; states only as far back as rules look.
/// </summary>
public sealed class CertifiedChain
{
    private readonly Func<Branch, Block, BlockOutcome> _execute;
    private readonly Func<Branch, BlockOutcome.Valid, Branch> _extend;
    private readonly Dictionary<BlockDigest, CertifiedBlock> _blocks = [];
    private readonly List<BlockDigest> _main = [];
    private readonly Dictionary<BlockDigest, Branch> _branches = [];
    private ChainTree _tree;

    /// <summary>The chain that has only its genesis.</summary>
    /// <param name="genesis">Its end.</param>
    /// <param name="execute">Runs a certified block on its parent's chain; a pure function, which may remember.</param>
    /// <param name="extend">A chain with one valid block more; likewise.</param>
    public CertifiedChain(
        Branch genesis,
        Func<Branch, Block, BlockOutcome> execute,
        Func<Branch, BlockOutcome.Valid, Branch> extend)
    {
        (_execute, _extend) = (execute, extend);
        Tip = genesis;
        _branches.Add(Tip.Tip, Tip);
        _main.Add(Tip.Tip);
        _tree = ChainTree.Of(Tip.State);
    }

    /// <summary>The end of the main chain.</summary>
    public Branch Tip { get; private set; }

    /// <summary>The block at the tip with its certificate; null on genesis.</summary>
    public CertifiedBlock? TipBlock => Find(Tip.Tip);

    /// <summary>A certified block, or null.</summary>
    public CertifiedBlock? Find(BlockDigest digest) => _blocks.GetValueOrDefault(digest);

    /// <summary>The chain that ends with a block, while its state is kept.</summary>
    public Branch? BranchOf(BlockDigest digest) => _branches.GetValueOrDefault(digest);

    /// <summary>Runs a certified block on its parent's chain.</summary>
    public BlockOutcome Execute(CertifiedBlock certified) =>
        _execute(_branches[certified.Block.Header.Parent], certified.Block);

    /// <summary>The outcome that adding a valid block would have; the chain itself stays as it is.</summary>
    public AddOutcome Preview(Block block, BlockOutcome.Valid outcome) => _tree.Add(block, outcome.Next);

    /// <summary>Adds a certified block, which is valid.</summary>
    public void Add(CertifiedBlock certified)
    {
        var block = certified.Block;
        if (Execute(certified) is not BlockOutcome.Valid outcome)
            throw new InvariantViolationException("Only valid blocks are added to the chain.");
        if (_tree.Add(block, outcome.Next) is not AddOutcome.Added added)
            return;
        _tree = added.Tree;
        _blocks[block.Digest] = certified;
        _branches[block.Digest] = _extend(_branches[block.Header.Parent], outcome);
        _main.RemoveRange(_main.Count - added.Abandoned.Length, added.Abandoned.Length);
        _main.AddRange(added.Adopted.Select(node => node.Digest));
        Tip = _branches[_tree.Tip.Digest];
        Prune();
    }

    /// <summary>
    /// Digests of the main chain, newest first, ever farther apart: they name a common block quickly.
    /// </summary>
    public ImmutableArray<BlockDigest> Locator(int digestsMax)
    {
        var digests = ImmutableArray.CreateBuilder<BlockDigest>();
        for (int i = _main.Count - 1, stride = 1; i >= 0 && digests.Count < digestsMax; i -= stride)
        {
            digests.Add(_main[i]);
            if (digests.Count >= 8)
                stride *= 2;
        }

        if (digests.Count == digestsMax || digests[^1] != _main[0])
            digests.Add(_main[0]);
        return digests.ToImmutable();
    }

    /// <summary>What follows the newest of these blocks that lies on the main chain.</summary>
    public ImmutableArray<CertifiedBlock> After(ImmutableArray<BlockDigest> locator, int blocksMax)
    {
        foreach (var digest in locator)
        {
            var index = _main.LastIndexOf(digest);
            if (index >= 0)
                return [.. _main.Skip(index + 1).Take(blocksMax).Select(d => _blocks[d])];
        }

        return [];
    }

    /// <summary>States that the tree has forgotten go; so do bodies off the main chain.</summary>
    private void Prune()
    {
        if (_branches.Count <= 2 * _tree.Count)
            return;
        var main = _main.ToHashSet();
        foreach (var digest in _branches.Keys.Where(d => _tree.Find(d) is null).ToArray())
        {
            _branches.Remove(digest);
            if (!main.Contains(digest))
                _blocks.Remove(digest);
        }
    }
}
