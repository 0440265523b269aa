using System.Collections.Immutable;
using Akka.Actor;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Actors.Services;
using PoR.Core.Identities;

namespace PoR.Actors.Participants;

/// <summary>
/// The participants that live on a peer, in ascending order of key. In one process each is a child: one whose store has
/// failed has stopped, and signs no more from memory; it begins again from what is stored. In a cluster they are
/// sharded entities, which come when the cluster places them here and leave when they stop.
/// </summary>
internal sealed class ParticipantsActor : ReceiveActor, IWithTimers
{
    private readonly PeerActors _peer;
    private readonly NodeServices _services;
    private readonly Supervision _supervision;
    private readonly ParticipantKeys[] _keys;
    private readonly IActorRef[] _actors;
    private readonly SortedDictionary<PublicKey, IActorRef> _guests = [];
    private readonly HashSet<IActorRef> _gone = [];
    private ParticipantMessage.ProposalStepOpened? _round;
    private ParticipantMessage.VoteStepOpened? _step;
    private HashSet<IActorRef> _stopping = [];
    private readonly List<IActorRef> _stoppers = [];

    public ParticipantsActor(
        PeerActors peer, ImmutableArray<ParticipantKeys> participants, NodeServices services, Supervision supervision)
    {
        (_peer, _services, _supervision) = (peer, services, supervision);
        _keys = [.. participants.OrderBy(static keys => keys.PublicKey)];
        var names = Array.ConvertAll(_keys, static keys => keys.PublicKey);
        _actors = Array.ConvertAll(_keys, Create);
        Receive<ToParticipants>(m =>
        {
            Note(m.Message);
            foreach (var actor in _actors)
                actor.Forward(m.Message);
            foreach (var guest in _guests.Values)
                guest.Forward(m.Message);
        });
        Receive<ToParticipant>(m =>
        {
            // A leader that is not found lives on another peer.
            var place = Array.BinarySearch(names, m.Key);
            if (place >= 0)
                _actors[place].Forward(m.Message);
            else if (_guests.TryGetValue(m.Key, out var guest))
                guest.Forward(m.Message);
        });
        Receive<ParticipantJoined>(OnJoined);
        Receive<ParticipantFailed>(
            failed => throw new InvalidOperationException("A participant has failed.", failed.Failure));
        Receive<Terminated>(OnStopped);
        Receive<Revival>(m =>
        {
            _gone.Remove(_actors[m.Place]);
            _actors[m.Place] = Create(_keys[m.Place]);
            CatchUp(_actors[m.Place]);
        });
        Receive<ParticipantMessage.StopSigning>(StopSigning);
        Receive<SigningStopped>(_ => OnQuiet(Sender));
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
        _stoppers.Add(Sender);
        _stopping = [.. _actors.Where(actor => !_gone.Contains(actor)), .. _guests.Values];
        foreach (var actor in _stopping)
            actor.Tell(stop);
        OnQuiet(ActorRefs.Nobody);
    }

    private void OnQuiet(IActorRef participant)
    {
        _stopping.Remove(participant);
        if (_stopping.Count > 0)
            return;
        foreach (var stopper in _stoppers)
            stopper.Tell(SigningStopped.Instance);
        _stoppers.Clear();
    }

    private IActorRef Create(ParticipantKeys keys) => _supervision.Child(
        Context, ParticipantActor.Props(_peer, keys, _services), keys.PublicKey.ToString());

    private void Note(ParticipantMessage message)
    {
        if (message is ParticipantMessage.ProposalStepOpened round)
            (_round, _step) = (round, null);
        else if (message is ParticipantMessage.VoteStepOpened step)
            _step = step;
    }

    /// <summary>Whoever comes in the middle of a round is told where it stands, so that a step has its seats.</summary>
    private void CatchUp(IActorRef participant)
    {
        if (_round is not null)
            participant.Tell(_round);
        if (_step is not null)
            participant.Tell(_step);
    }

    /// <summary>A participant that is here already is woken again when the cluster does not know it.</summary>
    private void OnJoined(ParticipantJoined joined)
    {
        if (_guests.TryGetValue(joined.Key, out var known) && known.Equals(Sender))
            return;
        _guests[joined.Key] = Context.Watch(Sender);
        Context.Publish(new Fact.ParticipantArrived(_peer.Id, joined.Key));
        CatchUp(Sender);
    }

    private void OnStopped(Terminated stopped)
    {
        OnQuiet(stopped.ActorRef);
        var place = Array.IndexOf(_actors, stopped.ActorRef);
        if (place >= 0)
        {
            _gone.Add(stopped.ActorRef);
            Timers.StartSingleTimer(stopped.ActorRef, new Revival(place), SupervisionStrategies.ReviveAfter);
            return;
        }

        foreach (var (key, guest) in _guests)
        {
            if (!guest.Equals(stopped.ActorRef))
                continue;
            _guests.Remove(key);
            Context.Publish(new Fact.ParticipantLeft(_peer.Id, key));
            return; // The dictionary must not be gone through any more.
        }
    }

    /// <summary>A participant begins again.</summary>
    private sealed record Revival(int Place);
}
