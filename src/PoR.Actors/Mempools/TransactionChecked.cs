using PoR.Actors.Contract;
using PoR.Core.Transactions;

namespace PoR.Actors.Mempools;

/// <summary>What the check of a transaction's signature has found.</summary>
/// <param name="Transaction">The transaction.</param>
/// <param name="IsOwn">True when a user of this node submitted it.</param>
/// <param name="IsSigned">True when the sender signed it.</param>
public sealed record TransactionChecked(SignedTransaction Transaction, bool IsOwn, bool IsSigned) : IMessage;
