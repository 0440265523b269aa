using Akka.Actor;
using AkkaSimulation;
using PoR.Actors.Gossiping;
using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Actors.Services;
using PoR.Consensus.EvidenceRules;
using PoR.Core.Agreement;
using PoR.Wire;

namespace PoR.Actors.Peers;

/// <summary>What several actors of a peer do.</summary>
internal static class ActorContextExtensions
{
    /// <summary>Lets observers know; nothing in the protocol depends on it.</summary>
    public static void Publish(this IActorContext context, Fact fact) => context.System.EventStream.Publish(fact);

    /// <summary>
    /// Refuses a peer's message: observers are told, and the gossip, which forgets an invalid vote and blames the link
    /// for a forgery. Where the fault is its signer's own, the pool gets the evidence (D15).
    /// </summary>
    /// <param name="context">Of the turn.</param>
    /// <param name="peer">The node that refuses it.</param>
    /// <param name="refusal">Why.</param>
    /// <param name="message">What the peer has said.</param>
    public static void Refuse(this IActorContext context, PeerActors peer, Refusal refusal, PeerMessage message)
    {
        context.Publish(new Fact.MessageRefused(peer.Id, refusal));
        if (refusal.IsForged)
            peer.Gossip.Tell(new GossipMessage.Forged(message));
        if (message is PeerMessage.VoteSent { Vote: var vote })
            peer.Gossip.Tell(new ComparisonMessage.NotCounted(vote));
        if (refusal.FaultOfVote is { } fault && SignedIn(message) is { } signed
            && EvidenceBuilder.WrongCredential(signed, fault) is { } evidence)
            peer.Mempool.Tell(new MempoolMessage.EvidenceFound(evidence));
    }

    private static UnverifiedVote? SignedIn(PeerMessage message) => message switch
    {
        PeerMessage.VoteSent { Vote: var vote } => vote,
        PeerMessage.ProposalSent { Proposal.Vote: var vote } => vote,
        _ => null,
    };

    /// <summary>Has pure work done; its result, or a <see cref="Status.Failure"/>, comes back as a message.</summary>
    /// <param name="context">Of the turn.</param>
    /// <param name="services">Of the peer.</param>
    /// <param name="part">What the work is.</param>
    /// <param name="work">Its result carries what it is about.</param>
    /// <param name="modelled">What it takes on virtual time.</param>
    /// <param name="isQuick">Whether handing it over costs more than doing it.</param>
    public static void Work<T>(
        this IActorContext context,
        NodeServices services,
        WorkPart part,
        Func<T> work,
        TimeSpan modelled,
        bool isQuick = false)
        where T : notnull =>
        context.System.OffloadTo(context.Self, services.Measured(part, work), modelled, isQuick);
}
