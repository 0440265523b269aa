namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>
/// Stuffs its own ballot: its participants write ten congruent reviews in each round, as fast as machines can, and
/// date them truly.
/// </summary>
public sealed class BallotStuffer : Scribe
{
    private const int ReviewsPerRound = 10;

    /// <inheritdoc/>
    protected override void Write(HostileNode me, HostileAuthor author)
    {
        ArgumentNullException.ThrowIfNull(me);
        ArgumentNullException.ThrowIfNull(author);
        var now = (long)me.Now.TotalMilliseconds;
        for (var i = 0; i < ReviewsPerRound; i++)
            me.Submit(author.Sign(author.MakeUp(isCongruent: true), me.Chain, now + i));
    }
}
