namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>
/// Has its own participants banned once the seed of the next round is known, to shift the weight that all lots are
/// drawn by: each writes two reviews at once, which the block of the round blacklists it for.
/// </summary>
public sealed class SelfBanner : Scribe
{
    /// <inheritdoc/>
    protected override void Write(HostileNode me, HostileAuthor author)
    {
        ArgumentNullException.ThrowIfNull(me);
        me.Later(KnowsSeedAfter, () =>
        {
            var now = (long)me.Now.TotalMilliseconds;
            for (var i = 0; i < 2; i++)
                me.Submit(author.Sign(author.MakeUp(isCongruent: true), me.Chain, now + i));
        });
    }
}
