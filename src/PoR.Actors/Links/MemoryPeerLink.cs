using System.Collections.Immutable;
using Akka.Actor;
using AkkaSimulation;
using PoR.Core.Hashing;
using PoR.Wire;

namespace PoR.Actors.Links;

/// <summary>A link to peers whose references are at hand: several peers in one process, or simulated nodes.</summary>
/// <param name="system">Of this peer.</param>
/// <param name="self">This peer.</param>
/// <param name="gossipOf">The gossip of each other peer, asked once for each; nobody: there is no link.</param>
/// <param name="roundTrip">
/// Messages are handed over as their bytes have them, within these limits; null: as the objects that they are.
/// </param>
public sealed class MemoryPeerLink(
    ActorSystem system, NodeId self, Func<NodeId, IActorRef> gossipOf, WireLimits? roundTrip) : IPeerLink
{
    private readonly Dictionary<NodeId, IActorRef> _known = [];
    private (ImmutableArray<NodeId> Peers, IActorRef[] References) _all = ([], []);

    /// <inheritdoc/>
    public NodeId Self => self;

    /// <inheritdoc/>
    public void Listen(IActorRef receiver)
    {
        // Peers hold references to each other's gossip, so messages arrive there directly.
    }

    /// <inheritdoc/>
    public SendVerdict Send(NodeId to, EncodedMessage message)
    {
        var receiver = ReferenceOf(to);
        if (receiver.IsNobody())
            return SendVerdict.NoLink;
        receiver.Tell(HeardOf(message));
        return SendVerdict.Sent;
    }

    /// <inheritdoc/>
    public void SendAll(ImmutableArray<NodeId> to, EncodedMessage message)
    {
        // Most messages go to the same peers, the most that there are, so their references are looked up once. A
        // certificate may go to as many, in a list of its own, so the later one of equally long lists is kept.
        if (_all.Peers != to && to.Length >= _all.Peers.Length)
            _all = (to, ReferencesOf(to));
        system.TellAll(_all.Peers == to ? _all.References : ReferencesOf(to), HeardOf(message));
    }

    /// <inheritdoc/>
    public void Taken(PeerHeard heard)
    {
        // This link has no queue of its own, so there is no room to give back.
    }

    /// <inheritdoc/>
    public void Forged(Digest message)
    {
        // Peers of one process are one operator's, who bans nobody of his own.
    }

    /// <inheritdoc/>
    public void Fault(NodeId peer, PeerFault fault)
    {
        // Nor does he for this.
    }

    private PeerHeard HeardOf(EncodedMessage message) =>
        new(self, roundTrip is null ? message : message.RoundTripped(roundTrip));

    private IActorRef[] ReferencesOf(ImmutableArray<NodeId> peers) =>
        [.. peers.Select(ReferenceOf).Where(static reference => !reference.IsNobody())];

    private IActorRef ReferenceOf(NodeId peer)
    {
        if (!_known.TryGetValue(peer, out var reference))
            _known.Add(peer, reference = gossipOf(peer));
        return reference;
    }
}
