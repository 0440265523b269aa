using PoR.Core.Transactions;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>
/// Bad-mouths one subject: each of its participants gives it the worst rating, as often as honest authors may write,
/// whatever its texts say.
/// </summary>
public sealed class BadMouther : Scribe
{
    private const string Subject = "kitchen-042"; // One that honest authors write about, too.
    private const string Category = "kitchen";

    /// <inheritdoc/>
    protected override void Write(HostileNode me, HostileAuthor author)
    {
        ArgumentNullException.ThrowIfNull(me);
        ArgumentNullException.ThrowIfNull(author);
        var now = (long)me.Now.TotalMilliseconds;
        if (author.IsFree(me.Chain, now))
            me.Submit(author.Sign(
                author.MakeUp(isCongruent: true) with
                {
                    Subject = Subject, Category = Category, Rating = new Rating(1, 1, 5),
                },
                me.Chain, now));
    }
}
