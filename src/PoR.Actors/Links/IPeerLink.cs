using System.Collections.Immutable;
using Akka.Actor;
using AkkaSimulation;
using PoR.Core.Hashing;
using PoR.Wire;

namespace PoR.Actors.Links;

/// <summary>What became of a message that was handed to a link.</summary>
public enum SendVerdict
{
    /// <summary>It is on its way.</summary>
    Sent,

    /// <summary>It waits behind others.</summary>
    Queued,

    /// <summary>The queue to the peer is full, or a filter took it.</summary>
    Dropped,

    /// <summary>There is no link to the peer.</summary>
    NoLink,
}

/// <summary>
/// The only way to other peers; only the gossip uses it (<see cref="Gossiping.GossipMessage"/>). Messages are delivered
/// at most once, in order for each peer and urgency. Sending never blocks.
/// </summary>
public interface IPeerLink
{
    /// <summary>This peer.</summary>
    NodeId Self { get; }

    /// <summary>
    /// What peers say arrives at an actor from now on, as <see cref="PeerHeard"/> or a <see cref="Batch"/> of them. A
    /// link that can be up or down also tells <see cref="LinkUp"/> and <see cref="LinkDown"/>.
    /// </summary>
    /// <param name="receiver">The peer's gossip.</param>
    void Listen(IActorRef receiver);

    /// <summary>Says something to one peer.</summary>
    /// <param name="to">Another peer.</param>
    /// <param name="message">The message.</param>
    /// <returns>What became of it.</returns>
    SendVerdict Send(NodeId to, EncodedMessage message);

    /// <summary>Says something to several peers; it is stored once.</summary>
    /// <param name="to">Other peers.</param>
    /// <param name="message">The message.</param>
    void SendAll(ImmutableArray<NodeId> to, EncodedMessage message);

    /// <summary>A message is out of the receiver's mailbox: the peer may send more.</summary>
    /// <param name="heard">The message.</param>
    void Taken(PeerHeard heard);

    /// <summary>
    /// A message has no valid signature or credential. Honest peers pass on only what they have verified, so every peer
    /// that has said it is at fault.
    /// </summary>
    /// <param name="message">Its digest.</param>
    void Forged(Digest message);

    /// <summary>A peer has done what no honest peer does.</summary>
    /// <param name="peer">Who.</param>
    /// <param name="fault">What.</param>
    void Fault(NodeId peer, PeerFault fault);
}

/// <summary>What a peer's gossip hears from another peer.</summary>
/// <param name="From">Who says it, as the link has authenticated it.</param>
/// <param name="Message">What.</param>
public sealed record PeerHeard(NodeId From, EncodedMessage Message) : ITraced, IBatchable
{
    /// <summary>What the link knows the connection by when the message is taken; null: it need not know.</summary>
    public object? Over { get; init; }

    /// <inheritdoc/>
    public void WriteTo(ref TraceWriter writer)
    {
        Span<byte> digest = stackalloc byte[32];
        Message.Digest.Bytes.CopyTo(digest);
        writer.Write(From.Index);
        writer.Write(digest);
    }
}

/// <summary>A peer can be reached from now on.</summary>
/// <param name="Peer">Which.</param>
public sealed record LinkUp(NodeId Peer);

/// <summary>A peer cannot be reached any more.</summary>
/// <param name="Peer">Which.</param>
/// <param name="Reason">Why, as a clause.</param>
public sealed record LinkDown(NodeId Peer, string Reason);
