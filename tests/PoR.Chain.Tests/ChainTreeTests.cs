using FsCheck;
using FsCheck.Fluent;
using PoR.Core.Agreement;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Ledger.Blocks;

namespace PoR.Chain.Tests;

public sealed class ChainTreeTests
{
    private static readonly ProtocolParameters Parameters = Cast.Everyone with
    {
        LookBackRounds = 2, StakeLookBackRounds = 2, EvidenceRounds = 3,
    };

    private static readonly Cast _cast = new(1, Parameters);
    private static readonly Branch _genesis = _cast.Root;

    [Fact(DisplayName = "D14: the longest certified chain counts")]
    public void The_longest_chain_counts()
    {
        var first = Full(_genesis);
        var second = Full(first.Next);
        var tree = Add(Add(ChainTree.Of(_genesis.State), first), second);

        Assert.Equal(second.Block.Digest, tree.Tip.Digest);
        Assert.Equal(first.Block.Digest, tree.OnMainChain(new Round(1))!.Digest);
        Assert.Null(tree.OnMainChain(new Round(3)));
    }

    [Fact(DisplayName = "D14: at equal length a block beats the empty one, whichever came first")]
    public void A_block_beats_the_empty_one()
    {
        var (full, empty) = (Full(_genesis), Empty(_genesis));
        var late = Added(Add(ChainTree.Of(_genesis.State), empty), full);
        var early = Add(Add(ChainTree.Of(_genesis.State), full), empty);

        Assert.Equal([empty.Block.Digest], late.Abandoned.Select(n => n.Digest));
        Assert.Equal([full.Block.Digest], late.Adopted.Select(n => n.Digest));
        Assert.True(late.IsFork);
        Assert.All([late.Tree, early], tree => Assert.Equal(full.Block.Digest, tree.Tip.Digest));
    }

    [Fact(DisplayName = "D14: chains are compared where they part, not at their ends")]
    public void Chains_are_compared_where_they_part()
    {
        var (full, empty) = (Full(_genesis), Empty(_genesis));
        var (emptyAfterFull, fullAfterEmpty) = (Empty(full.Next), Full(empty.Next));
        var tree = Add(Add(Add(Add(ChainTree.Of(_genesis.State), empty), fullAfterEmpty), full), emptyAfterFull);

        Assert.Equal(emptyAfterFull.Block.Digest, tree.Tip.Digest);

        var longer = Full(fullAfterEmpty.Next); // A longer chain wins all the same.
        var added = Added(tree, longer);
        Assert.Equal([emptyAfterFull.Block.Digest, full.Block.Digest], added.Abandoned.Select(n => n.Digest));
        Assert.Equal(
            [empty.Block.Digest, fullAfterEmpty.Block.Digest, longer.Block.Digest],
            added.Adopted.Select(n => n.Digest));
    }

    [Fact(DisplayName = "D14: of two blocks of one parent the lower digest stays, whichever came first")]
    public void Of_two_blocks_of_one_parent_the_lower_digest_stays()
    {
        var (a, b) = (Full(_genesis), Full(_genesis, 5));
        var lower = a.Block.Digest.CompareTo(b.Block.Digest) < 0 ? a : b;
        var first = Added(Add(ChainTree.Of(_genesis.State), a), b);
        var second = Added(Add(ChainTree.Of(_genesis.State), b), a);

        Assert.True(first.IsFork && second.IsFork);
        Assert.Equal(lower.Block.Digest, first.Tree.Tip.Digest);
        Assert.Equal(lower.Block.Digest, second.Tree.Tip.Digest);
    }

    [Fact]
    public void Known_blocks_and_orphans_change_nothing()
    {
        var first = Full(_genesis);
        var second = Full(first.Next);
        var tree = Add(ChainTree.Of(_genesis.State), first);

        Assert.IsType<AddOutcome.AlreadyKnown>(tree.Add(first.Block, first.Next.State));
        Assert.IsType<AddOutcome.UnknownParent>(ChainTree.Of(_genesis.State).Add(second.Block, second.Next.State));
        Assert.Throws<ArgumentException>(() => tree.Add(second.Block, first.Next.State));
    }

