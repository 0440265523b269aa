using System.Collections.Immutable;
using System.Globalization;
using Akka.Actor;
using AkkaSimulation.Nodes;
using PoR.Actors.Links;
using PoR.Core.Hashing;
using PoR.Wire;

namespace PoR.Actors.Tests.Stages;

/// <summary>The way to the other peers, which notes what is said to each.</summary>
/// <param name="self">Whose.</param>
/// <param name="heard">What is said goes there.</param>
/// <param name="node">Has the clock.</param>
/// <param name="unreachable">Peers to whom there is no link.</param>
/// <param name="forged">Messages that the peer calls forged.</param>
/// <param name="faults">Peers that the peer calls at fault.</param>
internal sealed class RecordingLink(
    NodeId self,
    List<Heard> heard,
    SimulatedNode node,
    HashSet<int> unreachable,
    List<Digest> forged,
    List<(int Peer, PeerFault Fault)> faults) : IPeerLink
{
    public NodeId Self => self;

    public void Listen(IActorRef receiver)
    {
        // Nobody answers on this stage.
    }

    public SendVerdict Send(NodeId to, EncodedMessage message)
    {
        if (unreachable.Contains(to.Index))
            return SendVerdict.NoLink;
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

    public void Forged(Digest message) => forged.Add(message);

    public void Fault(NodeId peer, PeerFault fault) => faults.Add((peer.Index, fault));
}
