using PoR.Core.Transactions;
using PoR.Ledger.Transactions;

namespace PoR.Ledger.Tests;

/// <summary>Any signature but that of zeros is valid.</summary>
internal sealed class FakeSignatures : ITransactionSignatures
{
    public bool IsValid(SignedTransaction transaction) => transaction.Signature != default;
}
