using PoR.Core.Canonical;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.State;
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

    [Fact(DisplayName = "D36: a leader that takes a later payment first delays the earlier one, and no more")]
    public void A_later_transaction()
    {
        var chain = Chain();
        var (earlier, later) = (chain.Payment(1, 2, 1), chain.Payment(1, 3, 1));
        chain.Commit(later);

        // As the rule was: only numbers above the highest one are valid.
        Assert.True(earlier.Body.Sequence <= chain.Account(1).LastSequence);
        Assert.Null(chain.FaultOf(earlier));
        chain.Commit(earlier);
        Assert.IsType<TransactionFault.SequenceUsed>(chain.FaultOf(earlier));
        Assert.IsType<TransactionFault.SequenceUsed>(chain.FaultOf(later));
    }

    [Fact(DisplayName = "D36: 64 numbers below the highest used one are valid once, and 1,024 above it")]
    public void Window()
    {
        var chain = Chain();
        Assert.Equal(
            new TransactionFault.SequenceTooFar(1_025, 1_024), chain.FaultOf(chain.Review(1, sequence: 1_025)));
        chain.Commit(chain.Review(1, sequence: 5), chain.Review(1, sequence: 1_000));

        Assert.Equal(1_000ul, chain.Account(1).LastSequence);
        Assert.IsType<TransactionFault.SequenceUsed>(chain.FaultOf(chain.Review(1, sequence: 1_000)));
        Assert.Equal(new TransactionFault.SequenceUsed(935, 1_000), chain.FaultOf(chain.Review(1, sequence: 935)));
        Assert.Null(chain.FaultOf(chain.Review(1, sequence: 936)));
        Assert.Null(chain.FaultOf(chain.Review(1, sequence: 2_024)));
        Assert.Equal(
            new TransactionFault.SequenceTooFar(2_025, 2_024), chain.FaultOf(chain.Review(1, sequence: 2_025)));
        Assert.IsType<TransactionFault.SequenceTooFar>(chain.FaultOf(chain.Review(1, sequence: ulong.MaxValue)));
        Assert.IsType<TransactionFault.SequenceUsed>(chain.FaultOf(chain.Review(3, sequence: 0)));
    }

    [Theory(DisplayName = "D36: in whatever order a window's numbers come, each is used once")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_order(int seed)
    {
        var factor = (ulong)(7919 * seed);
        var numbers = Enumerable.Range(1, 65).Select(i => (ulong)i).OrderBy(n => n * factor % 67).ToArray();
        var account = new Account(TestData.Key(1));
        var used = new HashSet<ulong>();
        foreach (var number in numbers)
        {
            Assert.All(numbers, n => Assert.Equal(used.Contains(n), account.HasUsed(n)));
            account = account.WithUsed(number);
            used.Add(number);
            var again = CanonicalBytes.Decode<Account>(CanonicalBytes.Of(account), out var fault);
            Assert.Null(fault);
            Assert.Equal(account.UsedBelow, again!.UsedBelow);
        }

        Assert.Equal(65ul, account.LastSequence);
        Assert.Equal(ulong.MaxValue, account.UsedBelow);
        Assert.True(account.WithUsed(200).HasUsed(136) is false && account.WithUsed(200).HasUsed(135));
    }

    [Fact(DisplayName = "D36: a review waits for what its author signed as its predecessor")]
    public void Predecessor()
    {
        var chain = Chain();
        var first = chain.Review(1);
        var second = chain.ReviewAfter(1, 1);
        Assert.Equal(new TransactionFault.PredecessorMissing(1), chain.FaultOf(second));
        Assert.False(chain.FaultOf(second)!.IsFinal);
        Assert.Equal([first, second], chain.Build([second, first]).Block.Payset.Select(e => e.Transaction));

        chain.Commit(first);
        Assert.Null(chain.FaultOf(second));
        var third = TestData.Sign((Transaction.Review)chain.Review(1).Body with { After = 3 });
        Assert.Equal(new TransactionFault.InvalidPredecessor(3, 3), chain.FaultOf(third));
    }

    [Fact(DisplayName = "D23: reviews that a leader takes in another order than they were written ban nobody")]
    public void Reordered_reviews()
    {
        var chain = Chain();
        var time = chain.NextTime.Milliseconds;
        chain.Commit(
            chain.Review(1, writtenAt: time - 10_000, sequence: 2),
            chain.Review(1, writtenAt: time - 20_000, sequence: 3));

        Assert.Equal(Round.Genesis, chain.Account(1).BlacklistedUntil);
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
