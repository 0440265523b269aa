using PoR.Actors.Contract;
using PoR.Actors.Services;
using PoR.Core.Transactions;

namespace PoR.Actors.Mempools;

/// <summary>Checks a transaction's signature.</summary>
public sealed record VerifyTransactionJob(NodeServices Services, SignedTransaction Transaction, bool IsOwn) : IJob
{
    /// <inheritdoc/>
    public TimeSpan VirtualDuration => Services.Costs.Verify;

    /// <inheritdoc/>
    public bool IsQuick => Services.Checks.Knows(Transaction);

    /// <inheritdoc/>
    public IMessage Run() => new TransactionChecked(Transaction, IsOwn, Services.Checks.IsValid(Transaction));
}
