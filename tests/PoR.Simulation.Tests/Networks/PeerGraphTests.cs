using FsCheck;
using FsCheck.Fluent;
using PoR.Simulation.Networks;

namespace PoR.Simulation.Tests.Networks;

/// <summary>Peers for hop-by-hop delivery.</summary>
public sealed class PeerGraphTests
{
    private static readonly Config Repeatable = Config.Quick.WithMaxTest(200).WithReplay(20, 3);

    [Fact]
    public void A_random_graph_is_connected_and_symmetric_and_repeats_with_its_seed()
    {
        var inputs = from nodes in Gen.Choose(1, 80)
                     from degree in Gen.Choose(2, 10)
                     from seed in Gen.Choose(0, 1_000_000)
                     select (nodes, degree, seed);
        Prop.ForAll(inputs.ToArbitrary(), input =>
        {
            var (nodes, degree, seed) = input;
            var graph = PeerGraph.Random(nodes, degree, (ulong)seed);
            var again = PeerGraph.Random(nodes, degree, (ulong)seed);
            var all = Enumerable.Range(0, nodes).ToArray();
            return IsConnected(graph)
                && all.All(n => !graph.PeersOf(n).Contains(n))
                && all.All(n => graph.PeersOf(n).All(p => graph.PeersOf(p).Contains(n)))
                && all.All(n => graph.PeersOf(n).Length <= degree)
                && all.All(n => graph.PeersOf(n).SequenceEqual(again.PeersOf(n)));
        }).Check(Repeatable.WithQuietOnSuccess(true));
    }

    [Fact]
    public void Most_nodes_have_the_whole_degree()
    {
        var graph = PeerGraph.Random(100, 8, 5);

        Assert.True(Enumerable.Range(0, 100).Average(n => graph.PeersOf(n).Length) > 7);
    }

    [Fact]
    public void In_a_complete_graph_everybody_is_everybodys_peer()
    {
        Assert.Equal([0, 1, 3], PeerGraph.Complete(4).PeersOf(2));
        Assert.Equal([0, 1, 3], PeerGraph.Random(4, 3, 1).PeersOf(2));
        Assert.Empty(PeerGraph.Complete(1).PeersOf(0));
    }

    private static bool IsConnected(PeerGraph graph)
    {
        var reached = new HashSet<int> { 0 };
        var open = new Queue<int>([0]);
        while (open.TryDequeue(out var node))
        {
            foreach (var peer in graph.PeersOf(node).Where(reached.Add))
                open.Enqueue(peer);
        }

        return reached.Count == graph.Nodes;
    }
}
