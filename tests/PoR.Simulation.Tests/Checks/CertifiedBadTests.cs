using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Consensus.Agreement;
using PoR.Core.Agreement;
using PoR.Evaluation;
using PoR.Ledger.Blocks;
using PoR.Simulation.Export;

namespace PoR.Simulation.Tests.Checks;

/// <summary>I13: more seats than the agreement bears evaluate wrongly, and the others say so.</summary>
public sealed class CertifiedBadTests
{
    private const int Nodes = 10;
    private const int Liars = 7; // A quorum by themselves.

    [Fact(DisplayName = "I13: honest nodes whose re-evaluation found a certified block bad say so, and go on")]
    public void Honest_nodes_say_so()
    {
        using var world = new TestWorld(Lab.Nodes(Nodes), adapt: Lab.FirstLie(Liars));
        var bad = FirstBad(world);
        world.Decide(bad.Round.Number + 3);

        var told = Told(world, bad.Block);
        Assert.Equal(Enumerable.Range(Liars, Nodes - Liars), told.Select(fact => fact.Node.Index).Order());
        Assert.All(told, fact => Assert.Contains(fact.Faults, fault => fault is BlockFault.ScoreDiffers));
        Assert.Equal(told.Length, world.Checks.Violations
            .Count(v => v.Invariant == "I13" && v.Round == bad.Round.Number));
        Assert.Contains(world.Blocks(Nodes - 1), block => block.Block.Digest == bad.Block);
        Assert.DoesNotContain(world.Facts, fact => fact is Fact.CertifiedUnseen);
    }

    [Fact(DisplayName = "I13: a stranger who verifies the chain refuses it at the bad block")]
    public void The_chain_is_refused()
    {
        using var world = new TestWorld(Lab.Nodes(Nodes), adapt: Lab.FirstLie(Liars));
        var bad = FirstBad(world);
        world.Decide(bad.Round.Number + 1);
        var folder = Directory.CreateTempSubdirectory("por-certified-bad-");
        try
        {
            ChainFolder.Write(folder.FullName, world.World.Population.Genesis, world.Blocks(Nodes - 1));
            var verdict = ChainFolderCheck.Verify(
                folder.FullName, EvaluationModel.Embedded, null, TestContext.Current.CancellationToken);
            Assert.Equal(bad.Round.Number, Assert.IsType<ChainVerdict.Broken>(verdict).Round);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact(DisplayName = "I13: a node that was cut off evaluates later what it catches up with, and says so")]
    public void A_late_node_looks_later()
    {
        const int Late = Nodes - 1;
        using var world = new TestWorld(
            Lab.Nodes(Nodes).WithFaults($"nodes:{Late}@1s+90s"), adapt: Lab.FirstLie(Liars));
        world.Pass(TimeSpan.FromSeconds(89));
        var missed = Told(world, Late - 1);
        Assert.NotEmpty(missed);
        Assert.Empty(Told(world, Late));
        world.Until(() => world.RoundOf(Late) == world.RoundOf(0) && world.RoundOf(0) > missed[^1].Round.Number + 2);

        Assert.Superset(
            missed.Select(fact => fact.Block).ToHashSet(), Told(world, Late).Select(fact => fact.Block).ToHashSet());
        var inStep3 = world.Facts.OfType<Fact.BlockReEvaluated>().Where(fact => fact.Node.Index == Late)
            .Select(fact => fact.Value.Block).ToHashSet();
        Assert.All(missed, fact => Assert.DoesNotContain(fact.Block, inStep3));
        Assert.DoesNotContain(world.Facts, fact => fact is Fact.CertifiedUnseen);
    }

    [Fact(DisplayName = "I13: with stop a node signs nothing more, follows the chain, and after a restart stops again")]
    public void A_node_may_stop()
    {
        const int Stops = Nodes - 1;
        var liars = Lab.FirstLie(Liars);
        using var world = new TestWorld(Lab.Nodes(Nodes), adapt: honest => Stopping(liars(honest), Stops));
        world.Until(() => Told(world, Stops).Length > 0);
        var bad = Told(world, Stops)[0];
        var told = world.Facts.ToList().IndexOf(bad);
        world.Decide(bad.Round.Number + 3);

        Assert.True(bad.HasStopped);
        Assert.All(Told(world, Stops - 1), fact => Assert.False(fact.HasStopped));
        Assert.DoesNotContain(Stops, SignersSince(world, told));
        Assert.Contains(Stops - 1, SignersSince(world, told));

        world.Machine(Stops).Crash();
        world.Pass(TimeSpan.FromSeconds(5));
        told = world.Facts.Count;
        world.Machine(Stops).Restart();
        world.Until(() => world.RoundOf(Stops) >= bad.Round.Number + 6);
        Assert.Contains(world.Facts.Skip(told), fact => fact is Fact.CertifiedButBad { HasStopped: true } again
            && again.Block == bad.Block);
        told = world.Facts.ToList().FindIndex(told, fact => fact is Fact.CertifiedButBad { HasStopped: true });
        Assert.DoesNotContain(Stops, SignersSince(world, told));
    }

    [Fact(DisplayName = "I13: a block that is found bad and not certified breaks nothing")]
    public void A_bad_block_that_fails_is_no_breach()
    {
        using var world = new TestWorld(Lab.Nodes(Nodes), adapt: Lab.FirstLie(1));
        world.Until(() => world.Facts.OfType<Fact.EvidenceSeen>().Any());

        Assert.Contains(world.Facts, fact => fact is Fact.BlockReEvaluated { Verdict: BlockVerdict.Bad });

        // The liar itself calls good blocks bad.
        Assert.All(world.Facts.OfType<Fact.CertifiedButBad>(), fact => Assert.Equal(0, fact.Node.Index));
        Assert.Empty(world.Checks.Violations);
    }

    /// <summary>What the honest nodes said first; the liars call good blocks bad.</summary>
    private static Fact.CertifiedButBad FirstBad(TestWorld world)
    {
        world.Until(() => Told(world, Nodes - 1).Length > 0);
        return Told(world, Nodes - 1)[0];
    }

    private static Fact.CertifiedButBad[] Told(TestWorld world, BlockDigest block) =>
        [.. world.Facts.OfType<Fact.CertifiedButBad>().Where(fact => fact.Block == block)];

    private static Fact.CertifiedButBad[] Told(TestWorld world, int node) =>
        [.. world.Facts.OfType<Fact.CertifiedButBad>().Where(fact => fact.Node.Index == node)];

    private static IEnumerable<int> SignersSince(TestWorld world, int fact) =>
        world.Facts.Skip(fact).OfType<Fact.BallotSigned>().Select(signed => signed.Node.Index);

    private static PeerSetup Stopping(PeerSetup setup, int node) => setup.Id.Index == node
        ? setup with { Services = setup.Services with { StopsOnCertifiedBad = true } }
        : setup;
}
