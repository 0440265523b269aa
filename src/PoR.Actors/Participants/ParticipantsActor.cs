using System.Collections.Immutable;
using Akka.Actor;
using PoR.Actors.Peers;
using PoR.Actors.Services;

namespace PoR.Actors.Participants;

/// <summary>
/// The participants that live on a peer in one process: a child each, in ascending order of key. One whose store has
/// failed has stopped, and signs no more from memory; it begins again from what is stored.
/// </summary>
internal sealed class ParticipantsActor : ReceiveActor, IWithTimers
{
    private readonly PeerActors _peer;
    private readonly NodeServices _services;
    private readonly Supervision _supervision;
    private readonly ParticipantKeys[] _keys;
    private readonly IActorRef[] _actors;
    private readonly HashSet<IActorRef> _gone = [];
    private HashSet<IActorRef> _stopping = [];
    private IActorRef _stopper = ActorRefs.Nobody;

    public ParticipantsActor(
        PeerActors peer, ImmutableArray<ParticipantKeys> participants, NodeServices services, Supervision supervision)
    {
        (_peer, _services, _supervision) = (peer, services, supervision);
        _keys = [.. participants.OrderBy(static keys => keys.PublicKey)];
        var names = Array.ConvertAll(_keys, static keys => keys.PublicKey);
        _actors = Array.ConvertAll(_keys, Create);
        Receive<ToParticipants>(m =>
        {
            foreach (var actor in _actors)
                actor.Forward(m.Message);
        });
        Receive<ToParticipant>(m =>
        {
            // A leader that is not found lives on another peer.
            var place = Array.BinarySearch(names, m.Key);
            if (place >= 0)
                _actors[place].Forward(m.Message);
        });
        Receive<ParticipantMessage.StopSigning>(StopSigning);
        Receive<SigningStopped>(_ => OnQuiet(Sender));
        Receive<Terminated>(stopped =>
        {
            _gone.Add(stopped.ActorRef);
            Timers.StartSingleTimer(
                stopped.ActorRef, new Revival(Array.IndexOf(_actors, stopped.ActorRef)),
                SupervisionStrategies.ReviveAfter);
            OnQuiet(stopped.ActorRef);
        });
        Receive<Revival>(m =>
        {
            _gone.Remove(_actors[m.Place]);
            _actors[m.Place] = Create(_keys[m.Place]);
        });
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The participants of a peer.</summary>
    public static Props Props(
        PeerActors peer,
        ImmutableArray<ParticipantKeys> participants,
        NodeServices services,
        Supervision supervision) =>
        Akka.Actor.Props.Create(() => new ParticipantsActor(peer, participants, services, supervision));

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => _supervision.Create();

    /// <summary>Answers when each one has; one whose store has failed has nothing under way.</summary>
    private void StopSigning(ParticipantMessage.StopSigning stop)
    {
        _stopper = Sender;
        _stopping = [.. _actors.Where(actor => !_gone.Contains(actor))];
        foreach (var actor in _stopping)
            actor.Tell(stop);
        OnQuiet(ActorRefs.Nobody);
    }

    private void OnQuiet(IActorRef participant)
    {
        _stopping.Remove(participant);
        if (_stopping.Count > 0)
            return;
        _stopper.Tell(SigningStopped.Instance);
        _stopper = ActorRefs.Nobody;
    }

    private IActorRef Create(ParticipantKeys keys) => _supervision.Child(
        Context, ParticipantActor.Props(_peer, keys, _services), keys.PublicKey.ToString());

    /// <summary>A participant begins again.</summary>
    private sealed record Revival(int Place);
}
