using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.Transactions;

namespace PoR.Ledger.Tests;

public sealed class ReplayTests
{
    private static Scenario Chain() => new(ProtocolParameters.Paper, TestData.Account(1, balance: 10));

    [Fact]
    public void A_transaction_is_accepted_once()
    {
        var chain = Chain();
        var review = chain.Review(1);
        var built = chain.Build([review, review]);
        Assert.Equal([review], built.Block.Payset.Select(e => e.Transaction));

        chain.Advance(built);
        Assert.IsType<TransactionFault.SequenceUsed>(chain.FaultOf(review));
    }

    [Fact]
    public void Sequence_numbers_may_leave_gaps_but_never_go_back()
    {
        var chain = Chain();
        chain.Commit(chain.Review(1, sequence: 5), chain.Review(1, sequence: 1_000));

        Assert.Equal(1_000ul, chain.Account(1).LastSequence);
        Assert.IsType<TransactionFault.SequenceUsed>(chain.FaultOf(chain.Review(1, sequence: 1_000)));
        Assert.Equal(new TransactionFault.SequenceUsed(6, 1_000), chain.FaultOf(chain.Review(1, sequence: 6)));
        Assert.Null(chain.FaultOf(chain.Review(1, sequence: ulong.MaxValue)));
        Assert.IsType<TransactionFault.SequenceUsed>(chain.FaultOf(chain.Review(3, sequence: 0)));
    }

    [Fact]
    public void A_leader_takes_a_senders_transactions_in_order_of_sequence()
    {
        var chain = Chain();
        var (first, other, second) = (chain.Review(1), chain.Review(2), chain.Review(1));

        Assert.Equal([first, other, second], chain.Commit(second, other, first).Payset.Select(e => e.Transaction));
    }

    [Fact]
    public void Another_networks_transaction_means_nothing_here()
    {
        var chain = Chain();
        var other = new Scenario(ProtocolParameters.Hardened, TestData.Account(1));

        Assert.IsType<TransactionFault.WrongNetwork>(chain.FaultOf(other.Review(1)));
    }

    [Theory]
    [InlineData(3, typeof(TransactionFault.Expired))]
    [InlineData(4, null)]
    [InlineData(1004, null)]
    [InlineData(1005, typeof(TransactionFault.TooFarAhead))]
    [InlineData(long.MaxValue, typeof(TransactionFault.TooFarAhead))]
    public void A_transaction_lives_until_its_last_valid_round(long lastValid, Type? expected)
    {
        var chain = Chain();
        chain.SkipEmpty(3);
        var payment = new Transaction.Payment(
            chain.Network, TestData.Key(1), 1, new Round(lastValid), TestData.Key(2), 1);

        Assert.Equal(expected, chain.FaultOf(TestData.Sign(payment))?.GetType());
        Assert.Equal(expected, TransactionRules.Check(chain.State, TestData.Sign(payment), new Round(4))?.GetType());
    }
}
