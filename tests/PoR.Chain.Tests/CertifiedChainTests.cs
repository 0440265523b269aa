using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Evaluation;
using PoR.Ledger.Blocks;
using PoR.Ledger.State;

namespace PoR.Chain.Tests;

/// <summary>A chain that is much longer than what rules look back to: D16, a node can still serve all of it.</summary>
public sealed class CertifiedChainTests
{
    private const int Rounds = 100;

    private readonly Branch _genesis = new Cast(
        8, Cast.Everyone with { EvidenceRounds = 3, StakeLookBackRounds = 1, LookBackRounds = 1 }).Root;

    private readonly BlockArchive _archive = new(openRounds: 20);
    private readonly CertifiedChain _chain;
    private readonly List<CertifiedBlock> _blocks = [];

    public CertifiedChainTests()
    {
        _chain = NewChain();
        for (var branch = _genesis; _blocks.Count < Rounds; branch = _chain.Tip)
            Add(_chain, EmptyOn(branch));
    }

    [Fact]
    public void It_has_forgotten_old_states()
    {
        Assert.Null(_chain.BranchOf(_blocks[60].Block.Digest));
        Assert.NotNull(_chain.BranchOf(_blocks[^10].Block.Digest));
    }

    [Fact]
    public void It_knows_all_its_blocks()
    {
        foreach (var (block, certificate) in _blocks)
        {
            var found = _chain.Find(block.Digest);
            Assert.True(_chain.Has(block.Digest));
            Assert.Equal(block.Digest, found!.Block.Digest);
            Assert.Equal(certificate.Step, found.Certificate.Step);
        }

        Assert.Equal(_blocks[^1].Block.Digest, _chain.TipBlock!.Block.Digest);
        Assert.Null(_chain.Find(_genesis.Tip));
    }

    [Theory(DisplayName = "D16: what follows a block, old or new, can be asked for")]
    [InlineData(-1, 1_000)]
    [InlineData(-1, 8)]
    [InlineData(40, 16)]
    [InlineData(70, 1_000)]
    [InlineData(98, 5)]
    [InlineData(99, 5)]
    public void It_serves_what_follows(int index, int most)
    {
        var from = index < 0 ? _genesis.Tip : _blocks[index].Block.Digest;

        var after = _chain.After([default, from, _genesis.Tip], most);

        Assert.Equal(
            _blocks.Skip(index + 1).Take(most).Select(b => b.Block.Digest), after.Select(b => b.Block.Digest));
    }

    [Fact(DisplayName = "D16: the digests that name a common block reach from the tip back to genesis")]
    public void Its_locator_spans_the_chain()
    {
        var locator = _chain.Locator(32);

        Assert.Equal(_blocks.TakeLast(8).Reverse().Select(b => b.Block.Digest), locator.Take(8));
        Assert.Equal(_genesis.Tip, locator[^1]);
        Assert.InRange(locator.Length, 10, 16);
        Assert.All(locator.SkipLast(1), digest => Assert.True(_chain.Has(digest)));
    }

    [Fact]
    public void Blocks_of_other_chains_in_the_archive_are_not_its_own()
    {
        var other = NewChain();
        Add(other, Certified(ProposedOn(_genesis.State).Block));
        while (other.Tip.State.Round.Number < Rounds)
            Add(other, EmptyOn(other.Tip));
        var foreign = other.After([_genesis.Tip], 1)[0].Block.Digest;
        Assert.NotNull(_archive.RoundOf(foreign));

        Assert.False(_chain.Has(foreign));
        Assert.Null(_chain.Find(foreign));
        Assert.Empty(_chain.After([foreign], 10));
        Assert.True(other.Has(foreign));
        Assert.False(other.Has(_blocks[0].Block.Digest));
    }

    private static CertifiedBlock EmptyOn(Branch branch) => Certified(BlockExecutor.EmptyBlock(branch.State).Block);

    /// <summary>A block on the same parent that somebody has proposed.</summary>
    private static BuiltBlock ProposedOn(LedgerState parent) =>
        BlockBuilder.Build(parent, new Proposer(default, default), default, parent.Time, [], [], new NoTexts());

    private static CertifiedBlock Certified(Block block) => new(block, new Certificate(
        block.Header.Round, block.Header.Parent, block.Digest, new Step(5), Ticket: null, Votes: []));

    private CertifiedChain NewChain() => new(
        _genesis,
        static (branch, block) => new BlockOutcome.Valid(
            block.IsEmpty ? BlockExecutor.EmptyBlock(branch.State).Next : ProposedOn(branch.State).Next, []),
        static (branch, outcome) => branch.With(outcome.Next),
        _archive);

    private void Add(CertifiedChain chain, CertifiedBlock block)
    {
        chain.Add(block);
        if (chain == _chain)
            _blocks.Add(block);
    }

    private sealed class NoTexts : ITextScores
    {
        public TextScore Of(ReviewNote note) => throw new InvalidOperationException("There is no review.");
    }
}
