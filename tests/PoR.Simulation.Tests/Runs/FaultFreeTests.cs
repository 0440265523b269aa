using PoR.Core.Rounds;
using PoR.Simulation.Tests.Worlds;

namespace PoR.Simulation.Tests.Runs;

/// <summary>Runs without faults.</summary>
public sealed class FaultFreeTests
{
    [Fact(DisplayName = "Every round has a block, and ends within 4λ + Λ'")]
    public void Every_round_has_a_block_in_time()
    {
        var run = WatchedRun.Of(Lab.Wide(rounds: 60, seed: 2, "protocol.committee-size=250"));

        run.AssertSafe();
        var result = run.Result;
        Assert.Equal(60, result.Rounds.Length);
        Assert.All(result.Rounds, round => Assert.False(round.IsEmpty));
        Assert.All(result.Rounds, round => Assert.InRange(
            round.LatencySeconds!.Value, 0, (4 * result.SmallLambdaSeconds) + result.BigLambdaSeconds));
        Assert.Equal(0, result.Forks);
        Assert.Empty(result.Drops);
        Assert.True(result.InvariantsChecked > 60 * 20 * 5);
    }

    [Fact(DisplayName = "Leaders are distributed by stake")]
    public void Leaders_are_distributed_by_stake()
    {
        // Without reviews no reputation changes, so each account's chance is its share in every round.
        var run = WatchedRun.Of(Lab.Unit(
            rounds: 300, seed: 1, "run.reviews-per-round=0", "population.reputation-min=1",
            "population.reputation-max=40", "protocol.expected-proposers=35"));

        run.AssertSafe();
        var accounts = run.Outcome.Genesis.Accounts.OrderBy(a => a.Reputation).ToArray();
        var total = accounts.Sum(a => a.Reputation);
        var leaders = run.Result.Rounds.CountBy(round => round.Leader!).ToDictionary(StringComparer.Ordinal);
        var statistic = accounts.Chunk(4).Sum(group =>
        {
            var expected = 300.0 * group.Sum(a => a.Reputation) / total;
            var seen = group.Sum(a => leaders.GetValueOrDefault(a.Key.ToString()));
            return (seen - expected) * (seen - expected) / expected;
        });

        // Five groups, so four degrees of freedom: 18.5 is passed once in a thousand times.
        Assert.InRange(statistic, 0, 18.5);
    }

    [Theory(DisplayName = "Hop by hop over a graph of peers, the same rounds are decided, with or without a cut")]
    [InlineData(null, 8)]
    [InlineData(null, 4)]
    [InlineData("halves@10s+30s", 8)]
    [InlineData("80%@10s+30s,delayed", 6)]
    public void Hop_by_hop_delivery_decides(string? cut, int degree)
    {
        var settings = Lab.Wide(rounds: 8, seed: 1, "network.delivery=gossip", $"network.gossip-degree={degree}");

        var run = WatchedRun.Of(cut is null ? settings : settings.WithFaults(cut));

        run.AssertSafe();
        Assert.Equal(8, run.Result.Rounds.Length);
        Assert.All(run.Result.Rounds, round => Assert.NotNull(round.LastDecidedSeconds));
        if (cut is null)
            Assert.All(run.Result.Rounds, round => Assert.False(round.IsEmpty));
    }

    [Fact(DisplayName = "PoR §8.3: who is blacklisted or below the minimum stake never speaks")]
    public void Neither_blacklisted_nor_poor_accounts_speak()
    {
        var run = WatchedRun.Of(Lab.Load("demo", rounds: 4, seed: 1, "run.crypto=model"));

        run.AssertSafe();
        var accounts = run.Outcome.Genesis.Accounts;
        var blacklisted = accounts.Where(a => a.BlacklistedUntil > Round.Genesis).Select(a => a.Key).ToArray();
        var poor = accounts.Where(a => a.Reputation < 10).Select(a => a.Key).ToArray();
        Assert.Equal(100, blacklisted.Length);
        Assert.Equal(200, poor.Length);
        Assert.Equal(900, run.Result.Rounds[0].Eligible);
        Assert.Empty(run.Speakers.Intersect(blacklisted));
        Assert.Empty(run.Speakers.Intersect(poor));
        Assert.True(run.Speakers.Count > 300);
        Assert.StartsWith("A committee of 100", Assert.Single(run.Result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Real_cryptography_decides_real_rounds()
    {
        var run = WatchedRun.Of(
            Lab.Load("safety", rounds: 2, seed: 1, "population.participants=300", "population.nodes=15",
                "protocol.committee-size=200", "run.reviews-per-round=20"),
            threads: 2);

        run.AssertSafe();
        Assert.False(run.Outcome.Genesis.IsInsecureModel);
        Assert.Equal([20, 20], run.Result.Rounds.Select(r => r.Reviews));
    }
}
