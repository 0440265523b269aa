using PoR.Actors;
using PoR.Wire;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>
/// Equivocates when it leads: nodes with even numbers get the honest block, the others one that holds nothing.
/// </summary>
public sealed class SplitLeader : Adversary
{
    /// <inheritdoc/>
    public override IEnumerable<PeerMessage> Say(HostileNode me, NodeId to, PeerMessage message)
    {
        ArgumentNullException.ThrowIfNull(me);
        return message is PeerMessage.ProposalSent { Proposal: var honest } && to.Index % 2 == 1
            && me.Participants.Contains(honest.Vote.Ballot.Sender) && honest.Vote.Ballot.Parent == me.View.Parent
            ? [new PeerMessage.ProposalSent(me.Contradict(honest))]
            : [message];
    }
}
