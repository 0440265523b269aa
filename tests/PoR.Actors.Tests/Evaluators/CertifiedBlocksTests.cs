using PoR.Actors.Evaluators;
using PoR.Ledger.Blocks;

namespace PoR.Actors.Tests.Evaluators;

/// <summary>I13: which certified blocks are bad, in whatever order a peer comes to know both.</summary>
public sealed class CertifiedBlocksTests
{
    private static readonly BlockFault Fault = new BlockFault.WrongPaysetDigest();

    private readonly Cast _cast = new(4);
    private readonly CertifiedBlocks _blocks = new();

    private EvaluatorMessage.Certified Certified(int number) => new(
        _cast.Root, _cast.Block(3, _cast.Root, _cast.Review(1, 1, $"A wonderful thing, number {number}.")));

    [Theory(DisplayName = "I13: a bad block is told once its certificate and its re-evaluation are there")]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void The_order_makes_no_difference(bool isFoundFirst, bool isBad)
    {
        var certified = Certified(1);
        var block = certified.Block.Digest;
        _blocks.OnBegun(block);
        var isTold = false;
        if (isFoundFirst)
        {
            Assert.False(_blocks.OnFound(block, isBad ? [Fault] : []));
            isTold = !_blocks.OnCertified(certified, out _).IsEmpty;
        }
        else
        {
            Assert.Empty(_blocks.OnCertified(certified, out _));
            isTold = _blocks.OnFound(block, isBad ? [Fault] : []);
        }

        Assert.Equal(isBad, isTold);
        Assert.Null(_blocks.Next()); // Step 3 has done it.
    }

    [Fact(DisplayName = "I13: a bad block without a certificate is told to nobody")]
    public void A_block_that_failed_is_no_breach()
    {
        var block = Certified(1).Block.Digest;
        _blocks.OnBegun(block);
        Assert.False(_blocks.OnFound(block, [Fault]));
    }

    [Fact(DisplayName = "I13: blocks that came late are re-evaluated one at a time, each once")]
    public void One_at_a_time()
    {
        var late = Enumerable.Range(1, 3).Select(Certified).ToArray();
        foreach (var block in late)
            Assert.Empty(_blocks.OnCertified(block, out _));
        Assert.Empty(_blocks.OnCertified(late[2], out _));

        foreach (var block in late)
        {
            Assert.Same(block, _blocks.Next());
            Assert.Null(_blocks.Next()); // Until that one is done.
            Assert.True(_blocks.OnFound(block.Block.Digest, [Fault]));
        }

        Assert.Null(_blocks.Next());
        Assert.Equal([Fault], _blocks.OnCertified(late[0], out _));
        Assert.Null(_blocks.Next());
    }

    [Fact(DisplayName = "I13: what step 3 brings while it waits is told, and not evaluated a second time")]
    public void Step_3_may_be_first()
    {
        var (first, second) = (Certified(1), Certified(2));
        _blocks.OnCertified(first, out _);
        _blocks.OnCertified(second, out _);
        Assert.Same(first, _blocks.Next());
        _blocks.OnBegun(second.Block.Digest);
        Assert.True(_blocks.OnFound(second.Block.Digest, [Fault]));

        Assert.False(_blocks.OnFound(first.Block.Digest, []));
        Assert.Null(_blocks.Next());
    }

    [Fact(DisplayName = "I13: of more blocks than a chain keeps the oldest goes without, and is named")]
    public void The_queue_is_bounded()
    {
        var late = Enumerable.Range(0, CertifiedBlocks.WaitingMax + 2).Select(Certified).ToArray();
        var skipped = new List<EvaluatorMessage.Certified>();
        foreach (var block in late)
        {
            _blocks.OnCertified(block, out var one);
            if (one is not null)
                skipped.Add(one);
        }

        Assert.Equal(late[..2], skipped);
        Assert.Same(late[2], _blocks.Next());
    }
}
