using PoR.Actors;
using PoR.Core.Agreement;
using PoR.Wire;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>
/// Says one thing in each step, and to half of the nodes only, others in each step; its tickets go to all. It
/// contradicts itself nowhere, so there is nothing to punish.
/// </summary>
public sealed class Selective : Adversary
{
    /// <inheritdoc/>
    public override IEnumerable<PeerMessage> Say(HostileNode me, NodeId to, PeerMessage message)
    {
        ArgumentNullException.ThrowIfNull(me);
        return Each(message, said => said switch
        {
            PeerMessage.VoteSent { Vote.Ballot: var ballot } => GoesTo(me, to, ballot) ? said : null,
            PeerMessage.ProposalSent { Proposal.Vote.Ballot: var ballot } => GoesTo(me, to, ballot) ? said : null,
            _ => said,
        });
    }

    private static bool GoesTo(HostileNode me, NodeId to, Ballot ballot) =>
        !me.IsOurs(ballot.Sender) || (to.Index + ballot.Round.Number + ballot.Step.Number) % 2 == 0;
}
