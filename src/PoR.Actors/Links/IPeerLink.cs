using System.Collections.Immutable;
using Akka.Actor;
using AkkaSimulation;
using PoR.Actors.Messages;

namespace PoR.Actors.Links;

/// <summary>
/// The only way to other peers; a peer's gossip alone uses it. What is said arrives at most once, and is not answered.
/// </summary>
public interface IPeerLink
{
    /// <summary>Says something to one peer.</summary>
    /// <param name="to">Another peer; one that is not there hears nothing.</param>
    /// <param name="message">The message.</param>
    void Send(NodeId to, PeerMessage message);

    /// <summary>Says something to several peers.</summary>
    /// <param name="to">Other peers.</param>
    /// <param name="message">One object for all.</param>
    void SendAll(ImmutableArray<NodeId> to, PeerMessage message);
}

/// <summary>What a peer's gossip hears from another peer.</summary>
/// <param name="From">Who says it.</param>
/// <param name="Message">What.</param>
public sealed record PeerHeard(NodeId From, PeerMessage Message) : ITraced
{
    /// <inheritdoc/>
    public void WriteTo(ref TraceWriter writer)
    {
        writer.Write(From.Index);
        writer.Write(Message.TraceMark);
    }
}

/// <summary>A link to peers whose references are at hand: in one process, or in a simulation.</summary>
/// <param name="system">Of this peer.</param>
/// <param name="self">This peer.</param>
/// <param name="gossipOf">The gossip of each other peer; asked once for each.</param>
public sealed class ReferenceLink(ActorSystem system, NodeId self, Func<NodeId, IActorRef> gossipOf) : IPeerLink
{
    private readonly Dictionary<NodeId, IActorRef> _known = [];
    private (ImmutableArray<NodeId> Peers, IActorRef[] References) _latest = ([], []);

    /// <inheritdoc/>
    public void Send(NodeId to, PeerMessage message) => ReferenceOf(to).Tell(new PeerHeard(self, message));

    /// <inheritdoc/>
    public void SendAll(ImmutableArray<NodeId> to, PeerMessage message)
    {
        // Most messages go to the same peers: their references are looked up once.
        if (_latest.Peers != to)
            _latest = (to, [.. to.Select(ReferenceOf)]);
        system.TellAll(_latest.References, new PeerHeard(self, message));
    }

    private IActorRef ReferenceOf(NodeId peer)
    {
        if (!_known.TryGetValue(peer, out var reference))
            _known.Add(peer, reference = gossipOf(peer));
        return reference;
    }
}
