using System.Collections.Immutable;
using System.Runtime.CompilerServices;
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

    /// <summary>Rounds before the tip that the tree keeps: the evidence's, the look-back's and ten.</summary>
    private const int Kept = 14;

    /// <summary>States before the root's that its branch has: the evidence window's and one of the look-back.</summary>
    private const int BeforeRoot = 4;

    /// <summary>After the block of this round the journal has one of a side branch.</summary>
    private const int ForkedRound = 50;

    private readonly Branch _genesis = new Cast(
        8, Cast.Everyone with { EvidenceRounds = 3, StakeLookBackRounds = 1, LookBackRounds = 1 }).Root;

    private readonly CertifiedChain _chain;
    private readonly List<CertifiedBlock> _journal = [];
    private readonly List<CertifiedBlock> _main = [];

    public CertifiedChainTests()
    {
        _chain = NewChain(_genesis, JournalPlaces.Empty);
        for (var branch = _genesis; _main.Count < Rounds; branch = _chain.Tip)
        {
            if (_main.Count == ForkedRound)
                Add(Certified(BlockExecutor.EmptyBlock(branch.State).Block));
            _main.Add(Certified(ProposedOn(branch.State).Block));
            Add(_main[^1]);
        }
    }

    private static int RootRound => Rounds - Kept;

    [Fact]
    public void It_has_forgotten_old_blocks_and_states()
    {
        Assert.Equal((long)RootRound, _chain.Root.State.Round.Number);
        Assert.Null(_chain.BranchOf(_main[RootRound - 2].Block.Digest));
        Assert.Null(_chain.Find(_main[RootRound - 1].Block.Digest));
        Assert.False(_chain.Has(_main[RootRound - 1].Block.Digest));
        Assert.NotNull(_chain.BranchOf(_main[RootRound - 1].Block.Digest));
        Assert.Same(_main[RootRound], _chain.Find(_main[RootRound].Block.Digest));
        Assert.Same(_main[^1], _chain.TipBlock);
    }

    [Theory(DisplayName = "D16: what follows a block of the last rounds can be asked for")]
    [InlineData(86, 1_000)]
    [InlineData(90, 8)]
    [InlineData(99, 5)]
    [InlineData(100, 5)]
    public void It_serves_what_follows(int round, int most)
    {
        var after = _chain.After([default, PointAt(round), PointAt(87)], most);

        Assert.Equal(_main.Skip(round).Take(most), after);
        Assert.Empty(_chain.InJournal([PointAt(round)], most));
    }

    [Theory(DisplayName = "D16: what follows an old block is in the journal, side branches left out")]
    [InlineData(0, 8)]
    [InlineData(1, 8)]
    [InlineData(45, 8)]
    [InlineData(50, 1)]
    [InlineData(51, 1)]
    [InlineData(80, 8)]
    [InlineData(85, 1_000)]
    public void It_knows_where_old_blocks_are(int round, int most)
    {
        Assert.Null(_chain.After([PointAt(round)], most));
        var span = Assert.Single(_chain.InJournal([PointAt(round)], most));

        Assert.Equal(PointAt(round), span.From);
        if (round > 0)
            Assert.Same(_main[round - 1], _journal[(int)span.Sequence - 1]);
        Assert.Equal(_main.Skip(round).Take(most), span.Following.Select(sequence => _journal[(int)sequence - 1]));
    }

    [Fact(DisplayName = "D16: of 2,000 rounds only the blocks of the last ones stay in memory, on every branch")]
    public void Its_memory_is_bounded()
    {
        const int forkEvery = 7;
        const int forksMax = (Kept / forkEvery) + 1;
        var chain = NewChain(_genesis, JournalPlaces.Empty);
        var blocks = new List<WeakReference>();
        var states = new List<WeakReference>();
        for (var round = 1; round <= 2_000; round++)
        {
            Grow(chain, blocks, states, isForked: round % forkEvery == 0);
            if (round % 400 != 0)
                continue;
            GC.Collect();

            // Of the root the state alone stays, with those before it that rules look at: its block is in the journal.
            Assert.InRange(blocks.Count(block => block.IsAlive), Kept, Kept + forksMax);
            Assert.InRange(states.Count(state => state.IsAlive), Kept + 1, Kept + 1 + forksMax + BeforeRoot);
        }

        Assert.Equal(2_000 + (2_000 / forkEvery), blocks.Count);

        // What grows is where the journal has them: sixteen bytes for each fork of the past.
        Assert.InRange(chain.Places.Runs.Length, 1, 1 + (2_000 / forkEvery));
    }

    [Fact]
    public void It_knows_nothing_of_other_chains()
    {
        var foreign = new ChainPoint(new Round(90), _main[80].Block.Digest);
        ImmutableArray<ChainPoint> points =
            [foreign, new(Round.Genesis, foreign.Block), new(new Round(long.MaxValue), foreign.Block)];

        Assert.Null(_chain.After(points, 8));
        Assert.Empty(_chain.InJournal(points, 8));
    }

    [Fact(DisplayName = "D16: the places that name a common block reach from the tip back to the root")]
    public void Its_locator_spans_what_it_keeps()
    {
        var locator = _chain.Locator();

        Assert.Equal(_main.TakeLast(8).Reverse().Select(b => b.Block.Digest), locator.Take(8).Select(p => p.Block));
        Assert.Equal(PointAt(RootRound), locator[^1]);
        Assert.InRange(locator.Length, 10, 12);
        Assert.All(locator, point => Assert.Equal(PointAt((int)point.Round.Number), point));
        Assert.Equal([PointAt(0)], NewChain(_genesis, JournalPlaces.Empty).Locator());
    }

    [Fact(DisplayName = "D16: from the root on, the journal gives the same chain as from genesis, side branch and all")]
    public void It_begins_again_at_its_root()
    {
        for (var round = 1; round <= 40; round++)
        {
            // A side branch that parts now and then, as the journal has it.
            if (round % 10 == 0)
                Add(Certified(BlockExecutor.EmptyBlock(_chain.Tip.State).Block));
            Add(Certified(ProposedOn(_chain.Tip.State).Block));
        }

        var from = (int)_chain.Places.Of(_chain.Root.State.Round);
        var again = NewChain(_chain.Root, _chain.Places);
        for (var i = from; i < _journal.Count; i++)
        {
            if (again.BranchOf(_journal[i].Block.Header.Parent) is not null)
                again.Add(_journal[i], i + 1);
        }

        Assert.Equal(_chain.Tip.State.Root, again.Tip.State.Root);
        Assert.Equal(_chain.Locator(), again.Locator());
        Assert.Equal(_chain.Root.Tip, again.Root.Tip);
        Assert.Equal(_chain.Places.Runs, again.Places.Runs);
        Assert.All(_journal.TakeLast(Kept), block => Assert.Equal(
            _chain.Has(block.Block.Digest), again.Has(block.Block.Digest)));
    }

    /// <summary>A block that somebody has proposed.</summary>
    private static BuiltBlock ProposedOn(LedgerState parent) =>
        new BlockBuilder(parent, new Proposer(default, default), default, parent.Time, [], [], new NoTexts())
            .Try(int.MaxValue).Seal();

    private static CertifiedBlock Certified(Block block) => new(block, new Certificate(
        block.Header.Round, block.Header.Parent, block.Digest, new Step(5), Ticket: null, Votes: []));

    private static CertifiedChain NewChain(Branch root, JournalPlaces places) => new(
        root,
        places,
        static (branch, block) => new BlockOutcome.Valid(
            block.IsEmpty ? BlockExecutor.EmptyBlock(branch.State).Next : ProposedOn(branch.State).Next, []),
        static (branch, outcome) => branch.With(outcome.Next));

    /// <summary>Adds a round's block, and before it the empty one where it is forked; it keeps neither.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Grow(
        CertifiedChain chain, List<WeakReference> blocks, List<WeakReference> states, bool isForked)
    {
        var parent = chain.Tip.State;
        Block[] added = isForked ? [BlockExecutor.EmptyBlock(parent).Block] : [];
        foreach (var block in added.Append(ProposedOn(parent).Block))
        {
            chain.Add(Certified(block), blocks.Count + 1);
            blocks.Add(new WeakReference(block));
            states.Add(new WeakReference(chain.BranchOf(block.Digest)!.State));
        }
    }

    private ChainPoint PointAt(int round) =>
        new(new Round(round), round == 0 ? _genesis.Tip : _main[round - 1].Block.Digest);

    private void Add(CertifiedBlock block)
    {
        _journal.Add(block);
        _chain.Add(block, _journal.Count);
    }

    private sealed class NoTexts : ITextScores
    {
        public TextScore Of(ReviewNote note) => throw new InvalidOperationException("There is no review.");
    }
}
