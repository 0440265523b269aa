using PoR.Reports.Results;
using PoR.Simulation.Tests.Worlds;

namespace PoR.Simulation.Tests.Runs;

/// <summary>Runs with cuts: what goes on, what stands still, and how soon all is well again.</summary>
public sealed class PartitionTests
{
    /// <summary>λ of wide networks, seconds.</summary>
    internal const double Lambda = 2;

    private const double BlockLambda = 10;

    /// <summary>(12/p_h + 8)λ + Λ with p_h = 1 (PoR §6).</summary>
    internal const double RecoveryMax = (20 * Lambda) + BlockLambda;

    [Theory(DisplayName = "Nothing is decided while halves are cut; a block follows soon after the heal")]
    [InlineData("halves@10s+40s", 1)]
    [InlineData("halves@11.5s+40s", 2)]
    [InlineData("halves@12.5s+40s", 3)]
    [InlineData("halves@13.1s+40s", 4)]
    [InlineData("halves@15s+40s", 5)]
    [InlineData("halves@10s+40s,delayed", 1)]
    [InlineData("halves@11.5s+40s,delayed", 2)]
    [InlineData("halves@12.5s+40s,delayed", 3)]
    [InlineData("halves@13.1s+40s,delayed", 4)]
    [InlineData("halves@15s+40s,delayed", 5)]
    public void Halves_decide_nothing_and_recover(string cut, long seed)
    {
        var run = WatchedRun.Of(Lab.Wide(rounds: 7, seed).WithFaults(cut));

        run.AssertSafe();
        var window = Assert.Single(run.Result.Faults);
        Assert.Empty(run.Within(window.StartSeconds + 0.5, window.EndSeconds));
        Assert.InRange(run.RecoveryFrom(window.EndSeconds), 0, RecoveryMax);
        Assert.True(run.Result.Forks >= run.Result.Rounds.Count(r => r.IsForked));
        Assert.True((run.Result.Drops.Count == 0) == cut.EndsWith("delayed", StringComparison.Ordinal));
        Assert.Equal(
            run.Result.Drops.GetValueOrDefault("Cut"), run.Result.Rounds.Sum(r => r.Traffic.Sum(kind => kind.Cut)));
        Assert.All(
            run.Result.Rounds, r => Assert.Contains(r.Traffic, kind => kind is { Kind: "VoteSent", Messages: > 0 }));
    }

    [Theory(DisplayName = "80 % go on at their pace, 20 % decide nothing and catch up within Λ + 2λ")]
    [InlineData(1)]
    [InlineData(2)]
    public void The_majority_goes_on_and_the_minority_catches_up(long seed)
    {
        var run = WatchedRun.Of(Lab.Wide(rounds: 28, seed).WithFaults("80%@10s+100s"));

        run.AssertSafe();
        Assert.Equal(0, run.Result.Forks);
        var before = run.Result.Rounds[0].LatencySeconds!.Value;
        var decided = run.Within(10, 110, node => node == 0).Count();
        Assert.True(decided >= 0.95 * Math.Floor(100 / before), $"Seed {seed}: {decided} rounds in 100 s.");
        Assert.Empty(run.Within(10.5, 110, node => node >= 16));
        var missed = run.Within(0, 110, node => node == 0).Max(d => d.Round);
        var caughtUp = run.Decisions.Where(d => d.Node >= 16 && d.Round <= missed).Max(d => d.Seconds);
        Assert.InRange(caughtUp, 110, 110 + BlockLambda + (2 * Lambda));
        AssertSides(run.Result);
    }

