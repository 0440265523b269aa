using System.Collections.Immutable;
using System.Globalization;
using Akka.Actor;
using AkkaSimulation.Nodes;
using PoR.Actors.Links;
using PoR.Wire;

namespace PoR.Actors.Tests.Stages;

/// <summary>The way to the other peers, which notes what is said to each.</summary>
internal sealed class RecordingLink(NodeId self, List<Heard> heard, SimulatedNode node) : IPeerLink
{
    public NodeId Self => self;

    public void Listen(IActorRef receiver)
    {
        // Nobody answers on this stage.
    }

    public SendVerdict Send(NodeId to, EncodedMessage message)
    {
        heard.Add(new Heard(
            to.Index.ToString(CultureInfo.InvariantCulture), node.Clock.Monotonic, message.Message));
        return SendVerdict.Sent;
    }

    public void SendAll(ImmutableArray<NodeId> to, EncodedMessage message)
    {
        foreach (var peer in to)
            Send(peer, message);
    }

    public void Taken(PeerHeard heard)
    {
        // Nothing waits on this stage.
    }
}
