using AkkaSimulation;
using PoR.Actors;
using PoR.Core.Identities;
using PoR.Wire;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>
/// Says of each vote, ticket and block of its own to each receiver what chance wants: the honest word, its
/// contradiction, nothing, or the honest word later, within λ. Chance follows from the seed.
/// </summary>
public sealed class RandomSender : Adversary
{
    private readonly Dictionary<NodeId, RandomStream> _chance = [];

    /// <inheritdoc/>
    public override IEnumerable<PeerMessage> Say(HostileNode me, NodeId to, PeerMessage message)
    {
        ArgumentNullException.ThrowIfNull(me);
        return Each(message, said => SenderOf(said) is { } sender && me.Participants.Contains(sender)
            ? Draw(me, to, said)
            : said);
    }

    private PeerMessage? Draw(HostileNode me, NodeId to, PeerMessage said)
    {
        if (!_chance.TryGetValue(me.Id, out var chance))
            _chance.Add(me.Id, chance = me.RandomFor(Name));
        switch (chance.Next(4))
        {
            case 0:
                return Contradiction(me, said);
            case 1:
                return null;
            case 2:
                me.Tell(to, said, TimeSpan.FromMilliseconds(chance.Next((int)me.View.Parameters.SmallLambdaMs)));
                return null;
            default:
                return said;
        }
    }

    private static PeerMessage Contradiction(HostileNode me, PeerMessage said) => said switch
    {
        PeerMessage.VoteSent { Vote.Ballot: { Value: not null } ballot } =>
            new PeerMessage.VoteSent(me.Sign(ForNoBlock(ballot))),
        PeerMessage.ProposalSent { Proposal: var honest } when honest.Vote.Ballot.Parent == me.View.Parent =>
            new PeerMessage.ProposalSent(me.Contradict(honest)),
        _ => said, // A ticket has none, nor has a vote for no block, nor a block of another round.
    };

    private static PublicKey? SenderOf(PeerMessage said) => said switch
    {
        PeerMessage.VoteSent { Vote.Ballot.Sender: var sender } => sender,
        PeerMessage.ProposalSent { Proposal.Vote.Ballot.Sender: var sender } => sender,
        PeerMessage.TicketSent { Ticket.Sender: var sender } => sender,
        _ => null,
    };
}
