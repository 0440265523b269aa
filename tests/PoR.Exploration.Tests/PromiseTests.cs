using PoR.Exploration.Bba;

namespace PoR.Exploration.Tests;

/// <summary>Which promises hold, for every adversary at once.</summary>
public sealed class PromiseTests
{
    public static TheoryData<int, Adversary, Scope> Variants()
    {
        var variants = new TheoryData<int, Adversary, Scope>();
        foreach (var nodes in (int[])[4, 7])
        {
            variants.Add(nodes, Adversary.Split, Scope.Votes);
            variants.Add(nodes, Adversary.Selective, Scope.Votes);
            variants.Add(nodes, Adversary.Contradicting, Scope.Votes);
            variants.Add(nodes, Adversary.Split, Scope.Verdicts);
            variants.Add(nodes, Adversary.Split, Scope.Crashes);
        }

        return variants;
    }

    [Theory(DisplayName = "S1, S3, S5, S6, D6, L2: delays below λ and certificates told: nothing is broken",
        Timeout = Explored.LimitMs)]
    [MemberData(nameof(Variants))]
    public async Task Sync(int nodes, Adversary adversary, Scope scope) =>
        Assert.Empty((await Of(nodes, Delivery.Sync, adversary, scope)).Broken());

    [Theory(DisplayName = "S1: never two blocks, whatever the delays; a block and the empty one is a limit (D14)",
        Timeout = Explored.LimitMs)]
    [MemberData(nameof(Variants))]
    public async Task Async(int nodes, Adversary adversary, Scope scope) => Assert.Equal(
        scope.HasFlag(Scope.Verdicts) ? "[S1'] [Bad]" : "[S1']",
        (await Of(nodes, Delivery.Async, adversary, scope)).Broken());

    [Theory(DisplayName = "D10: if who ends a round tells nobody, it can end in two ways with all delays below λ",
        Timeout = Explored.LimitMs)]
    [MemberData(nameof(Variants))]
    public async Task Without_relay(int nodes, Adversary adversary, Scope scope) =>
        Assert.Equal("S1'", (await Of(nodes, Delivery.NoRelay, adversary, scope)).Broken());

    [Theory(DisplayName = "S3: a vote that a crash makes late breaks nothing, with one hostile node fewer",
        Timeout = Explored.LimitMs)]
    [InlineData(4, 0)]
    [InlineData(7, 1)]
    public async Task Late(int nodes, int hostile)
    {
        var setting = BbaSetting.Of(nodes, hostile, Delivery.Sync) with { Scope = Scope.Crashes };

        Assert.Empty((await Task.Run(() => Explored.Of(setting))).Broken());
    }

    [Theory(DisplayName = "With a third of the nodes hostile two blocks are certified", Timeout = Explored.LimitMs)]
    [InlineData(Delivery.Async, "S1 S6-value [S1']")]
    [InlineData(Delivery.Sync, "S1 S1' S6-value S6-grade S6-start L2")]
    public async Task Too_many(Delivery delivery, string broken)
    {
        var found = await Task.Run(() => Explored.Of(BbaSetting.Of(4, 2, delivery)));

        Assert.Equal(broken, found.Broken());
    }

    [Theory(DisplayName = "Seats, not heads: unequal seats keep the same promises", Timeout = Explored.LimitMs)]
    [InlineData(new[] { 1, 1, 2, 1 }, 1)]
    [InlineData(new[] { 2, 2, 1, 1, 1 }, 2)]
    [InlineData(new[] { 3, 3, 2, 3 }, 1)]
    public async Task Seats(int[] seats, int hostile)
    {
        var setting = new BbaSetting([.. seats], hostile, Delivery.Async);
        var async = await Task.Run(() => Explored.Of(setting));
        var sync = await Task.Run(() => Explored.Of(setting with { Delivery = Delivery.Sync }));

        Assert.Equal("[S1']", async.Broken());
        Assert.Empty(sync.Broken());
    }

    private static Task<Searching.Exploration<BbaState>> Of(
        int nodes, Delivery delivery, Adversary adversary, Scope scope) =>
        Task.Run(() => Explored.Of(
            BbaSetting.Of(nodes, (nodes - 1) / 3, delivery) with { Adversary = adversary, Scope = scope }));
}
