using System.Collections.Immutable;
using AkkaSimulation;

namespace PoR.Simulation.Networks;

/// <summary>Who is whose peer: symmetric, connected, nobody its own peer.</summary>
internal sealed class PeerGraph
{
    private readonly ImmutableArray<ImmutableArray<int>> _peers;

    private PeerGraph(IEnumerable<SortedSet<int>> peers) =>
        _peers = [.. peers.Select(static set => set.ToImmutableArray())];

    /// <summary>How many nodes there are.</summary>
    internal int Nodes => _peers.Length;

    /// <summary>Everybody is everybody's peer: direct delivery.</summary>
    /// <param name="nodes">At least 1.</param>
    /// <returns>The graph.</returns>
    public static PeerGraph Complete(int nodes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodes, 1);
        return new(Enumerable.Range(0, nodes)
            .Select(node => new SortedSet<int>(
                Enumerable.Range(0, nodes).Where(other => other != node))));
    }

    /// <summary>
    /// A random graph: the union of rings through all nodes in random order, and of a random matching
    /// for an odd degree. One ring alone connects all nodes.
    /// </summary>
    /// <param name="nodes">At least 1.</param>
    /// <param name="degree">
    /// Peers of each node, at least 2; where rings share an edge, a node has fewer. From nodes−1 on:
    /// the complete graph.
    /// </param>
    /// <param name="seed">Equal seeds give equal graphs.</param>
    /// <returns>The graph.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No node, or a degree below 2.</exception>
    public static PeerGraph Random(int nodes, int degree, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 2);
        if (degree >= nodes - 1)
            return Complete(nodes);
        var random = RandomStream.Of(seed, "peers");
        var peers = Enumerable.Range(0, nodes).Select(_ => new SortedSet<int>()).ToArray();
        for (var ring = 0; ring < degree / 2; ring++)
        {
            var order = Shuffled(nodes, random);
            for (var i = 0; i < nodes; i++)
                Connect(peers, order[i], order[(i + 1) % nodes]);
        }

        if (degree % 2 == 1)
        {
            var order = Shuffled(nodes, random);
            for (var i = 0; i + 1 < nodes; i += 2)
                Connect(peers, order[i], order[i + 1]);
        }

        return new(peers);
    }

    /// <summary>The peers of a node.</summary>
    /// <param name="node">0..nodes−1.</param>
    /// <returns>Ascending.</returns>
    public ImmutableArray<int> PeersOf(int node) => _peers[node];

    private static int[] Shuffled(int nodes, RandomStream random)
    {
        var order = Enumerable.Range(0, nodes).ToArray();
        random.Shuffle<int>(order);
        return order;
    }

    private static void Connect(SortedSet<int>[] peers, int one, int other)
    {
        peers[one].Add(other);
        peers[other].Add(one);
    }
}
