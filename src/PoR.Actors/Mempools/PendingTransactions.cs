using PoR.Core.Admission;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.State;
using PoR.Ledger.Transactions;

namespace PoR.Actors.Mempools;

/// <summary>Valid transactions that no block of this chain holds yet. Bounded in count and bytes.</summary>
/// <remarks>
/// Reviews are judged by this node's clock, since otherwise dates that no block will reach for years fill the pool for
/// good. A full pool gives up the least: a key that the state does not know before one that it knows, a low reputation
/// before a high one, then the newest.
/// </remarks>
public sealed class PendingTransactions(MempoolLimits limits)
{
    private readonly Dictionary<TransactionId, PendingTransaction> _byId = [];
    private readonly Dictionary<PublicKey, Room> _bySender = [];
    private readonly Dictionary<SponsorRight, TransactionId> _byRight = [];
    private readonly SortedSet<PendingTransaction> _leastFirst = new(PendingTransaction.LeastFirst);
    private readonly Dictionary<TransactionId, TransactionId> _replacedBy = [];
    private Room _all;
    private Room _unproven;
    private long _arrivals;

    /// <summary>
    /// All, in the order in which a leader tries them: those of accounts with reputation as they came, then the own
    /// users' others, then other peers'. So free keys keep nobody with reputation out of a block.
    /// </summary>
    public IEnumerable<SignedTransaction> InOrder => _byId.Values
        .OrderByDescending(static pending => pending.Turn)
        .ThenBy(static pending => pending.Arrival)
        .Select(static pending => pending.Transaction);

    /// <summary>How many wait.</summary>
    public int Count => _all.Count;

    /// <summary>How much they take.</summary>
    public long Bytes => _all.Bytes;

    /// <summary>A pending transaction, or null.</summary>
    public SignedTransaction? Find(TransactionId id) => _byId.GetValueOrDefault(id)?.Transaction;

    /// <summary>Takes a transaction whose signature has been checked.</summary>
    /// <param name="state">After the tip.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="clock">Of this node.</param>
    /// <param name="isOwn">Whether a user of this node submitted it.</param>
    /// <returns>Why not, null when it is pending now; and what was given up for it.</returns>
    public (PoolFault? Fault, IReadOnlyList<(PendingTransaction Pending, PoolFault Reason)> Dropped) Add(
        LedgerState state, SignedTransaction transaction, Timestamp clock, bool isOwn)
    {
        var (fault, yielding) = Judge(state, transaction, clock, isOwn);
        if (fault is not null)
            return (fault, []);
        var replaced = ReplacedBy(transaction);
        foreach (var least in yielding)
            Remove(least);
        Put(new PendingTransaction(
            transaction, isOwn, StandingOf(state, transaction, isOwn), _arrivals++, clock));
        return (null,
        [
            .. yielding.Select(
                least => (least, least == replaced ? (PoolFault)new PoolFault.Replaced() : new PoolFault.Evicted())),
        ]);
    }

    /// <summary>Why a transaction would not be taken now, whoever has signed it; null when it would.</summary>
    /// <param name="state">After the tip.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="clock">Of this node.</param>
    /// <param name="isOwn">Whether a user of this node submitted it.</param>
    public PoolFault? FaultOf(LedgerState state, SignedTransaction transaction, Timestamp clock, bool isOwn) =>
        Judge(state, transaction, clock, isOwn).Fault;

    /// <summary>
    /// Drops what the new state holds already, what has expired, what can no longer be valid, and what is less than
    /// the room of its kind has place for.
    /// </summary>
    /// <param name="state">After the new tip.</param>
    /// <param name="clock">Of this node.</param>
    /// <returns>What was dropped, with the reason, in the order in which they had come.</returns>
    public IReadOnlyList<(PendingTransaction Pending, PoolFault Reason)> Recheck(LedgerState state, Timestamp clock)
    {
        var dropped = new List<(PendingTransaction Pending, PoolFault Reason)>();
        foreach (var pending in _byId.Values.ToArray())
        {
            if (ReasonToDrop(state, pending, clock) is { } reason)
            {
                Remove(pending);
                dropped.Add((pending, reason));
            }
            else if (StandingOf(state, pending.Transaction, pending.IsOwn) is var standing
                && standing != pending.Standing)
            {
                Remove(pending);
                Put(pending with { Standing = standing });
            }
        }

        while (!_unproven.IsWithin(limits.TransactionsMax / 2, limits.BytesMax / 2))
        {
            var least = _leastFirst.Min!;
            Remove(least);
            dropped.Add((least, new PoolFault.Evicted()));
        }

        return [.. dropped.OrderBy(static d => d.Pending.Arrival)];
    }

    private (PoolFault? Fault, IReadOnlyList<PendingTransaction> Yielding) Judge(
        LedgerState state, SignedTransaction transaction, Timestamp clock, bool isOwn)
    {
        if (_byId.ContainsKey(transaction.Id))
            return (new PoolFault.AlreadyPending(), []);
        if (_replacedBy.ContainsKey(transaction.Id))
            return (new PoolFault.Replaced(), []);

        // What comes after an own transaction that is pending here, or on its way, waits for it.
        if (TransactionRules.Check(state, transaction, state.Round.Next) is { } broken
            and not (TransactionFault.PredecessorMissing or TransactionFault.CommitmentMissing))
            return (new PoolFault.Invalid(broken), []);
        if (TimeFault(state, transaction, clock) is { } ofTime)
            return (ofTime, []);

        // Its holder could sign one right for any number of keys.
        if (RightOf(transaction) is { } right && _byRight.ContainsKey(right))
            return (new PoolFault.RightPending(), []);
        var ofSender = _bySender.GetValueOrDefault(transaction.Body.Sender).With(transaction);
        if (ReplacedBy(transaction) is { } replaced)
            ofSender = ofSender.Without(replaced.Transaction);
        if (!ofSender.IsWithin(limits.PerSenderMax, limits.PerSenderBytesMax))
            return (new PoolFault.SenderFull(), []);
        return Yielding(transaction, StandingOf(state, transaction, isOwn)) is { } yielding
            ? (null, yielding)
            : (new PoolFault.PoolFull(), []);
    }

