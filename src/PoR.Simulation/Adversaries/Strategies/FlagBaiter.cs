using PoR.Core.Transactions;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>
/// Has honest reviewers look like a crowd: so many accounts write about the same subject that it is a burst.
/// </summary>
public sealed class FlagBaiter() : Crowd(size: 10)
{
    /// <inheritdoc/>
    protected override string CategoryFor(Transaction.Review review)
    {
        ArgumentNullException.ThrowIfNull(review);
        return review.Category;
    }
}
