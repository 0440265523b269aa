using PoR.Core.Transactions;
using PoR.Reviews;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>
/// Copies each text that waits, to another subject and to the same one, and tells all nodes of the copies at once.
/// </summary>
public sealed class TextThief : Eavesdropper
{
    private const int Thieves = 10;

    private int _copies;

    /// <inheritdoc/>
    protected override IEnumerable<SignedTransaction> Answer(
        HostileNode me, SignedTransaction signed, Transaction.Review review)
    {
        ArgumentNullException.ThrowIfNull(me);
        ArgumentNullException.ThrowIfNull(review);
        foreach (var subject in new[] { $"stolen {_copies}", review.Subject })
        {
            var thief = Strangers(me, Thieves).ElementAt(_copies++ % Thieves);
            yield return thief.Sign(
                new WrittenReview(null, subject, review.Category, review.Note, review.Rate), me.Chain,
                thief.NextTimeOn(me.Chain));
        }
    }
}
