using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Akka.Actor;
using PoR.Actors.Evaluators;
using PoR.Actors.Gossiping;
using PoR.Actors.Ledgers;
using PoR.Actors.Links;
using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Actors.Participants;
using PoR.Actors.Rounds;
using PoR.Actors.Services;
using PoR.Actors.Sponsors;
using PoR.Core;
using PoR.Core.Rounds;

namespace PoR.Actors.Peers;

/// <summary>What a peer is made of.</summary>
/// <param name="Id">Which peer.</param>
/// <param name="Services">What its actors work with.</param>
/// <param name="Participants">Who lives on it; their one-time keys are spent as they sign.</param>
/// <param name="Gossip">To whom it speaks.</param>
/// <param name="LinkOf">Makes the way to them, for each life of the peer's system.</param>
/// <param name="Supervision">What follows when one of its actors fails.</param>
public sealed record PeerSetup(
    NodeId Id,
    NodeServices Services,
    ImmutableArray<ParticipantKeys> Participants,
    GossipOptions Gossip,
    Func<ActorSystem, IPeerLink> LinkOf,
    Supervision Supervision);

/// <summary>
/// One peer: creates its actors and supervises them. It takes <see cref="Begin"/>, <see cref="GetActors"/>,
/// <see cref="SilentUntil"/> and <see cref="ParticipantMessage.StopSigning"/>.
/// </summary>
public sealed class PeerActor : ReceiveActor, IWithTimers
{
    /// <summary>The name of a peer's gossip, to which links of other peers lead.</summary>
    public const string GossipName = "gossip";

    /// <summary>The name of a peer's mempool, to which its users' transactions go.</summary>
    public const string MempoolName = "mempool";

    /// <summary>The name of what brings a peer's rights to sponsor and newcomers together.</summary>
    public const string SponsorsName = "sponsors";

    private readonly PeerSetup _setup;
    private readonly PeerActors _peer;
    private bool _hasBegun;
    private bool _isHalfStopped;
    private Exception? _failure; // For which an actor was stopped.

