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
    /// <returns>Why not, in one sentence; null when it is pending now.</returns>
    public string? Add(LedgerState state, SignedTransaction transaction)
    {
        var sender = transaction.Body.Sender;
        if (_byId.ContainsKey(transaction.Id))
            return "The transaction is pending already.";
        if (TransactionRules.Check(state, transaction, state.Round.Next) is { } fault)
            return fault.Sentence();
        if (_inOrder.Count >= limits.TransactionsMax)
            return $"The pool is full: it holds {limits.TransactionsMax} transactions.";
        if (_bySender.GetValueOrDefault(sender) >= limits.PerSenderMax)
            return $"The sender has {limits.PerSenderMax} transactions pending, and more are not kept.";
        _byId.Add(transaction.Id, transaction);
        _bySender[sender] = _bySender.GetValueOrDefault(sender) + 1;
        _inOrder.Add(transaction);
        return null;
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

    /// <summary>What must wait stays: an overdrawn payment may be covered later, a blacklisting ends.</summary>
    private static bool IsStillPossible(LedgerState state, SignedTransaction transaction) =>
        TransactionRules.Check(state, transaction, state.Round.Next) is not { } fault || !fault.IsFinal();
}
