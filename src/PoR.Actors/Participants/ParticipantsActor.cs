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
        var ordered = participants.OrderBy(static keys => keys.PublicKey).ToArray();
        var names = Array.ConvertAll(ordered, static keys => keys.PublicKey);
        var actors = Array.ConvertAll(
            ordered, keys => Context.ActorOf(ParticipantActor.Props(peer, keys, services), keys.PublicKey.ToString()));
        Receive<ToParticipants>(m =>
        {
            foreach (var actor in actors)
                actor.Forward(m.Message);
        });
        Receive<ToParticipant>(m =>
        {
            // A leader that is not found lives on another peer.
            var place = Array.BinarySearch(names, m.Key);
            if (place >= 0)
                actors[place].Forward(m.Message);
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
