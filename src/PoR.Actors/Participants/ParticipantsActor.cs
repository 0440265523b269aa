using System.Collections.Immutable;
using Akka.Actor;
using PoR.Actors.Peers;
using PoR.Actors.Services;

namespace PoR.Actors.Participants;

/// <summary>The participants that live on a peer in one process: a child each, in ascending order of key.</summary>
internal sealed class ParticipantsActor : ReceiveActor
{
    private readonly Supervision _supervision;

    public ParticipantsActor(
        PeerActors peer, ImmutableArray<ParticipantKeys> participants, NodeServices services, Supervision supervision)
    {
        _supervision = supervision;
        var all = participants.OrderBy(static keys => keys.PublicKey).Select(keys => (
            keys.PublicKey,
            Actor: Context.ActorOf(ParticipantActor.Props(peer, keys, services), keys.PublicKey.ToString()))).ToArray();
        var byKey = all.ToDictionary(static p => p.PublicKey, static p => p.Actor);
        Receive<ToParticipants>(m =>
        {
            foreach (var (_, actor) in all)
                actor.Forward(m.Message);
        });
        Receive<ToParticipant>(m =>
        {
            // This leader lives on another peer.
            if (byKey.TryGetValue(m.Key, out var actor))
                actor.Forward(m.Message);
        });
    }

    /// <summary>The participants of a peer.</summary>
    public static Props Props(
        PeerActors peer,
        ImmutableArray<ParticipantKeys> participants,
        NodeServices services,
        Supervision supervision) =>
        Akka.Actor.Props.Create(() => new ParticipantsActor(peer, participants, services, supervision));

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => _supervision.Create();
}
