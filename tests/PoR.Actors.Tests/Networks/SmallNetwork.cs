using Akka.Actor;
using AkkaSimulation.Networks;
using PoR.Actors.Peers;
using PoR.Configuration.Profiles;
using PoR.Reports.Results;

namespace PoR.Actors.Tests.Networks;

/// <summary>A whole network: each node has one participant, and each participant has a seat.</summary>
internal static class SmallNetwork
{
    public static TestWorld Of(
        int nodes,
        Func<SimulationSettings, SimulationSettings>? change = null,
        Func<PeerSetup, PeerSetup>? adapt = null,
        INetwork? network = null,
        Func<PeerSetup, Props>? propsOf = null)
    {
        var settings = Lab.Nodes(nodes);
        return new TestWorld(
            change is null ? settings : change(settings), network ?? new SteadyNetwork(), adapt, propsOf);
    }

    /// <summary>
    /// What broke an invariant; not that a node learns a certificate late, which crashes and lost letters bring about.
    /// </summary>
    public static IEnumerable<Violation> Breaches(this TestWorld world) =>
        world.Checks.Violations.Where(violation => violation.Invariant != "I8");

    /// <summary>All nodes have the same chain, up to the shortest, and nothing broke an invariant.</summary>
    /// <param name="world">The network.</param>
    /// <param name="honest">How many of its first nodes are no puppets; null: all.</param>
    public static void AssertSound(this TestWorld world, int? honest = null)
    {
        Assert.Empty(world.Breaches());
        Assert.Empty(world.World.Simulation.Failures);
        Assert.Empty(world.World.Simulation.Letters.Unhandled);
        var nodes = Enumerable.Range(0, honest ?? world.World.Nodes).ToArray();
        var shortest = nodes.Min(node => world.Blocks(node).Count);
        var roots = nodes.Select(node => world.Blocks(node).Take(shortest).Select(b => b.Block.Digest));
        Assert.All(roots, chain => Assert.Equal(world.Blocks(0).Take(shortest).Select(b => b.Block.Digest), chain));
    }
}