    [Fact]
    public void Old_blocks_are_pruned_and_the_tree_stays_bounded()
    {
        var tree = ChainTree.Of(_genesis.State, margin: 1); // 2 + 3 + 1 rounds.
        Assert.Equal(6, tree.KeptRounds);
        var (state, branch) = (_genesis, Empty(_genesis));
        for (var round = 1; round <= 30; round++)
        {
            var main = Full(state);
            tree = Add(tree, main);
            if (round < 20 && tree.Find(branch.Block.Header.Parent) is not null)
            {
                tree = Add(tree, branch); // A second branch of empty blocks lives beside the main chain for a while.
                branch = Empty(branch.Next);
            }

            state = main.Next;
            Assert.InRange(tree.Count, 1, 14);
            Assert.Equal(main.Block.Digest, tree.Tip.Digest);
        }

        Assert.Equal(7, tree.Count);
        Assert.Null(tree.OnMainChain(new Round(23)));
        Assert.NotNull(tree.OnMainChain(new Round(24)));
        Assert.IsType<AddOutcome.UnknownParent>(tree.Add(branch.Block, branch.Next.State));
    }

    [Fact(DisplayName = "D14: equal certified blocks give an equal tip, whatever came first")]
    public void The_tip_does_not_depend_on_the_order()
    {
        var cases =
            from parents in Gen.Choose(0, 1_000).ArrayOf(14)
            from kinds in Gen.Choose(0, 2).ArrayOf(14)
            from priorities in Gen.Choose(0, 1_000_000).ArrayOf(14)
            select (parents, kinds, priorities);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var branches = new List<Branch> { _genesis };
            var blocks = new List<(Block Block, Branch Next)>();
            for (var i = 0; i < c.parents.Length; i++)
            {
                var parent = branches[c.parents[i] % branches.Count];
                blocks.Add(c.kinds[i] == 0 ? Empty(parent) : Full(parent, c.kinds[i]));
                branches.Add(blocks[^1].Next);
            }

            var shuffled = blocks.Zip(c.priorities).OrderBy(b => b.Second).Select(b => b.First).ToList();
            var (one, other) = (AddAll(blocks), AddAll(shuffled));
            return one.Tip.Digest == other.Tip.Digest && one.Count == other.Count;
        }).Check(Config.QuickThrowOnFailure.WithReplay(14_014, 3).WithMaxTest(60));
    }

    /// <summary>Adds blocks as their parents arrive, as a node does that stashes orphans.</summary>
    private static ChainTree AddAll(List<(Block Block, Branch Next)> blocks)
    {
        var tree = ChainTree.Of(_genesis.State, margin: 100);
        for (var pass = 0; pass < blocks.Count; pass++)
        {
            foreach (var (block, next) in blocks)
                tree = (tree.Add(block, next.State) as AddOutcome.Added)?.Tree ?? tree;
        }

        return tree;
    }

    private static (Block Block, Branch Next) Full(Branch on, long delay = 0) =>
        With(on, _cast.Build(0, on, [], afterMs: delay).Block);

    private static (Block Block, Branch Next) Empty(Branch on) => With(on, BlockExecutor.EmptyBlock(on.State).Block);

    private static (Block Block, Branch Next) With(Branch on, Block block) => (block, _cast.Extend(on, block));

    private static ChainTree Add(ChainTree tree, (Block Block, Branch Next) child) => Added(tree, child).Tree;

    private static AddOutcome.Added Added(ChainTree tree, (Block Block, Branch Next) child) =>
        Assert.IsType<AddOutcome.Added>(tree.Add(child.Block, child.Next.State));
}
