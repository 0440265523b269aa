using PoR.Actors.Mempools;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.State;
using PoR.Ledger.Transactions;

namespace PoR.Actors.Tests.Mempools;

/// <summary>Floods of a pool by keys that cost nothing: where whoever comes first stays, and with ours.</summary>
public sealed class PoolFloodTests
{
    private const long Years1000 = 1_000L * 365 * 86_400_000;
    private static readonly Timestamp s_now = new(10_000);

    private readonly Cast _cast = new([10, 10, 2, 1]);
    private readonly FreeKeys _free;

    public PoolFloodTests() => _free = new FreeKeys(_cast.Genesis);

    private LedgerState State => _cast.Root.State;

    [Fact(DisplayName = "D40: 50,000 reviews of the year 3000 keep an honest one out for 900 rounds, or not at all")]
    public void Far_future()
    {
        var flood = _free.Reviews(50_000, Years1000).ToArray();
        var honest = _cast.Review(0, 1);

        var before = new FirstComePool(50_000, 64);
        Assert.All(flood, t => Assert.True(before.Add(State, t)));
        Assert.False(before.Add(State, honest));
        Assert.Empty(_cast.Build(3, _cast.Root, before.InOrder).Block.Payset);
        var (_, later) = _cast.Chain(_cast.Root, 900);
        before.Recheck(later.State);
        Assert.Equal(50_000, before.InOrder.Count);
        Assert.False(before.Add(later.State, _cast.Review(0, 1, lastRound: 1_000)));

        var after = new PendingTransactions(new MempoolLimits());
        Assert.All(flood, t => Assert.IsType<PoolFault.TooEarly>(after.Add(State, t, s_now, isOwn: false).Fault));
        Assert.Null(after.Add(State, honest, s_now, isOwn: false).Fault);
        Assert.Equal(honest.Id, Assert.Single(Entries(after)));
    }

    [Theory(DisplayName = "D40: a review further than the review window from this node's clock is refused, either way")]
    [InlineData(0, null)]
    [InlineData(1, typeof(PoolFault.TooEarly))]
    [InlineData(-1, typeof(PoolFault.TooLate))]
    public void Window_of_the_own_clock(int beyondMs, Type? fault)
    {
        var window = State.Parameters.ReviewTimeWindowMs;
        var pool = new PendingTransactions(new MempoolLimits());
        var clock = new Timestamp(2 * window);
        var ahead = _cast.Review(0, 1, writtenAt: (3 * window) + Math.Max(0, beyondMs));
        var behind = _cast.Review(1, 1, writtenAt: window + Math.Min(0, beyondMs));
        var judged = beyondMs < 0 ? behind : ahead;

        Assert.Equal(fault, pool.Add(State, judged, clock, isOwn: false).Fault?.GetType());
        Assert.Null(TransactionRules.Check(State, judged, new Round(1))); // No rule of blocks.
    }

    [Fact(DisplayName = "D40: what is pending is judged by the clock again at each tip")]
    public void Judged_again()
    {
        var window = State.Parameters.ReviewTimeWindowMs;
        var pool = new PendingTransactions(new MempoolLimits());
        pool.Add(State, _cast.Review(0, 1, writtenAt: 5), s_now, isOwn: true);

        Assert.Empty(pool.Recheck(State, new Timestamp(5 + window)));
        Assert.IsType<PoolFault.TooLate>(Assert.Single(pool.Recheck(State, new Timestamp(6 + window))).Reason);
        Assert.Empty(pool.InOrder);
    }

    [Fact(DisplayName = "D40: keys without an account fill the pool, or half of it; accounts with reputation get in")]
    public void Unknown_keys()
    {
        var flood = _free.Reviews(100, writtenAt: 1).ToArray();
        var honest = Enumerable.Range(1, 50).Select(i => _cast.Payment(0, 1, (ulong)i, 1)).ToArray();

        var before = new FirstComePool(100, 64);
        Assert.Equal(100, flood.Count(t => before.Add(State, t)));
        Assert.DoesNotContain(honest, t => before.Add(State, t));

        var after = new PendingTransactions(new MempoolLimits { TransactionsMax = 100 });
        Assert.Equal(50, flood.Count(t => after.Add(State, t, s_now, isOwn: false).Fault is null));
        Assert.All(honest, t => Assert.Null(after.Add(State, t, s_now, isOwn: false).Fault));
        Assert.Equal(100, after.InOrder.Count());
        Assert.Equal(honest.Select(t => t.Id), after.InOrder.Take(50).Select(t => t.Id)); // First in a block, too.
    }

    [Fact(DisplayName = "D40: the room is bounded in bytes as well, and half of the bytes are for reputation")]
    public void Bytes()
    {
        var flood = _free.Reviews(100, writtenAt: 1, textBytes: 8_000).ToArray();

        var before = new FirstComePool(50_000, 64);
        Assert.True(flood.Where(t => before.Add(State, t)).Sum(t => (long)t.ByteCount) > 100 * 8_000);

        var limits = new MempoolLimits { BytesMax = 40L * 8_300 };
        var after = new PendingTransactions(limits);
        Assert.Equal(20, flood.Count(t => after.Add(State, t, s_now, isOwn: false).Fault is null));
        Assert.True(BytesOf(after) <= limits.BytesMax / 2);
        var text = new string('a', 8_000);
        var honest = Enumerable.Range(1, 30).Count(i => after.Add(
            State, _cast.Review(0, (ulong)i, text), new Timestamp(i * 10_000), isOwn: false).Fault is null);
        Assert.Equal(30, honest); // All that one sender may have.
        Assert.True(BytesOf(after) <= limits.BytesMax);
    }

