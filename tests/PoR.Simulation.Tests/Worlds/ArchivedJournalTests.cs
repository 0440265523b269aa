using AkkaSimulation.Networks;
using PoR.Actors;
using PoR.Actors.Ledgers;
using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Tests.Worlds;

/// <summary>Journals that store objects keep certified blocks in the archive that all nodes share.</summary>
public sealed class ArchivedJournalTests
{
    private const int LimitMs = 120_000;
    private const int Rounds = 100;
    private const int Node = 1;

    [Fact(
        DisplayName = "D16: a node gets back from its journal what it wrote, also where others had other votes",
        Timeout = LimitMs)]
    public Task A_node_recovers_more_rounds_than_stay_as_objects()
    {
        var settings = Lab.Nodes(4);
        settings = settings with { Run = settings.Run with { KeepsBytes = false } };
        using var world = World.Create(settings, new InstantNetwork(), threads: 1);
        var written = new List<byte[]>();
        world.Observer = fact =>
        {
            if (fact is PoR.Actors.Messages.Fact.BlockCertified { Node.Index: Node } c)
                written.Add(CanonicalBytes.Of(new CertifiedBlock(c.Block, c.Certificate)));
        };
        world.Start();
        Pass(world, Rounds);
        var machine = world.Simulation.Nodes[Node];
        machine.Crash();
        machine.Restart();

        // All nodes go on together, so the node has its whole chain again.
        Pass(world, Rounds + 3);
        Assert.Equal(written, machine.Disk.Events("ledger").Select(
            e => CanonicalBytes.Of(((LedgerEvent.BlockCertified)e).Block)));
        Assert.Equal(world.ChainOf(new NodeId(0))!.Tip.State.Root, world.ChainOf(new NodeId(Node))!.Tip.State.Root);
        Assert.Equal(Rounds + 3, written.Count);
        return Task.CompletedTask;
    }

    private static void Pass(World world, int rounds) => Assert.True(world.Simulation.RunUntil(
        () => Enumerable.Range(0, world.Nodes).All(
            node => world.ChainOf(new NodeId(node))?.Tip.State.Round.Number >= rounds),
        TimeSpan.FromHours(1)));
}
