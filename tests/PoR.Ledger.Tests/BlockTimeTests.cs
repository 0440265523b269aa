using PoR.Core.Agreement;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Ledger.Blocks;
using PoR.Ledger.Transactions;

namespace PoR.Ledger.Tests;

public sealed class BlockTimeTests
{
    private static Scenario Chain() => new(ProtocolParameters.Paper, TestData.Account(1));

    [Fact]
    public void A_late_clock_gives_the_parents_time_and_the_empty_block_inherits_it()
    {
        var chain = Chain();
        chain.Commit(chain.Review(1));
        var built = new BlockBuilder(
            chain.State, Scenario.Leader, default, new Timestamp(5), [], [], new FakeScores()).Try(int.MaxValue).Seal();
        var (empty, next) = BlockExecutor.EmptyBlock(chain.State);

        Assert.Equal(chain.State.Time, built.Block.Header.Time);
        Assert.Equal(chain.State.Time, empty.Header.Time);
        Assert.Equal(chain.State.Time, next.Time);
        Assert.Equal(SeedChain.AfterEmpty(chain.State.Seed, new Round(2)), next.Seed);
    }

    [Fact]
    public void A_block_before_its_parent_in_time_is_invalid()
    {
        var chain = Chain();
        chain.Commit();
        var built = chain.Build([]).Block;
        var header = built.Header with { Time = new Timestamp(chain.State.Time.Milliseconds - 1) };

        var outcome = Assert.IsType<BlockOutcome.Invalid>(chain.Execute(new Block(header, [], [])));
        Assert.IsType<BlockFault.TimeBeforeParent>(Assert.Single(outcome.Faults));
    }

    [Theory]
    [InlineData(-3_600_000, null)]
    [InlineData(-3_600_001, typeof(TransactionFault.WrittenTooEarly))]
    [InlineData(3_600_000, null)]
    [InlineData(3_600_001, typeof(TransactionFault.WrittenTooLate))]
    public void A_reviews_time_lies_within_the_window_of_its_blocks(long offset, Type? expected)
    {
        var chain = Chain();
        var review = chain.Review(1, writtenAt: chain.NextTime.Milliseconds + offset);

        Assert.Equal(expected, chain.FaultOf(review)?.GetType());
        Assert.Null(TransactionRules.Check(chain.State, review, new Round(1))); // A pool knows no block time.
    }

    [Theory]
    [InlineData(long.MinValue, typeof(TransactionFault.WrittenTooEarly))]
    [InlineData(long.MaxValue, typeof(TransactionFault.WrittenTooLate))]
    public void Times_at_the_ends_of_the_numbers_do_not_wrap_around(long writtenAt, Type expected)
    {
        var chain = Chain();
        Assert.IsType(expected, chain.FaultOf(chain.Review(1, writtenAt: writtenAt)));
    }

    [Fact(DisplayName = "D37: a review is written after what its author signed as its predecessor, and nothing else")]
    public void After_its_predecessor()
    {
        var chain = Chain();
        var time = chain.NextTime.Milliseconds;
        chain.Commit(chain.Review(1, writtenAt: time));

        Assert.Null(chain.FaultOf(chain.Review(1, writtenAt: time - 60_000)));
        Assert.IsType<TransactionFault.NotAfterPrevious>(chain.FaultOf(chain.ReviewAfter(1, 1, time)));
        Assert.Null(chain.FaultOf(chain.ReviewAfter(1, 1, time + 1)));
    }
}