    [Fact(DisplayName = "D40: a full pool gives up an unknown key first, then the lowest reputation, then the newest")]
    public void The_least_goes_first()
    {
        var pool = new PendingTransactions(new MempoolLimits { TransactionsMax = 4 });
        var (free, one, older, newer) = (
            _free.Review(1), _cast.Payment(3, 0, 1, 1), _cast.Payment(2, 0, 1, 1), _cast.Payment(2, 0, 2, 1));
        foreach (var transaction in new[] { older, free, newer, one })
            Assert.Null(pool.Add(State, transaction, s_now, isOwn: false).Fault);

        Assert.Equal([free.Id], EvictedBy(_cast.Payment(0, 1, 1, 1)));
        Assert.IsType<PoolFault.PoolFull>(pool.Add(State, _free.Review(1), s_now, isOwn: false).Fault);
        Assert.Equal([one.Id], EvictedBy(_cast.Payment(0, 1, 2, 1)));
        Assert.IsType<PoolFault.PoolFull>(pool.Add(State, _cast.Payment(3, 0, 1, 2), s_now, isOwn: false).Fault);
        Assert.Equal([newer.Id], EvictedBy(_cast.Payment(0, 1, 3, 1)));
        Assert.Equal([older.Id], EvictedBy(_cast.Payment(0, 1, 4, 1)));
        Assert.IsType<PoolFault.PoolFull>(pool.Add(State, _cast.Payment(1, 0, 1, 1), s_now, isOwn: false).Fault);

        IEnumerable<TransactionId> EvictedBy(SignedTransaction better) =>
            pool.Add(State, better, s_now, isOwn: false).Dropped.Select(d => d.Pending.Transaction.Id);
    }

    [Fact(DisplayName = "D40: an own user's unknown key goes before a peer's: a newcomer waits for its peer's turn")]
    public void A_newcomer_here()
    {
        var pool = new PendingTransactions(new MempoolLimits { TransactionsMax = 20 });
        foreach (var flood in _free.Reviews(20, writtenAt: 1))
            pool.Add(State, flood, s_now, isOwn: false);
        var newcomer = _free.Review(writtenAt: 1);

        Assert.IsType<PoolFault.PoolFull>(pool.Add(State, newcomer, s_now, isOwn: false).Fault);
        Assert.Null(pool.Add(State, newcomer, s_now, isOwn: true).Fault);
        Assert.Equal(newcomer.Id, pool.InOrder.First().Id);
    }

    [Fact(DisplayName = "D40: one sender has a budget in count and in bytes")]
    public void Sender()
    {
        var pool = new PendingTransactions(new MempoolLimits { PerSenderMax = 2, PerSenderBytesMax = 9_000 });
        Assert.Null(Fault(_cast.Payment(0, 1, 1, 1)));
        Assert.Null(Fault(_cast.Payment(0, 1, 2, 1)));
        Assert.IsType<PoolFault.SenderFull>(Fault(_cast.Payment(0, 1, 3, 1)));
        Assert.Null(Fault(_cast.Review(1, 1, new string('a', 8_000))));
        Assert.IsType<PoolFault.SenderFull>(Fault(_cast.Review(1, 2, new string('b', 8_000))));

        PoolFault? Fault(SignedTransaction t) => pool.Add(State, t, s_now, isOwn: false).Fault;
    }

    [Fact(DisplayName = "D40: nothing waits for longer than the limit, though no round is decided")]
    public void Expires_by_time()
    {
        var limits = new MempoolLimits();
        var pool = new PendingTransactions(limits);
        pool.Add(State, _cast.Payment(0, 1, 1, 1), new Timestamp(0), isOwn: false);
        var end = (long)limits.WaitMax.TotalMilliseconds;

        Assert.Empty(pool.Recheck(State, new Timestamp(end)));
        Assert.IsType<PoolFault.WaitedTooLong>(Assert.Single(pool.Recheck(State, new Timestamp(end + 1))).Reason);
    }

    [Fact(DisplayName = "D40: who has lost its reputation loses the room that was reserved for it")]
    public void Lost_reputation()
    {
        var pool = new PendingTransactions(new MempoolLimits { TransactionsMax = 8 });
        for (ulong i = 2; i <= 9; i++)
            Assert.Null(pool.Add(State, _cast.Payment(3, 0, i, 1), s_now, isOwn: false).Fault);
        var lie = _cast.Review(3, 1, stars: 1);
        var after = _cast.Extend(_cast.Root, _cast.Block(0, _cast.Root, lie)).State;
        Assert.Equal(0, after.FindAccount(_cast[3])!.Reputation);

        var dropped = pool.Recheck(after, s_now);
        Assert.All(dropped, d => Assert.IsType<PoolFault.Evicted>(d.Reason));
        Assert.Equal([6ul, 7, 8, 9], dropped.Select(d => d.Pending.Transaction.Body.Sequence));
    }

    private static long BytesOf(PendingTransactions pool) => pool.InOrder.Sum(t => (long)t.ByteCount);

    private TransactionId[] Entries(PendingTransactions pool) =>
        [.. _cast.Build(3, _cast.Root, pool.InOrder).Block.Payset.Select(e => e.Transaction.Id)];
}
