using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>
/// Takes over whoever has just spoken, and has it contradict itself, if its one-time key of the step is still there.
/// Its own nodes are honest otherwise.
/// </summary>
public sealed class LateCorruption : Adversary
{
    /// <inheritdoc/>
    public override void See(HostileNode me, SeenFact seen)
    {
        ArgumentNullException.ThrowIfNull(me);
        ArgumentNullException.ThrowIfNull(seen);
        if (seen.Fact is not Fact.BallotSigned { Node: var node, Vote.Ballot: { Value: not null } ballot }
            || !me.IsFirst || !me.IsHonest(node) || ballot.Step < Step.LeaderSelection)
            return;
        var keys = me.Corrupt(ballot.Sender);
        if (!keys.CanSign(ballot.Round, ballot.Step))
            return;
        var other = ForNoBlock(ballot);
        var vote = new UnverifiedVote(
            other, keys.Sign(other.Round, other.Step, UnverifiedVote.SigningBytes(other)));
        for (var to = 1; to < me.Nodes; to += 2)
        {
            if (to != me.Id.Index)
                me.Tell(new NodeId(to), new PeerMessage.VoteSent(vote));
        }
    }
}
