using PoR.Exploration.Bba;

namespace PoR.Exploration.Tests;

/// <summary>A path in words.</summary>
public sealed class PathTests
{
    [Fact(DisplayName = "D10: the path to the fork without a relay says who hears what, and who says what",
        Timeout = Explored.LimitMs)]
    public async Task Fork()
    {
        var setting = BbaSetting.Of(4, 1, Delivery.NoRelay) with { Adversary = Adversary.Selective };
        var result = await Of(setting, null);

        var path = Assert.Single(result.Findings).Path;
        Assert.Equal("Honest nodes 1 and 2 and 3, hostile 4. A and B are two blocks, ⊥ is none.", path[0]);
        Assert.Contains("  node 1 is shown no block in time, and says ⊥.", path);
        Assert.Contains(
            "  node 2 has heard ⊥ of 1, A of 2 and 3, A of hostile 4, finds the block good, and says A at once.", path);
        Assert.Contains(path, line => line.Contains("ends the round and falls silent", StringComparison.Ordinal));
        Assert.Equal(
            "  With the seats of all hostile nodes the round can now end with block A or the empty block.", path[^1]);
    }

    [Fact(DisplayName = "Verdicts and crashes are told", Timeout = Explored.LimitMs)]
    public async Task Verdicts_and_crashes()
    {
        var sync = BbaSetting.Of(4, 1, Delivery.Sync);
        var bad = await Of(sync with { Scope = Scope.Verdicts }, "vote-though-bad");
        var crash = await Of(sync with { Scope = Scope.Crashes }, "journal-forgotten");

        AssertTells("finds the block bad, and says A", bad);
        AssertTells("starts again with its journal", crash);
    }

    [Fact(DisplayName = "Every step of a path follows from the one before by the rules", Timeout = Explored.LimitMs)]
    public async Task Follows()
    {
        var model = new BbaModel(BbaSetting.Of(7, 2, Delivery.NoRelay));
        var found = await Task.Run(() => new Searching.Explorer<BbaState>(model, Explored.StatesMax).Run());
        var path = Assert.Single(found.Findings).Path;

        for (var i = 1; i < path.Length; i++)
            Assert.Contains(path[i], model.Next(path[i - 1]));
        Assert.Equal(path.Length - 1, new BbaPath(model).ScenesOf(path).Length);
    }

    private static void AssertTells(string words, BbaResult result) =>
        Assert.Contains(result.Findings[0].Path, line => line.Contains(words, StringComparison.Ordinal));

    private static Task<BbaResult> Of(BbaSetting setting, string? mutation) => Task.Run(() => BbaExploration.Explore(
        setting, mutation, Explored.StatesMax, (_, _) => { }, TestContext.Current.CancellationToken));
}