    /// <summary>What would be given up for a transaction; null when that would not make room for it.</summary>
    private List<PendingTransaction>? Yielding(SignedTransaction transaction, long standing)
    {
        var isProven = PendingTransaction.IsProvenAt(standing);
        var (all, unproven) = (_all.With(transaction), isProven ? _unproven : _unproven.With(transaction));
        var yielding = new List<PendingTransaction>();
        var replaced = ReplacedBy(transaction);
        if (replaced is not null)
            Yield(replaced);
        using var leastFirst = _leastFirst.GetEnumerator();
        while (!all.IsWithin(limits.TransactionsMax, limits.BytesMax)
            || (!isProven && !unproven.IsWithin(limits.TransactionsMax / 2, limits.BytesMax / 2)))
        {
            if (!leastFirst.MoveNext() || leastFirst.Current is not { } least || least.Standing >= standing)
                return null;
            if (least != replaced)
                Yield(least);
        }

        return yielding;

        void Yield(PendingTransaction least)
        {
            yielding.Add(least);
            all = all.Without(least.Transaction);
            unproven = least.IsProven ? unproven : unproven.Without(least.Transaction);
        }
    }

    /// <summary>What the author has signed that a transaction takes the place of, if it is pending.</summary>
    private PendingTransaction? ReplacedBy(SignedTransaction transaction) =>
        transaction.Body is { Replaces: { } older } body
        && _byId.GetValueOrDefault(older) is { Transaction.Body: var before } replaced
        && before.Sender == body.Sender && before.Sequence == body.Sequence
            ? replaced
            : null;

    /// <summary>
    /// Transactions that are not valid yet stay in the pool: an overdrawn payment may be covered later, and a
    /// blacklisting ends.
    /// </summary>
    private PoolFault? ReasonToDrop(LedgerState state, PendingTransaction pending, Timestamp clock)
    {
        if (TransactionRules.Check(state, pending.Transaction, state.Round.Next) is { IsFinal: true } fault)
            return new PoolFault.Invalid(fault);
        if (clock.Milliseconds - (Int128)pending.Since.Milliseconds > (Int128)limits.WaitMax.TotalMilliseconds)
            return new PoolFault.WaitedTooLong();
        return TimeFault(state, pending.Transaction, clock);
    }

    private static PoolFault? TimeFault(LedgerState state, SignedTransaction transaction, Timestamp clock)
    {
        if (transaction.Body is not Transaction.Review { WrittenAt: var writtenAt })
            return null;
        var ahead = (Int128)writtenAt.Milliseconds - clock.Milliseconds;
        if (ahead > state.Parameters.ReviewTimeWindowMs)
            return new PoolFault.TooEarly(writtenAt, clock);
        return -ahead > state.Parameters.ReviewTimeWindowMs ? new PoolFault.TooLate(writtenAt, clock) : null;
    }

    private static long StandingOf(LedgerState state, SignedTransaction transaction, bool isOwn) =>
        PendingTransaction.StandingOf(state.FindAccount(transaction.Body.Sender), isOwn);

    private static SponsorRight? RightOf(SignedTransaction transaction) =>
        (transaction.Body as Transaction.Registration)?.Sponsorship?.Right;

    private void Put(PendingTransaction pending)
    {
        var (transaction, sender) = (pending.Transaction, pending.Transaction.Body.Sender);
        _byId.Add(transaction.Id, pending);
        _leastFirst.Add(pending);
        if (transaction.Body.Replaces is { } older)
            _replacedBy[older] = transaction.Id;
        if (RightOf(transaction) is { } right)
            _byRight.Add(right, transaction.Id);
        _all = _all.With(transaction);
        _unproven = pending.IsProven ? _unproven : _unproven.With(transaction);
        _bySender[sender] = _bySender.GetValueOrDefault(sender).With(transaction);
    }

    private void Remove(PendingTransaction pending)
    {
        var (transaction, sender) = (pending.Transaction, pending.Transaction.Body.Sender);
        _byId.Remove(transaction.Id);
        _leastFirst.Remove(pending);
        if (transaction.Body.Replaces is { } older && _replacedBy.GetValueOrDefault(older) == transaction.Id)
            _replacedBy.Remove(older);
        if (RightOf(transaction) is { } right)
            _byRight.Remove(right);
        _all = _all.Without(transaction);
        _unproven = pending.IsProven ? _unproven : _unproven.Without(transaction);
        var left = _bySender[sender].Without(transaction);
        if (left.Count == 0)
            _bySender.Remove(sender);
        else
            _bySender[sender] = left;
    }

    private readonly record struct Room(int Count, long Bytes)
    {
        public Room With(SignedTransaction transaction) => new(Count + 1, Bytes + transaction.ByteCount);

        public Room Without(SignedTransaction transaction) => new(Count - 1, Bytes - transaction.ByteCount);

        public bool IsWithin(int count, long bytes) => Count <= count && Bytes <= bytes;
    }
}
