using PoR.Core.Identities;
using PoR.Core.Transactions;
using PoR.Ledger.State;
using PoR.Ledger.Transactions;

namespace PoR.Actors.Mempools;

/// <summary>
/// Valid transactions that no block of this chain holds yet, in the order in which they came. Bounded.
/// </summary>
public sealed class PendingTransactions(MempoolLimits limits)
{
    private readonly Dictionary<TransactionId, SignedTransaction> _byId = [];
    private readonly Dictionary<PublicKey, int> _bySender = [];
    private List<SignedTransaction> _inOrder = [];

    /// <summary>All, in the order in which they came.</summary>
    public IReadOnlyList<SignedTransaction> InOrder => _inOrder;

    /// <summary>A pending transaction, or null.</summary>
    public SignedTransaction? Find(TransactionId id) => _byId.GetValueOrDefault(id);

    /// <summary>Takes a transaction whose signature has been checked.</summary>
    /// <returns>Why not; null when it is pending now.</returns>
    public PoolFault? Add(LedgerState state, SignedTransaction transaction)
    {
        if (FaultOf(state, transaction) is { } fault)
            return fault;
        var sender = transaction.Body.Sender;
        _byId.Add(transaction.Id, transaction);
        _bySender[sender] = _bySender.GetValueOrDefault(sender) + 1;
        _inOrder.Add(transaction);
        return null;
    }

    /// <summary>Why a transaction would not be taken now, whoever has signed it; null when it would.</summary>
    public PoolFault? FaultOf(LedgerState state, SignedTransaction transaction)
    {
        if (_byId.ContainsKey(transaction.Id))
            return new PoolFault.AlreadyPending();
        if (TransactionRules.Check(state, transaction, state.Round.Next) is { } fault)
            return new PoolFault.Invalid(fault);
        if (_inOrder.Count >= limits.TransactionsMax)
            return new PoolFault.PoolFull();
        return _bySender.GetValueOrDefault(transaction.Body.Sender) >= limits.PerSenderMax
            ? new PoolFault.SenderFull()
            : null;
    }

    /// <summary>Drops what the new state holds already, what has expired and what can no longer be valid.</summary>
    public void Recheck(LedgerState state)
    {
        var kept = new List<SignedTransaction>(_inOrder.Count);
        _bySender.Clear();
        foreach (var transaction in _inOrder)
        {
            if (IsStillPossible(state, transaction))
            {
                kept.Add(transaction);
                var sender = transaction.Body.Sender;
                _bySender[sender] = _bySender.GetValueOrDefault(sender) + 1;
            }
            else
            {
                _byId.Remove(transaction.Id);
            }
        }

        _inOrder = kept;
    }

    /// <summary>
    /// Transactions that are not valid yet stay in the pool: an overdrawn payment may be covered later, and a
    /// blacklisting ends.
    /// </summary>
    private static bool IsStillPossible(LedgerState state, SignedTransaction transaction) =>
        TransactionRules.Check(state, transaction, state.Round.Next) is not { IsFinal: true };
}

/// <summary>Why a pool does not take a transaction. Closed: every case is nested here.</summary>
public abstract record PoolFault
{
    private PoolFault()
    {
    }

    /// <summary>The signature is not the sender's.</summary>
    public sealed record NotSigned : PoolFault;

    /// <summary>It is in the pool.</summary>
    public sealed record AlreadyPending : PoolFault;

    /// <summary>The pool holds <see cref="MempoolLimits.TransactionsMax"/>.</summary>
    public sealed record PoolFull : PoolFault;

    /// <summary>Of its sender <see cref="MempoolLimits.PerSenderMax"/> are pending.</summary>
    public sealed record SenderFull : PoolFault;

    /// <summary>It breaks a rule of the ledger.</summary>
    public sealed record Invalid(TransactionFault Fault) : PoolFault;
}
