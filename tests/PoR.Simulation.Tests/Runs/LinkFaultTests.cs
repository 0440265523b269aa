using PoR.Configuration.Profiles;
using PoR.Simulation.Tests.Worlds;
using static PoR.Simulation.Tests.Runs.PartitionTests;

namespace PoR.Simulation.Tests.Runs;

/// <summary>Whole networks under faults of links: safe under all, alive under those that leave room for it.</summary>
public sealed class LinkFaultTests
{
    [Theory(DisplayName = "F7: over a bridge between halves votes and certificates cross, hop by hop or by questions")]
    [InlineData("direct", 1)]
    [InlineData("gossip", 2)]
    public void Bridge(string delivery, long seed)
    {
        var run = Of(Lab.Wide(rounds: 24, seed, $"network.delivery={delivery}").WithFaults("bridge:1%@10s+60s"));

        Assert.StartsWith("the bridge is ", Assert.Single(run.Result.Faults).Drawn, StringComparison.Ordinal);
        Assert.InRange(run.RecoveryFrom(70), 0, RecoveryMax);
    }

    [Theory(DisplayName = "F8, F12, F13: rings, flapping halves and swizzles break nothing; all is well afterwards")]
    [InlineData("ring:60%@10s+40s", 14, 1)]
    [InlineData("ring:60%@10s+40s,delayed", 14, 2)]
    [InlineData("halves@10s+60s,flap:5s/5s", 20, 3)]
    [InlineData("halves@10s+60s,flap:5s/20s,delayed", 20, 4)]
    [InlineData("swizzle@10s+40s", 14, 5)]
    [InlineData("swizzle@10s+40s,delayed", 14, 6)]
    public void Shapes(string cut, int rounds, long seed)
    {
        var run = Of(Lab.Wide(rounds, seed).WithFaults(cut));

        var window = Assert.Single(run.Result.Faults);
        Assert.InRange(run.RecoveryFrom(window.EndSeconds), 0, RecoveryMax);
    }

    [Theory(DisplayName = "F14: hop by hop a loss of up to a tenth costs no block; of nearly a third, no agreement")]
    [InlineData("loss:1%", true)]
    [InlineData("loss:10%", true)]
    [InlineData("loss:30%", false)]
    public void Loss(string fault, bool hasAllBlocks)
    {
        var run = Of(Lab.Wide(rounds: 10, seed: 1, "network.delivery=gossip").WithFaults($"{fault}@0s+10m"));

        Assert.True(run.Result.Drops["Loss"] > 100);
        if (hasAllBlocks)
            Assert.DoesNotContain(run.Result.Rounds, round => round.IsEmpty);
    }

    [Fact(DisplayName = "F15: copies of half of all messages change no decision")]
    public void Duplicates()
    {
        var settings = Lab.Wide(rounds: 8, seed: 1, "run.reviews-per-round=0");
        var (without, with) = (Of(settings), Of(settings.WithFaults("duplicate:50%@0s+10m")));

        Assert.Equal(without.Result.Rounds.Select(r => r.Block), with.Result.Rounds.Select(r => r.Block));
        Assert.True(with.Result.Deliveries > without.Result.Deliveries);
    }

    [Theory(DisplayName = "F16 to F20: late, slow, narrow, full and damaged links break nothing; all is well later")]
    [InlineData("reorder:4s@10s+40s")]
    [InlineData("slow:10x@10s+60s")]
    [InlineData("delay:3s@10s+40s")]
    [InlineData("slow:10x of 10%@10s+40s")]
    [InlineData("bandwidth:64kbit of 10%@10s+40s")]
    [InlineData("capacity:20@10s+40s")]
    [InlineData("damage:5%@10s+40s")]
    public void Troubles(string fault)
    {
        var run = Of(Lab.Wide(rounds: 12, seed: 1).WithFaults(fault));

        var window = Assert.Single(run.Result.Faults);
        Assert.InRange(run.RecoveryFrom(window.EndSeconds), 0, RecoveryMax);
        Assert.Equal(12, run.Result.Rounds.Length);
    }

    [Fact(DisplayName = "F16: with a window of 2λ a round ends within the bound for 3λ")]
    public void Reordered_rounds_end_in_time()
    {
        var run = Of(Lab.Wide(rounds: 8, seed: 1).WithFaults("reorder:4s@0s+10m"));

        Assert.All(run.Result.Rounds.Where(r => !r.IsEmpty), round => Assert.InRange(
            round.LatencySeconds!.Value, 0, (12 * Lambda) + run.Result.BigLambdaSeconds));
    }

    [Fact(DisplayName = "F18: a tenth of slow nodes makes no fifth of a difference to the others, and catches up")]
    public void Slow_nodes()
    {
        var settings = Lab.Wide(rounds: 10, seed: 1);
        var without = Of(settings);
        var with = Of(settings.WithFaults("slow:10x of 10%@0s+10m", "bandwidth:10Mbit of 10%@0s+10m"));

        Assert.InRange(
            Median(with.Result.Rounds.Select(r => r.FirstDecidedSeconds!.Value - r.StartSeconds)), 0,
            1.2 * Median(without.Result.Rounds.Select(r => r.FirstDecidedSeconds!.Value - r.StartSeconds)));
        Assert.Equal(10, with.Decisions.Where(d => d.Node == 0).Max(d => d.Round));
    }

    [Fact(DisplayName = "The same faults and seed give the same run, on one thread and on two")]
    public void It_repeats()
    {
        var settings = Lab.Wide(rounds: 4, seed: 1).WithFaults(
            "swizzle@5s+10s", "loss:5%@0s+1m", "duplicate:5%@0s+1m", "reorder:1s@0s+1m", "damage:1%@0s+1m",
            "capacity:50@0s+1m", "bandwidth:10Mbit@0s+1m");

        Assert.Equal(
            WatchedRun.Of(settings, threads: 1).Result.TraceHash, WatchedRun.Of(settings, threads: 2).Result.TraceHash);
    }

    private static WatchedRun Of(SimulationSettings settings)
    {
        var run = WatchedRun.Of(settings);
        run.AssertSafe();
        return run;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
