using System.Collections.Immutable;
using Akka.Actor;
using PoR.Actors;
using PoR.Actors.Links;
using PoR.Actors.Peers;
using PoR.Chain;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Simulation.Worlds;
using PoR.Wire;

namespace PoR.TestKit.Adversaries;

/// <summary>
/// A node that a strategy holds. It has the keys of its participants, which sign whatever the strategy wants.
/// </summary>
public sealed class HostileNode
{
    private const int BlockLaterMs = 1; // Than the honest block, so that the other one differs.

    private readonly PeerSetup _setup;
    private readonly Adversary _strategy;
    private readonly Func<World> _world;
    private readonly Func<Cast> _cast;
    private (Ballot Ballot, UnverifiedVote Vote)? _last; // What goes to many peers is signed once.
    private ActorSystem? _system;
    private IActorRef? _mouth;

    internal HostileNode(PeerSetup setup, Adversary strategy, Func<World> world, Func<Cast> cast)
    {
        (_setup, _strategy, _world, _cast) = (setup, strategy, world, cast);
        Participants = [.. setup.Participants.Select(static keys => keys.PublicKey)];
    }

    /// <summary>Which node.</summary>
    public NodeId Id => _setup.Id;

    /// <summary>How many nodes the network has.</summary>
    public int Nodes => _world().Nodes;

    /// <summary>Who lives here.</summary>
    public ImmutableArray<PublicKey> Participants { get; }

    /// <summary>This node's chain; that of genesis before the node has started.</summary>
    public Branch Chain => _world().ChainOf(Id)?.Tip ?? _world().Genesis;

    /// <summary>Who may speak in the round after this node's tip, and with which weight.</summary>
    public CommitteeView View => Chain.View;

    /// <summary>A vote with any words of a participant of this node.</summary>
    /// <param name="ballot">For example the honest one with another value.</param>
    public UnverifiedVote Sign(Ballot ballot)
    {
        if (_last is { } last && last.Ballot == ballot)
            return last.Vote;
        var vote = _cast().Sign(OwnerOf(ballot.Sender), ballot);
        _last = (ballot, vote);
        return vote;
    }

    /// <summary>The same words, signed with a credential that proves nothing of them.</summary>
    /// <param name="vote">Of a participant of this node.</param>
    public UnverifiedVote WithWrongCredential(UnverifiedVote vote)
    {
        ArgumentNullException.ThrowIfNull(vote);
        OwnerOf(vote.Ballot.Sender);
        return _cast().WithWrongCredential(vote);
    }

    /// <summary>Another valid block of the same leader for the same round: it holds nothing.</summary>
    /// <param name="proposal">Of a participant of this node, on its present chain.</param>
    public Proposal Contradict(Proposal proposal)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        var (who, chain) = (OwnerOf(proposal.Vote.Ballot.Sender), Chain);
        var after = proposal.Block.Header.Time.Milliseconds - chain.State.Time.Milliseconds + BlockLaterMs;
        return _cast().Proposal(who, chain.View, _cast().Build(who, chain, [], afterMs: after).Block);
    }

    /// <summary>This node says something to a peer; faults and latencies of the network hold for it.</summary>
    /// <param name="to">Another node.</param>
    /// <param name="message">Anything; the strategy is not asked about it.</param>
    /// <param name="after">So much later, at least zero.</param>
    /// <exception cref="InvalidOperationException">The node has not started.</exception>
    public void Tell(NodeId to, PeerMessage message, TimeSpan after = default)
    {
        if (_system is null)
            throw new InvalidOperationException($"{Id} has not started.");
        _system.Scheduler.ScheduleTellOnce(after, _mouth, new Speak(to, message), ActorRefs.NoSender);
    }

    internal Adversary Strategy => _strategy;

    /// <summary>An honest peer behind what the strategy does to it.</summary>
    internal Props PeerProps()
    {
        var setup = _strategy.Prepare(_setup);
        return PeerActor.Props(setup with { LinkOf = system => Open(system, setup.LinkOf(system)) });
    }

    /// <summary>Whether its honest part hears a letter.</summary>
    internal bool Passes(object letter) =>
        letter is not PeerHeard { From: var from, Message.Message: var message }
        || _strategy.Hears(this, from, message);

    private HostileLink Open(ActorSystem system, IPeerLink honest)
    {
        _system = system;
        _mouth = system.ActorOf(Akka.Actor.Props.Create(() => new Mouth(honest)), "mouth");
        return new HostileLink(honest, this);
    }

    private int OwnerOf(PublicKey participant) => Participants.Contains(participant)
        ? _cast().NumberOf(participant)
        : throw new ArgumentException($"{participant} does not live on {Id}, which has not got its keys.");

    private sealed record Speak(NodeId To, PeerMessage Message);

    private sealed class Mouth : ReceiveActor
    {
        public Mouth(IPeerLink link) =>
            Receive<Speak>(said => link.Send(said.To, EncodedMessage.Of(said.Message)));
    }
}
