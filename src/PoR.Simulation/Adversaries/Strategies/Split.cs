using PoR.Actors;
using PoR.Wire;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>Equivocates in every step and when it leads.</summary>
public sealed class Split : Adversary
{
    private readonly SplitLeader _leader = new();
    private readonly SplitVoter _voter = new();

    /// <inheritdoc/>
    public override IEnumerable<PeerMessage> Say(HostileNode me, NodeId to, PeerMessage message) =>
        message is PeerMessage.ProposalSent ? _leader.Say(me, to, message) : _voter.Say(me, to, message);
}
