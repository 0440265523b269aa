using PoR.Actors;
using PoR.Wire;

namespace PoR.TestKit.Adversaries;

/// <summary>Withholds: its blocks leave later than they should. Its tickets and votes are in time.</summary>
/// <param name="by">So much later, above zero; beyond 2λ nobody votes for them in step 2.</param>
public sealed class LateLeader(TimeSpan by) : Adversary
{
    /// <inheritdoc/>
    public override IEnumerable<PeerMessage> Say(HostileNode me, NodeId to, PeerMessage message)
    {
        ArgumentNullException.ThrowIfNull(me);
        if (message is not PeerMessage.ProposalSent)
            return [message];
        me.Tell(to, message, by);
        return [];
    }
}
