using PoR.Core.Canonical;
using PoR.Core.Transactions;

namespace PoR.Core.Agreement;

/// <summary>One transaction of a payset, with its evaluation if it is a review (PoR §3.7).</summary>
/// <param name="Transaction">The transaction as its sender signed it.</param>
/// <param name="Evaluation">Set exactly when the transaction is a review.</param>
public sealed record PaysetEntry(SignedTransaction Transaction, ReviewEvaluation? Evaluation)
    : ICanonical<PaysetEntry>
{
    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Value(Transaction);
        writer.Optional(Evaluation);
    }

    /// <inheritdoc/>
    public static PaysetEntry? Read(ref CanonicalReader reader)
    {
        var transaction = SignedTransaction.Read(ref reader);
        var evaluation = reader.Optional<ReviewEvaluation>();
        if (transaction is null || reader.Fault is not null)
            return null;
        if (transaction.Body is Transaction.Review != evaluation is not null)
        {
            reader.Fail("a review must have an evaluation, and nothing else may have one.");
            return null;
        }

        return new PaysetEntry(transaction, evaluation);
    }
}
