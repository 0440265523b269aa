using PoR.Core.Transactions;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>
/// Has honest reviewers look like a crowd: as soon as it hears of a review, so many accounts that cost nothing write
/// about the same subject that it is a burst.
/// </summary>
public sealed class FlagBaiter : Eavesdropper
{
    private const int Crowd = 10;

    private readonly HashSet<string> _subjects = new(StringComparer.Ordinal); // As many as a run has.

    /// <inheritdoc/>
    protected override IEnumerable<SignedTransaction> Answer(
        HostileNode me, SignedTransaction signed, Transaction.Review review)
    {
        ArgumentNullException.ThrowIfNull(me);
        ArgumentNullException.ThrowIfNull(review);
        if (!_subjects.Add(review.Subject))
            yield break;
        foreach (var one in Strangers(me, Crowd))
            yield return one.Sign(
                one.MakeUp(isCongruent: true) with { Subject = review.Subject, Category = review.Category }, me.Chain,
                NextTimeOf(me, one));
    }
}
