using PoR.Actors;
using PoR.Wire;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>
/// Equivocates in every step: nodes with even numbers get the honest vote, the others one for no block.
/// </summary>
public sealed class SplitVoter : Adversary
{
    /// <inheritdoc/>
    public override IEnumerable<PeerMessage> Say(HostileNode me, NodeId to, PeerMessage message)
    {
        ArgumentNullException.ThrowIfNull(me);
        return message is PeerMessage.VoteSent { Vote.Ballot: { Value: not null } honest } && to.Index % 2 == 1
            && me.Participants.Contains(honest.Sender)
            ? [new PeerMessage.VoteSent(me.Sign(ForNoBlock(honest)))]
            : [message];
    }
}
