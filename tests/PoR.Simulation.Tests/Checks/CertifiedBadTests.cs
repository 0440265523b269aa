using PoR.Actors.Messages;

namespace PoR.Simulation.Tests.Checks;

/// <summary>I13: more seats than the agreement bears evaluate wrongly, and the others say so.</summary>
public sealed class CertifiedBadTests
{
    private const int Nodes = 10;
    private const int Liars = 7; // A quorum by themselves.

    [Fact(DisplayName = "I13: honest nodes whose re-evaluation found a certified block bad say so, and go on")]
    public void Honest_nodes_say_so()
    {
        using var world = new TestWorld(Lab.Nodes(Nodes), adapt: OffScores.OfFirst(Liars));
        world.Until(() => world.Facts.OfType<Fact.CertifiedButBad>().Any());
        var bad = world.Facts.OfType<Fact.CertifiedButBad>().First();
        world.Decide(bad.Round.Number + 3);

        var told = world.Facts.OfType<Fact.CertifiedButBad>().Where(fact => fact.Block == bad.Block).ToArray();
        Assert.Equal(Enumerable.Range(Liars, Nodes - Liars), told.Select(fact => fact.Node.Index).Order());
        Assert.Equal(told.Length, world.Checks.Violations
            .Count(v => v.Invariant == "I13" && v.Round == bad.Round.Number));
        Assert.Contains(world.Blocks(Nodes - 1), block => block.Block.Digest == bad.Block);
    }

    [Fact(DisplayName = "I13: a block that is found bad and not certified breaks nothing")]
    public void A_bad_block_that_fails_is_no_breach()
    {
        using var world = new TestWorld(Lab.Nodes(Nodes), adapt: OffScores.OfFirst(1));
        world.Until(() => world.Facts.OfType<Fact.EvidenceSeen>().Any());

        Assert.Contains(world.Facts, fact => fact is Fact.BlockReEvaluated
        {
            Verdict: Consensus.Agreement.BlockVerdict.Bad,
        });

        // The liar itself calls good blocks bad.
        Assert.All(world.Facts.OfType<Fact.CertifiedButBad>(), fact => Assert.Equal(0, fact.Node.Index));
    }
}
