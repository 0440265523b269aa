using System.Collections.Immutable;
using System.Globalization;
using AkkaSimulation.Nodes;
using PoR.Actors.Links;
using PoR.Actors.Messages;

namespace PoR.Actors.Tests.Stages;

/// <summary>The way to the other peers, which notes what is said to each.</summary>
internal sealed class RecordingLink(List<Heard> heard, SimulatedNode node) : IPeerLink
{
    public void Send(NodeId to, PeerMessage message) =>
        heard.Add(new Heard(to.Index.ToString(CultureInfo.InvariantCulture), node.Clock.Monotonic, message));

    public void SendAll(ImmutableArray<NodeId> to, PeerMessage message)
    {
        foreach (var peer in to)
            Send(peer, message);
    }
}
