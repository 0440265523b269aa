using PoR.Actors;
using PoR.Wire;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>Withholds: its blocks leave later than they should. Its tickets and votes are in time.</summary>
/// <param name="by">So much later, above zero; beyond λ + Λ nobody votes for them in step 2.</param>
public sealed class LateLeader(TimeSpan by) : Adversary
{
    /// <inheritdoc/>
    public override IEnumerable<PeerMessage> Say(HostileNode me, NodeId to, PeerMessage message)
    {
        ArgumentNullException.ThrowIfNull(me);
        if (IsOwnBlock(me, message))
            me.Tell(to, message, by);
        return Each(message, said => IsOwnBlock(me, said) ? null : said);
    }

    private static bool IsOwnBlock(HostileNode me, PeerMessage said) =>
        said is PeerMessage.ProposalSent { Proposal.Vote.Ballot.Sender: var leader }
        && me.Participants.Contains(leader);
}
