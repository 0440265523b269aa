using PoR.Core.Transactions;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>
/// Says first what a subject is, and wrongly: as soon as it hears of one, accounts that cost nothing write about it in
/// another category.
/// </summary>
public sealed class CategorySquatter : Eavesdropper
{
    private const int Squatters = 5; // So many settle a category, if they weigh; twice as many are a burst.

    private readonly HashSet<string> _subjects = new(StringComparer.Ordinal); // As many as a run has.

    /// <inheritdoc/>
    protected override IEnumerable<SignedTransaction> Answer(
        HostileNode me, SignedTransaction signed, Transaction.Review review)
    {
        ArgumentNullException.ThrowIfNull(me);
        ArgumentNullException.ThrowIfNull(review);
        if (!_subjects.Add(review.Subject))
            yield break;
        foreach (var squatter in Strangers(me, Squatters))
            yield return squatter.Sign(
                squatter.MakeUp(isCongruent: true) with { Subject = review.Subject, Category = "squatted" }, me.Chain,
                NextTimeOf(me, squatter));
    }
}
