using PoR.Core.Transactions;

namespace PoR.Ledger.Transactions;

/// <summary>Checks senders' signatures; a cache may stand behind it.</summary>
public interface ITransactionSignatures
{
    /// <summary>Whether the sender signed the transaction's id.</summary>
    bool IsValid(SignedTransaction transaction);
}
