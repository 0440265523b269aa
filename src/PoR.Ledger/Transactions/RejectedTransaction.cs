using PoR.Core.Transactions;

namespace PoR.Ledger.Transactions;

/// <summary>A transaction that a leader left out of its block.</summary>
/// <param name="Transaction">The transaction.</param>
/// <param name="Fault">Why.</param>
public sealed record RejectedTransaction(SignedTransaction Transaction, TransactionFault Fault);
