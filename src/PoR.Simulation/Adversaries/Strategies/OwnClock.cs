namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>
/// Farms by its own clock: its participants write ten congruent reviews in each round, dated as far apart as honest
/// authors write, whatever the time.
/// </summary>
public sealed class OwnClock : Scribe
{
    private const int ReviewsPerRound = 10;

    /// <inheritdoc/>
    protected override void Write(HostileNode me, HostileAuthor author)
    {
        ArgumentNullException.ThrowIfNull(me);
        ArgumentNullException.ThrowIfNull(author);
        for (var i = 0; i < ReviewsPerRound; i++)
            me.Submit(author.Sign(author.MakeUp(isCongruent: true), me.Chain, author.NextTimeOn(me.Chain)));
    }
}
