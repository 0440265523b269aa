using PoR.Core.Transactions;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>
/// As soon as it hears of a subject, accounts that cost nothing write about it, too, each once and congruently.
/// </summary>
/// <param name="size">How many.</param>
public abstract class Crowd(int size) : Eavesdropper
{
    private readonly HashSet<string> _subjects = new(StringComparer.Ordinal); // As many as a run has.

    /// <inheritdoc/>
    protected sealed override IEnumerable<SignedTransaction> Answer(
        HostileNode me, SignedTransaction signed, Transaction.Review review)
    {
        ArgumentNullException.ThrowIfNull(me);
        ArgumentNullException.ThrowIfNull(review);
        if (!_subjects.Add(review.Subject))
            yield break;
        foreach (var one in Strangers(me, size))
            yield return one.Sign(
                one.MakeUp(isCongruent: true) with { Subject = review.Subject, Category = CategoryFor(review) },
                me.Chain, one.NextTimeOn(me.Chain));
    }

    /// <summary>What it says that the subject is.</summary>
    /// <param name="review">The first of it.</param>
    protected abstract string CategoryFor(Transaction.Review review);
}