    /// <summary>A peer that has not begun.</summary>
    /// <param name="setup">What it is made of.</param>
    public PeerActor(PeerSetup setup)
    {
        _setup = setup;
        var (services, supervision) = (setup.Services, setup.Supervision);
        var peer = _peer = new PeerActors(setup.Id) { Signing = new SigningGate(services.SilentUntil) };
        CreateLedger();
        peer.Mempool = Create(MempoolActor.Props(peer, services), MempoolName);
        peer.Evaluator = Create(EvaluatorActor.Props(peer, services), "evaluator");
        peer.Participants = Create(
            ParticipantsActor.Props(peer, setup.Participants, services, supervision), "participants");
        peer.Sponsors = Create(SponsorsActor.Props(peer, services), SponsorsName);
        CreateCoordinator();
        peer.Gossip = Create(
            GossipActor.Props(peer, services, setup.Gossip, setup.LinkOf(Context.System)), GossipName);
        Receive<Begin>(_ =>
        {
            _hasBegun = true;
            peer.Coordinator.Tell(CoordinatorMessage.Begin.Instance);
        });
        Receive<GetActors>(_ => Sender.Tell(peer));
        Receive<SilentUntil>(m => peer.Signing.SilentUntil(m.Round));
        Receive<ParticipantMessage.StopSigning>(stop =>
        {
            peer.Signing.Stop();
            peer.Participants.Forward(stop);
        });
        Receive<Terminated>(OnStopped);
        Receive<Revival>(_ =>
        {
            CreateLedger();
            CreateCoordinator();
            if (_hasBegun)
                peer.Coordinator.Tell(CoordinatorMessage.Begin.Instance);
        });
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>A peer that has not begun.</summary>
    /// <param name="setup">What it is made of.</param>
    /// <returns>To be created as a top-level actor.</returns>
    public static Props Props(PeerSetup setup) => Akka.Actor.Props.Create(() => new PeerActor(setup));

    /// <summary>
    /// A participant of a cluster, to be created where the cluster places it. The peer that lives there tells it of
    /// steps once it has heard <see cref="ParticipantMessage.Wake"/>.
    /// </summary>
    /// <param name="peer">The member's peer.</param>
    /// <param name="keysOf">Opens its keys; where it throws an IOException, it does not live.</param>
    /// <param name="services">Of the peer.</param>
    /// <remarks>
    /// Keys are read here, in the turn of its shard, so that a shard reads those of one participant at a time: a
    /// thousand that wake would block a thousand threads. What is wrong with them is met in the participant's own turn,
    /// since it must not end the shard.
    /// </remarks>
    public static Props PropsOfParticipant(PeerActors peer, Func<ParticipantKeys> keysOf, NodeServices services)
    {
        ArgumentNullException.ThrowIfNull(keysOf);
        ParticipantKeys? keys = null;
        ExceptionDispatchInfo? fault = null;
        try
        {
            keys = keysOf();
        }
        catch (IOException unreadable)
        {
            fault = ExceptionDispatchInfo.Capture(unreadable);
        }

        return Akka.Actor.Props.CreateBy(new GuestProducer(() =>
        {
            fault?.Throw();
            return new ParticipantActor(peer, keys!, services);
        }));
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() =>
        _setup.Supervision.Create(failure => _failure ??= failure);

    /// <summary>
    /// Another life of this actor would have other references than those that have been given to others, so the peer
    /// ends.
    /// </summary>
    protected override void PostRestart(Exception reason) => End(reason);

    private IActorRef Create(Props props, string name) => _setup.Supervision.Child(Context, props, name);

    private void CreateLedger() => _peer.Ledger = Create(LedgerActor.Props(_peer, _setup.Services), "ledger");

    private void CreateCoordinator() => _peer.Coordinator = Create(
        RoundCoordinatorActor.Props(_peer, _setup.Services, _setup.Supervision), "coordinator");

    /// <summary>
    /// An open round rests on the ledger's chain. When one of both has stopped since the store has failed, the other
    /// stops, too, and both begin again: the ledger from its journal, and the round as after a crash of the whole peer.
    /// Nothing else stops but for a failure, and then the peer ends.
    /// </summary>
    private void OnStopped(Terminated stopped)
    {
        var isOfRound = stopped.ActorRef.Equals(_peer.Ledger) || stopped.ActorRef.Equals(_peer.Coordinator);
        if (_failure is not null || !isOfRound)
        {
            End(_failure ?? new InvariantViolationException($"{stopped.ActorRef.Path.Name} has stopped."));
            return;
        }

        _isHalfStopped = !_isHalfStopped;
        if (_isHalfStopped)
            Context.Stop(stopped.ActorRef.Equals(_peer.Ledger) ? _peer.Coordinator : _peer.Ledger);
        else
            Timers.StartSingleTimer(nameof(Revival), Revival.Instance, SupervisionStrategies.ReviveAfter);
    }

    private void End(Exception failure)
    {
        var cause = failure.GetBaseException();
        Context.Publish(new Fact.PeerEnded(_setup.Id, $"{cause.GetType().Name}: {cause.Message}"));
        Context.Stop(Self);
    }

    /// <summary>Makes a participant without an expression, which would be compiled for each.</summary>
    private sealed class GuestProducer(Func<ParticipantActor> make) : IIndirectActorProducer
    {
        /// <inheritdoc/>
        public Type ActorType => typeof(ParticipantActor);

        /// <inheritdoc/>
        public ActorBase Produce() => make();

        /// <inheritdoc/>
        public void Release(ActorBase actor)
        {
        }
    }

    /// <summary>Ledger and coordinator begin again.</summary>
    private sealed record Revival
    {
        public static Revival Instance { get; } = new();
    }

    /// <summary>Asks for the peer's actors; answered with <see cref="PeerActors"/>.</summary>
    public sealed record GetActors
    {
        /// <summary>The one instance.</summary>
        public static GetActors Instance { get; } = new();
    }

    /// <summary>Participants sign nothing up to this round, and may after it.</summary>
    /// <param name="Round">The round.</param>
    public sealed record SilentUntil(Round Round);

    /// <summary>All peers can be reached: the first round may begin.</summary>
    public sealed record Begin
    {
        /// <summary>The one instance.</summary>
        public static Begin Instance { get; } = new();
    }
}
