using System.Collections.Immutable;

namespace PoR.Actors.Gossiping;

/// <summary>To whom a node speaks.</summary>
/// <param name="Peers">All other nodes, or its neighbours in the peer graph.</param>
/// <param name="Silence">A peer that is heard after this long without a word is greeted with a repeat.</param>
public sealed record GossipOptions(ImmutableArray<NodeId> Peers, TimeSpan Silence)
{
    /// <summary>How many peers a certificate is passed on to where all would take too long.</summary>
    public const int FloodDegree = 8;

    /// <summary>
    /// The peers to which a certificate goes that is too large for all at once: neighbours in one graph that connects
    /// all nodes, so that it reaches everybody in few hops.
    /// </summary>
    public ImmutableArray<NodeId> FloodPeers { get; init; } = Peers;

    /// <summary>
    /// The most bytes that one certificate to all peers may take together for all to be told directly: what this node
    /// can send within λ/4. Null: no limit.
    /// </summary>
    public long? TellAllBytesMax { get; init; }
}
