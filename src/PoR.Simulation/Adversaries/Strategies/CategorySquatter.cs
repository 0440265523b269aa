using PoR.Core.Transactions;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>
/// Says first what a subject is, and wrongly. So many accounts settle a category, if they weigh; twice as many are a
/// burst.
/// </summary>
public sealed class CategorySquatter() : Crowd(size: 5)
{
    /// <inheritdoc/>
    protected override string CategoryFor(Transaction.Review review) => "squatted";
}
