using PoR.Core.Identities;
using PoR.Core.Transactions;
using PoR.Ledger.State;
using PoR.Ledger.Transactions;

namespace PoR.Actors.Tests.Mempools;

/// <summary>
/// A pool as it would be without our rules: whoever comes first stays, in a bound of number alone, and no clock is
/// asked.
/// </summary>
internal sealed class FirstComePool(int transactionsMax, int perSenderMax)
{
    private readonly Dictionary<PublicKey, int> _bySender = [];
    private List<SignedTransaction> _inOrder = [];

    public IReadOnlyList<SignedTransaction> InOrder => _inOrder;

    public bool Add(LedgerState state, SignedTransaction transaction)
    {
        var ofSender = _bySender.GetValueOrDefault(transaction.Body.Sender);
        if (TransactionRules.Check(state, transaction, state.Round.Next) is not null
            || _inOrder.Count >= transactionsMax || ofSender >= perSenderMax)
            return false;
        _bySender[transaction.Body.Sender] = ofSender + 1;
        _inOrder.Add(transaction);
        return true;
    }

    public void Recheck(LedgerState state) => _inOrder =
        [.. _inOrder.Where(t => TransactionRules.Check(state, t, state.Round.Next) is not { IsFinal: true })];
}
