using PoR.Actors;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>Calls every leader bad: in step 3 it has no confidence in whoever has been chosen.</summary>
public sealed class NoConfidence : Adversary
{
    /// <inheritdoc/>
    public override IEnumerable<PeerMessage> Say(HostileNode me, NodeId to, PeerMessage message)
    {
        ArgumentNullException.ThrowIfNull(me);
        return Each(message, said =>
            said is PeerMessage.VoteSent { Vote.Ballot: { Value: { } value } ballot }
            && ballot.Step == Step.BlockVerification && me.Participants.Contains(ballot.Sender)
                ? new PeerMessage.VoteSent(me.Sign(ballot with { Value = null, NoConfidence = value }))
                : said);
    }

    /// <summary>Its honest part must not hear what it has said, which is not what that part has signed.</summary>
    public override bool Hears(HostileNode me, NodeId from, PeerMessage message)
    {
        ArgumentNullException.ThrowIfNull(me);
        return message is not PeerMessage.VoteSent { Vote.Ballot.Sender: var sender }
            || !me.Participants.Contains(sender);
    }
}