    /// <summary>The report knows why: the seats of each side against t_H, and who decided when.</summary>
    private static void AssertSides(RunResult result)
    {
        Assert.Equal(["side 1: 0 to 15", "side 2: 16 to 19"], result.Sides.Select(
            side => $"{side.Name}: {side.Nodes[0]} to {side.Nodes[^1]}"));
        Assert.Equal(Enumerable.Range(0, 20), result.Regions.SelectMany(region => region.Nodes).Order());
        var open = result.Rounds.First(round => round.LastDecidedSeconds > 110);
        var inside = result.Rounds.Where(r => r.StartSeconds > 10 && r.FirstDecidedSeconds < 110).ToArray();
        Assert.NotEmpty(inside);
        foreach (var round in inside)
        {
            var (many, few) = (round.Sides[0], round.Sides[1]);
            var counted = many.Steps.Where(step => step is { Step: > 1, LastQuorumSeconds: not null });
            Assert.All(counted, step => Assert.InRange(
                step.EqualSeats!.Value, round.CertificateThreshold, round.TotalWeight));
            Assert.Equal((16, 4), (many.NodesDecided, few.NodesDecided));
            Assert.True(many.LastDecidedSeconds < 110 + Lambda && few.FirstDecidedSeconds > 110);
        }

        var stuck = open.Sides[1].Steps.Where(step => step.FirstEnteredSeconds is > 10.5 and < 110).ToArray();
        Assert.NotEmpty(stuck);
        Assert.All(stuck, step => Assert.InRange(step.EqualSeats!.Value, 1, open.CertificateThreshold - 1));
    }

    [Theory(DisplayName = "70 % against 30 % neither fork nor break anything, whether or not the 70 % go on")]
    [InlineData(1)]
    [InlineData(2)]
    public void Seventy_per_cent_stay_safe(long seed)
    {
        var run = WatchedRun.Of(Lab.Wide(rounds: 9, seed).WithFaults("70/30@10s+60s"));

        run.AssertSafe();
        Assert.Empty(run.Within(10.5, 70, node => node >= 14));
    }

    [Theory(DisplayName = "Thirds decide nothing and recover")]
    [InlineData("thirds@10s+40s", 1)]
    [InlineData("34/33/33@12.5s+40s,delayed", 2)]
    public void Thirds_decide_nothing_and_recover(string cut, long seed)
    {
        var run = WatchedRun.Of(Lab.Wide(rounds: 7, seed).WithFaults(cut));

        run.AssertSafe();
        var window = Assert.Single(run.Result.Faults);
        Assert.Empty(run.Within(window.StartSeconds + 0.5, window.EndSeconds));
        Assert.InRange(run.RecoveryFrom(window.EndSeconds), 0, RecoveryMax);
    }

    [Theory(DisplayName = "Of a one-way cut the deaf side decides nothing, and catches up after the heal")]
    [InlineData(1)]
    [InlineData(2)]
    public void The_deaf_side_decides_nothing(long seed)
    {
        var run = WatchedRun.Of(Lab.Wide(rounds: 7, seed).WithFaults("halves@10s+40s,oneway"));

        run.AssertSafe();
        Assert.Empty(run.Within(10.5, 50, node => node >= 10));

        // The hearing side may end the round that both are in; the next one has only its own half of the seats.
        Assert.InRange(run.Within(10.5, 50, node => node < 10).Select(d => d.Round).Distinct().Count(), 0, 1);
        Assert.InRange(run.RecoveryFrom(50), 0, RecoveryMax);
    }

    [Fact(DisplayName = "One node that is cut off stops nobody; back again, it leads with reviews that only it knows")]
    public void One_node_is_not_missed()
    {
        var run = WatchedRun.Of(Lab.Wide(rounds: 14, seed: 1).WithFaults("nodes:3@10s+40s"));

        run.AssertSafe();
        Assert.Empty(run.Within(10.5, 50, node => node == 3));
        Assert.True(run.Within(10, 50, node => node == 4).Count() >= 8);
        Assert.Equal(14, run.Decisions.Where(d => d.Node == 3).Max(d => d.Round));
        Assert.All(run.Result.Rounds, round => Assert.False(round.IsEmpty));
    }

    [Fact(DisplayName = "Two cuts, one after the other, and one within a round that recovers: all is well at the end")]
    public void Cuts_may_follow_each_other()
    {
        var run = WatchedRun.Of(Lab.Wide(rounds: 9, seed: 3)
            .WithFaults("halves@10s+20s", "thirds@32s+20s,delayed", "80%@54s+10s,oneway"));

        run.AssertSafe();
        Assert.InRange(run.RecoveryFrom(64), 0, RecoveryMax);
    }
}
