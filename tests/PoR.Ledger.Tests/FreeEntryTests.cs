using PoR.Core.Parameters;
using PoR.Core.Transactions;

namespace PoR.Ledger.Tests;

/// <summary>What accounts that cost nothing take by real blocks, by the paper's rules and by ours (D41).</summary>
public sealed class FreeEntryTests
{
    private const int LimitMs = 60_000;
    private const int Honest = 1_200;
    private const int BlockMax = 10_000;

    [Theory(DisplayName = "PoR §3.8, D41: one block of free accounts, k rounds later", Timeout = LimitMs)]
    [InlineData(10, 5_000, 55.6)]
    [InlineData(100, 1_190, 0)]
    [InlineData(100, 1_210, 2.9)]
    public Task One_block(long honestReputation, int free, double paperPercent)
    {
        var paper = Chain(ProtocolParameters.Paper, honestReputation);
        paper.Commit(Entries(paper, Honest, free));
        paper.SkipEmpty(10);
        Assert.Equal(paperPercent, ShareOf(paper), 0.1);

        var hardened = Chain(ProtocolParameters.Hardened, honestReputation);
        var built = hardened.Build(Entries(hardened, Honest, free));
        Assert.Equal(free, built.Block.Payset.Length); // Reviews alone.
        hardened.Advance(built);
        hardened.SkipEmpty(10);
        Assert.Equal(0, ShareOf(hardened));
        Assert.Equal((Honest, honestReputation / 2), (hardened.NextTable.Eligible.Length, hardened.State.WeightMax));
        return Task.CompletedTask;
    }

    [Fact(
        DisplayName = "PoR §3.8: by the paper's rules 500 entries a round take most of the weight within 50 rounds",
        Timeout = LimitMs)]
    public Task A_stream_of_entries()
    {
        var chain = Chain(ProtocolParameters.Paper, 10);
        for (var round = 0; round < 50; round++)
            chain.Advance(chain.Build(Entries(chain, Honest + (round * 500), 500)));
        chain.SkipEmpty(10);

        Assert.InRange(ShareOf(chain), 80, 100);
        return Task.CompletedTask;
    }

    private static Scenario Chain(ProtocolParameters parameters, long reputation) => new(
        parameters with { BlockTransactionsMax = BlockMax },
        Enumerable.Range(0, Honest).Select(i => TestData.Account(i, reputation)));

    /// <summary>A registration and a good review of each.</summary>
    private static SignedTransaction[] Entries(Scenario chain, int first, int count) =>
        [.. Enumerable.Range(first, count).SelectMany(i => new[] { chain.Registration(i), chain.Review(i) })];

    /// <summary>Of the eligible weight, in percent.</summary>
    private static double ShareOf(Scenario chain) => 100.0
        * chain.NextTable.Eligible.Where(e => !e.Account.IsGenesis).Sum(e => e.Weight) / chain.NextTable.TotalWeight;
}
