using PoR.Core;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Ledger.Blocks;

namespace PoR.Chain.Tests;

/// <summary>A tree that grows wrongly throws.</summary>
public sealed class ChainContractTests
{
    private static readonly Cast _cast = new(1);

    // The main chain is a1, a2; beside it stand b1, which is empty, and b2; then b3 makes theirs the longest.
    private readonly ChainTree _before;
    private readonly AddOutcome.Added _switch;
    private readonly ChainNode[] _a;
    private readonly ChainNode[] _b;

    public ChainContractTests()
    {
        var genesis = _cast.Root;
        (Block Block, Branch Next) a1 = Full(genesis), a2 = Full(a1.Next), b1 = Empty(genesis), b2 = Full(b1.Next),
            b3 = Full(b2.Next);
        _before = ChainTree.Of(genesis.State);
        foreach (var (block, next) in new[] { a1, a2, b1, b2 })
            _before = Assert.IsType<AddOutcome.Added>(_before.Add(block, next.State)).Tree;
        _switch = Assert.IsType<AddOutcome.Added>(_before.Add(b3.Block, b3.Next.State));
        _a = [.. new[] { a1, a2 }.Select(child => _before.Find(child.Block.Digest)!)];
        _b = [.. new[] { b1, b2, b3 }.Select(child => _switch.Tree.Find(child.Block.Digest)!)];
    }

    [Fact]
    public void A_switch_that_is_right_passes()
    {
        Assert.Equal([_a[1], _a[0]], _switch.Abandoned);
        Assert.Equal(_b, _switch.Adopted);
        ChainContract.Check(_before, _b[2], _switch);
    }

    [Fact]
    public void A_block_that_skips_a_round_is_refused() =>
        Refused("its parent's round", _b[2] with { Parent = _b[0].Digest }, _switch);

    [Fact(DisplayName = "A node's tip never moves to an earlier round")]
    public void A_tip_that_falls_back_is_refused() => Refused(
        "earlier round", _b[2], _switch with { Tree = ChainTree.Of(_before.OnMainChain(Round.Genesis)!.State) });

    [Fact]
    public void A_tip_that_moves_unsaid_is_refused()
    {
        Refused("moves nothing", _b[2], _switch with { Adopted = [], Abandoned = [] });
        Refused("moves nothing", _b[2], _switch with { Tree = _before, Adopted = [] });
    }

    [Fact]
    public void Another_end_than_the_block_added_is_refused()
    {
        Refused("ends with the block added", _b[2], _switch with { Adopted = [_b[0], _b[1]] });
        Refused("ends with the block added", _b[2], _switch with { Tree = _before });
    }

    [Fact]
    public void Gaps_are_refused()
    {
        Refused("oldest first", _b[2], _switch with { Adopted = [_b[0], _b[2]] });
        Refused("newest first", _b[2], _switch with { Abandoned = [_a[1], _b[0]] });
    }

    [Fact]
    public void A_way_from_elsewhere_is_refused()
    {
        Refused("from where it ended", _b[2], _switch with { Abandoned = [] });
        Refused("from where it ended", _b[2], _switch with { Abandoned = [_a[0]] });
        Refused("one common block", _b[2], _switch with { Abandoned = [_a[1]] });
        Refused("one common block", _b[2], _switch with { Adopted = [_b[1], _b[2]] });
    }

    private static (Block Block, Branch Next) Full(Branch on) => With(on, _cast.Block(0, on));

    private static (Block Block, Branch Next) Empty(Branch on) => With(on, BlockExecutor.EmptyBlock(on.State).Block);

    private static (Block Block, Branch Next) With(Branch on, Block block) => (block, _cast.Extend(on, block));

    private void Refused(string words, ChainNode node, AddOutcome.Added added) => Assert.Contains(
        words,
        Assert.Throws<InvariantViolationException>(() => ChainContract.Check(_before, node, added)).Message,
        StringComparison.Ordinal);
}
