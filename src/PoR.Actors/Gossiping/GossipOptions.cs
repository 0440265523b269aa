using System.Collections.Immutable;

namespace PoR.Actors.Gossiping;

/// <summary>To whom a node speaks.</summary>
/// <param name="Peers">All other nodes, or its neighbours in the peer graph.</param>
/// <param name="Silence">A peer that is heard after this long without a word is greeted with a repeat.</param>
public sealed record GossipOptions(ImmutableArray<NodeId> Peers, TimeSpan Silence);
