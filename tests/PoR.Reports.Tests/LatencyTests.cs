using FsCheck;
using FsCheck.Fluent;
using PoR.Reports.Results;

namespace PoR.Reports.Tests;

/// <summary>Percentiles of round latency, and the paper's bounds on it.</summary>
public sealed class LatencyTests
{
    private static readonly RoundResult AnyRound = SampleRun.Of(1).Rounds[0];

    [Fact]
    public void Percentiles_are_by_nearest_rank()
    {
        var latency = LatencySummary.From(RoundsOf([.. Enumerable.Range(1, 10).Select(i => (double?)i)]));

        Assert.Equal(new LatencySummary(P50: 5, P90: 9, P99: 10, Max: 10), latency);
    }

    [Fact]
    public void A_percentile_is_the_least_latency_that_enough_rounds_do_not_exceed() => Prop
        .ForAll(Gen.Choose(0, 40).NonEmptyListOf().ToArbitrary(), list =>
        {
            var all = list.Select(value => (double)value).ToList();
            var latency = LatencySummary.From(RoundsOf([.. all.Select(value => (double?)value)]))!;
            return IsPercentile(all, latency.P50, 50) && IsPercentile(all, latency.P90, 90)
                && IsPercentile(all, latency.P99, 99) && latency.Max == all.Max();
        })
        .Check(Config.QuickThrowOnFailure.WithReplay(20261120, 7));

    [Fact]
    public void Unfinished_rounds_have_no_latency() =>
        Assert.Equal(new LatencySummary(4, 4, 4, 4), LatencySummary.From(RoundsOf([null, 4, null])));

    [Fact]
    public void Without_a_finished_round_there_are_no_percentiles()
    {
        Assert.Null(LatencySummary.From([]));
        Assert.Null(LatencySummary.From(RoundsOf([null])));
    }

    [Theory(DisplayName = "PoR §6.5: p_h is h²(1 + h − h²) of the honest share")]
    [InlineData(2.0 / 3, 0.543)]
    [InlineData(0.7, 0.593)]
    [InlineData(0.8, 0.742)]
    [InlineData(0.9, 0.883)]
    [InlineData(1, 1)]
    public void Leader_honesty_follows_from_the_honest_share(double share, double honesty) =>
        Assert.Equal(honesty, LatencyBounds.Of(SampleRun.Of(1) with { HonestShare = share }).LeaderHonesty, 3);

    [Fact(DisplayName = "PoR §6.5: 4λ + Λ with an honest leader, (12/p_h + 8)λ + Λ in the mean without")]
    public void Bounds_are_the_papers()
    {
        var bounds = LatencyBounds.Of(SampleRun.Of(1) with { HonestShare = 1 });

        Assert.Equal(18, bounds.HonestLeaderSeconds);
        Assert.Equal(50, bounds.RecoverySeconds);
    }

    [Fact]
    public void Where_nobody_is_honest_nothing_bounds_recovery() =>
        Assert.Null(LatencyBounds.Of(SampleRun.Of(1) with { HonestShare = 0 }).RecoverySeconds);

    private static bool IsPercentile(List<double> all, double value, int percent) =>
        all.Contains(value)
        && 100 * all.Count(other => other <= value) >= percent * all.Count
        && 100 * all.Count(other => other < value) < percent * all.Count;

    private static IEnumerable<RoundResult> RoundsOf(double?[] latencies) => latencies.Select(latency =>
        AnyRound with { StartSeconds = 100, LastDecidedSeconds = latency is null ? null : 100 + latency });
}
