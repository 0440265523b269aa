using System.Collections.Immutable;
using Akka.Actor;
using PoR.Actors;
using PoR.Actors.Links;
using PoR.Core.Hashing;
using PoR.Wire;

namespace PoR.Simulation.Adversaries;

/// <summary>The way from the honest part of a hostile node to its peers, past the strategy.</summary>
internal sealed class HostileLink(IPeerLink inner, HostileNode node) : IPeerLink
{
    public NodeId Self => inner.Self;

    public void Listen(IActorRef receiver) => inner.Listen(receiver);

    public SendVerdict Send(NodeId to, EncodedMessage message)
    {
        var verdict = SendVerdict.Dropped;
        foreach (var said in node.Strategy.Say(node, to, message.Message))
            verdict = inner.Send(to, ReferenceEquals(said, message.Message) ? message : EncodedMessage.Of(said));
        return verdict;
    }

    public void SendAll(ImmutableArray<NodeId> to, EncodedMessage message)
    {
        foreach (var peer in to)
            Send(peer, message);
    }

    public void Taken(PeerHeard heard) => inner.Taken(heard);

    public void Forged(Digest message) => inner.Forged(message);

    public void Fault(NodeId peer, PeerFault fault) => inner.Fault(peer, fault);
}
