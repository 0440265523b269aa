using PoR.Actors;
using PoR.Wire;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>
/// Withholds: its blocks go to its own nodes only, until one is certified. Its tickets and votes go to all.
/// </summary>
public sealed class CoalitionLeader : Adversary
{
    /// <inheritdoc/>
    public override IEnumerable<PeerMessage> Say(HostileNode me, NodeId to, PeerMessage message)
    {
        ArgumentNullException.ThrowIfNull(me);
        return me.IsOurs(to) ? [message] : Each(message, said => IsOpenBlock(me, said) ? null : said);
    }

    private static bool IsOpenBlock(HostileNode me, PeerMessage said) => said switch
    {
        PeerMessage.ProposalSent { Proposal.Vote.Ballot.Sender: var leader } => me.IsOurs(leader),
        PeerMessage.BlockSent { Block.Header: { Proposer.Leader: var leader } header } =>
            me.IsOurs(leader) && header.Parent == me.View.Parent,
        _ => false,
    };
}
