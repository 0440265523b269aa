using PoR.Wire;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>
/// Floods pools: in each round it tells all nodes of valid reviews by keys that cost nothing, and of as many that are
/// dated far in the future.
/// </summary>
public sealed class PoolStuffer : Adversary
{
    private const int OfEach = 25;
    private const long FarMs = 1L << 44;

    private int _made;

    /// <inheritdoc/>
    public override void See(HostileNode me, SeenFact seen)
    {
        if (!IsRoundStart(me, seen))
            return;
        var now = (long)me.Now.TotalMilliseconds;
        for (var i = 0; i < 2 * OfEach; i++)
        {
            var author = new HostileAuthor(me.Stranger(_made++));
            me.TellAll(new PeerMessage.TransactionSent(author.Sign(
                author.MakeUp(isCongruent: true), me.Chain, i % 2 == 0 ? now : now + FarMs)));
        }
    }
}
