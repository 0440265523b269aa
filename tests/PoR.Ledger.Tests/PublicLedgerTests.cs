using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.Transactions;

namespace PoR.Ledger.Tests;

public sealed class PublicLedgerTests
{
    private static Scenario Chain() =>
        new(ProtocolParameters.Paper, TestData.Account(1, balance: 10), TestData.Account(2, balance: 5));

    [Fact(DisplayName = "PoR §3.7: a payment moves money, and the sum stays")]
    public void Payment_moves_money()
    {
        var chain = Chain();
        chain.Commit(chain.Payment(1, 2, 10), chain.Payment(2, 3, 15));

        Assert.Equal((0ul, 0ul, 15ul), (chain.Account(1).Balance, chain.Account(2).Balance, chain.Account(3).Balance));
        Assert.Equal(15ul, chain.State.Money);
    }

    [Fact(DisplayName = "PoR §3.7: nobody pays more than it has")]
    public void Overdraft_is_refused()
    {
        var chain = Chain();
        Assert.Equal(new TransactionFault.Overdrawn(11, 10), chain.FaultOf(chain.Payment(1, 2, 11)));
        Assert.IsType<TransactionFault.Overdrawn>(chain.FaultOf(chain.Payment(1, 2, ulong.MaxValue)));
    }

    [Fact(DisplayName = "PoR §3.7: money is not spent twice, in one block or in two")]
    public void Double_spending_is_refused()
    {
        var chain = Chain();
        var first = chain.Payment(1, 2, 10);
        var second = chain.Payment(1, 3, 10);
        var built = chain.Build([first, second]);

        Assert.Equal([first], built.Block.Payset.Select(e => e.Transaction));
        chain.Advance(built);
        Assert.Equal(new TransactionFault.Overdrawn(10, 0), chain.FaultOf(second));
        Assert.IsType<TransactionFault.SequenceUsed>(chain.FaultOf(first));
    }

    [Fact]
    public void Money_received_earlier_in_a_block_can_be_spent_in_it()
    {
        var chain = Chain();
        chain.Commit(chain.Payment(1, 7, 10), chain.Payment(7, 8, 9));

        Assert.Equal((1ul, 9ul), (chain.Account(7).Balance, chain.Account(8).Balance));
    }

    [Fact]
    public void Payments_of_nothing_to_oneself_or_from_nobody_are_refused()
    {
        var chain = Chain();
        Assert.IsType<TransactionFault.InvalidAmount>(chain.FaultOf(chain.Payment(1, 2, 0)));
        Assert.IsType<TransactionFault.SelfPayment>(chain.FaultOf(chain.Payment(1, 1, 1)));
        Assert.IsType<TransactionFault.UnknownPayer>(chain.FaultOf(chain.Payment(9, 1, 1)));
    }

    [Fact(DisplayName = "PoR §3.7: an account registers its keys once")]
    public void Registration_happens_once()
    {
        var chain = Chain();
        Assert.IsType<TransactionFault.AlreadyRegistered>(chain.FaultOf(chain.Registration(1)));
        chain.Commit(chain.Registration(5));
        Assert.Equal(new TransactionFault.AlreadyRegistered(new Round(1)), chain.FaultOf(chain.Registration(5)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("lone surrogate")]
    public void A_subject_must_be_a_name(string subject)
    {
        var chain = Chain();
        var name = subject == "lone surrogate" ? "\ud800" : subject; // An attribute cannot hold one.
        Assert.IsType<TransactionFault.InvalidName>(chain.FaultOf(chain.Review(1, subject: name)));
    }

    [Fact]
    public void A_name_of_128_bytes_of_many_byte_letters_is_measured_in_bytes()
    {
        var chain = Chain();
        Assert.Null(chain.FaultOf(chain.Review(1, subject: new string('ä', 64))));
        Assert.IsType<TransactionFault.InvalidName>(chain.FaultOf(chain.Review(1, subject: new string('ä', 65))));
        Assert.Null(chain.FaultOf(chain.Review(1, subject: new string('x', 128), category: new string('x', 128))));
        Assert.IsType<TransactionFault.InvalidName>(chain.FaultOf(chain.Review(1, category: new string('x', 129))));
    }

    [Theory]
    [InlineData(6, 0, 5)]
    [InlineData(-1, 0, 5)]
    [InlineData(3, 5, 5)]
    [InlineData(3, 0, 1001)]
    public void A_rating_must_lie_on_its_scale(int value, int min, int max)
    {
        var chain = Chain();
        var review = chain.Review(1, rate: new Rating(value, min, max));

        Assert.IsType<TransactionFault.InvalidRating>(chain.FaultOf(review));
    }

    [Fact]
    public void A_fault_that_time_or_money_can_mend_is_not_final()
    {
        Assert.False(new TransactionFault.Overdrawn(2, 1).IsFinal);
        Assert.True(new TransactionFault.Expired(new Round(1), new Round(2)).IsFinal);
    }
}
