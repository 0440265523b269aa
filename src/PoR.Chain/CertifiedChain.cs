using System.Collections.Immutable;
using PoR.Core;
using PoR.Core.Agreement;
using PoR.Ledger.Blocks;
using PoR.Ledger.State;

namespace PoR.Chain;

/// <summary>
/// The certified blocks that a node knows, each with its chain's state, and which chain counts. All blocks of the
/// main chain are kept, to answer catch-up, the old ones in an archive; states only as far back as rules look.
/// </summary>
public sealed class CertifiedChain
{
    private readonly Func<Branch, Block, BlockOutcome> _execute;
    private readonly Func<Branch, BlockOutcome.Valid, Branch> _extend;
    private readonly BlockArchive _archive;
    private readonly LedgerState _start;
    private readonly Dictionary<BlockDigest, CertifiedBlock> _blocks = [];
    private readonly Dictionary<BlockDigest, Branch> _branches = [];
    private readonly List<ArchivedBlock> _old = []; // The main chain from its first block on,
    private readonly List<BlockDigest> _recent = []; // and its last rounds, whose states are kept.
    private ChainTree _tree;

    /// <summary>The chain that has only its genesis.</summary>
    /// <param name="genesis">Its end.</param>
    /// <param name="execute">Runs a certified block on its parent's chain; a pure function, which may remember.</param>
    /// <param name="extend">A chain with one valid block more; likewise.</param>
    /// <param name="archive">Keeps old blocks.</param>
    public CertifiedChain(
        Branch genesis,
        Func<Branch, Block, BlockOutcome> execute,
        Func<Branch, BlockOutcome.Valid, Branch> extend,
        BlockArchive archive)
    {
        (_execute, _extend, _archive) = (execute, extend, archive);
        Tip = genesis;
        _start = genesis.State;
        _branches.Add(Tip.Tip, Tip);
        _tree = ChainTree.Of(Tip.State);
    }

    /// <summary>The end of the main chain.</summary>
    public Branch Tip { get; private set; }

    /// <summary>The block at the tip with its certificate; null on genesis.</summary>
    public CertifiedBlock? TipBlock => Find(Tip.Tip);

    /// <summary>Length of the main chain; its places are 0, genesis, to this.</summary>
    private int Length => _old.Count + _recent.Count;

    /// <summary>A certified block, or null.</summary>
    public CertifiedBlock? Find(BlockDigest digest) =>
        _blocks.TryGetValue(digest, out var known) ? known
        : PlaceOfOld(digest) is { } place ? _archive.Open(_old[place - 1])
        : null;

    /// <summary>Whether a certified block is known.</summary>
    public bool Has(BlockDigest digest) => _blocks.ContainsKey(digest) || PlaceOfOld(digest) is not null;

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
        _recent.RemoveRange(_recent.Count - added.Abandoned.Length, added.Abandoned.Length);
        _recent.AddRange(added.Adopted.Select(node => node.Digest));
        Tip = _branches[_tree.Tip.Digest];
        Forget();
    }

    /// <summary>
    /// Digests of the main chain, newest first, ever farther apart: they name a common block quickly.
    /// </summary>
    public ImmutableArray<BlockDigest> Locator(int digestsMax)
    {
        var digests = ImmutableArray.CreateBuilder<BlockDigest>();
        for (int i = Length, stride = 1; i >= 0 && digests.Count < digestsMax; i -= stride)
        {
            digests.Add(DigestAt(i));
            if (digests.Count >= 8)
                stride *= 2;
        }

        if (digests.Count == digestsMax || digests[^1] != _start.BlockDigest)
            digests.Add(_start.BlockDigest);
        return digests.ToImmutable();
    }

    /// <summary>What follows the newest of these blocks that lies on the main chain.</summary>
    public ImmutableArray<CertifiedBlock> After(ImmutableArray<BlockDigest> locator, int blocksMax)
    {
        foreach (var digest in locator)
        {
            if (PlaceOf(digest) is { } place)
                return [.. Enumerable.Range(place + 1, Math.Min(blocksMax, Length - place)).Select(BlockAt)];
        }

        return [];
    }

    private BlockDigest DigestAt(int place) =>
        place == 0 ? _start.BlockDigest
        : place <= _old.Count ? _old[place - 1].Digest
        : _recent[place - _old.Count - 1];

    private CertifiedBlock BlockAt(int place) =>
        place <= _old.Count ? _archive.Open(_old[place - 1]) : _blocks[_recent[place - _old.Count - 1]];

    private int? PlaceOf(BlockDigest digest)
    {
        if (digest == _start.BlockDigest)
            return 0;
        var index = _recent.LastIndexOf(digest);
        return index >= 0 ? _old.Count + index + 1 : PlaceOfOld(digest);
    }

    /// <summary>
    /// The archive says of which round a block is. Whether it lies on this node's chain does not depend on what the
    /// archive holds for others.
    /// </summary>
    private int? PlaceOfOld(BlockDigest digest) =>
        _archive.RoundOf(digest) is { } round && round.Number - _start.Round.Number is var place
        && place > 0 && place <= _old.Count && _old[(int)place - 1].Digest == digest
            ? (int)place
            : null;

    /// <summary>
    /// Blocks that the tree has forgotten go into the archive, or are dropped when they lie off the main chain; their
    /// states go.
    /// </summary>
    private void Forget()
    {
        var forgotten = _recent.FindIndex(digest => _tree.Find(digest) is not null);
        if (forgotten <= 0)
            return;
        foreach (var digest in _recent.Take(forgotten))
        {
            _branches.Remove(digest);
            _blocks.Remove(digest, out var block);
            _old.Add(_archive.Put(block!));
        }

        _recent.RemoveRange(0, forgotten);
        if (_branches.Count == _tree.Count)
            return;
        foreach (var digest in _branches.Keys.Where(d => _tree.Find(d) is null).ToArray())
        {
            _branches.Remove(digest);
            _blocks.Remove(digest);
        }
    }
}
