using Akka.Actor;
using PoR.Actors.Participants;
using PoR.Core.Rounds;

namespace PoR.Actors.Peers;

/// <summary>
/// The actors of one peer, as they know each other. They know each other in a circle, so the record is filled after
/// all have been created, by the one who creates them, and before anybody is told anything.
/// </summary>
/// <param name="id">Which peer.</param>
public sealed class PeerActors(NodeId id)
{
    /// <summary>Which peer.</summary>
    public NodeId Id { get; } = id;

    /// <summary>Takes <see cref="Rounds.CoordinatorMessage"/>.</summary>
    public IActorRef Coordinator { get; set; } = ActorRefs.Nobody;

    /// <summary>Takes <see cref="Ledgers.LedgerMessage"/>.</summary>
    public IActorRef Ledger { get; set; } = ActorRefs.Nobody;

    /// <summary>Takes <see cref="Mempools.MempoolMessage"/>.</summary>
    public IActorRef Mempool { get; set; } = ActorRefs.Nobody;

    /// <summary>Takes <see cref="Evaluators.EvaluatorMessage"/>.</summary>
    public IActorRef Evaluator { get; set; } = ActorRefs.Nobody;

    /// <summary>Takes <see cref="Gossiping.GossipMessage"/>, and what peers say.</summary>
    public IActorRef Gossip { get; set; } = ActorRefs.Nobody;

    /// <summary>Takes <see cref="Sponsors.SponsorMessage"/>.</summary>
    public IActorRef Sponsors { get; set; } = ActorRefs.Nobody;

    /// <summary>Whether its participants may sign.</summary>
    public SigningGate Signing { get; init; } = new(Round.Genesis);

    /// <summary>Takes <see cref="Participants.ToParticipant"/> and <see cref="Participants.ToParticipants"/>.</summary>
    public IActorRef Participants { get; set; } = ActorRefs.Nobody;
}
