using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Core.Rounds;
using PoR.Simulation.Runs;
using PoR.Simulation.Tests.Worlds;
using static PoR.Simulation.Tests.Runs.PartitionTests;

namespace PoR.Simulation.Tests.Runs;

/// <summary>Whole networks whose machines crash, stand still, are slow, have wrong clocks and failing disks.</summary>
public sealed class MachineFaultTests
{
    [Fact(DisplayName = "F21: with a fifth of the nodes crashed the others go on at their pace")]
    public void A_fifth_crashes()
    {
        var run = Of(12, "crash of 20%@10s+40s");

        Assert.True(run.Within(10, 50, node => node >= 4).Select(d => d.Round).Distinct().Count() >= 8);
        Assert.Empty(run.Within(10.5, 50, node => node < 4));
        Assert.Equal(12, run.Decisions.Where(d => d.Node == 0).Max(d => d.Round));
    }

    [Fact(DisplayName = "F22: with two fifths crashed nothing is decided; a block follows soon after they are back")]
    public void Two_fifths_crash()
    {
        var run = Of(8, "crash of 40%@10s+60s");

        Assert.Empty(run.Within(11, 70));
        Assert.InRange(run.RecoveryFrom(70), 0, RecoveryMax);
    }

    [Fact(DisplayName = "F23: each node crashes once, one after the other, and nobody else misses a round")]
    public void Rolling()
    {
        var run = Of(24, [.. Enumerable.Range(0, 20).Select(node => $"crash of nodes:{node}@{5 + (4 * node)}s+3s")]);

        Assert.All(run.Result.Rounds, round => Assert.InRange(
            round.FirstDecidedSeconds!.Value - round.StartSeconds, 0, (4 * Lambda) + run.Result.BigLambdaSeconds));
    }

    [Theory(DisplayName = "F24: all nodes crash at once; what was decided stays decided, and rounds go on")]
    [InlineData(10)]
    [InlineData(12)]
    [InlineData(13)]
    public void All_crash(int atSeconds)
    {
        var run = Of(8, $"crash@{atSeconds}s+5s");

        Assert.InRange(run.RecoveryFrom(atSeconds + 5), 0, RecoveryMax);
    }

    [Theory(DisplayName =
        "F18, F26 to F28: pauses, slow nodes, wrong clocks, disks that fail, are full or lose events break nothing")]
    [InlineData("pause of 40%@10s+30s")]
    [InlineData("busy:1ms of 10%@10s+30s")]
    [InlineData("skew:200ms of 50%@10s+40s")]
    [InlineData("skew:2s of 50%@10s+40s")]
    [InlineData("skew:-1h of 20%@10s+40s")]
    [InlineData("drift:200ppm of 50%@0s+60s")]
    [InlineData("drift:-50000ppm of 20%@10s+40s")]
    [InlineData("disk:fails of 40%@10s+30s")]
    [InlineData("disk:300ms@10s+40s")]
    [InlineData("disk:full of 40%@10s+30s")]
    [InlineData("lose-tail:1 of 20%@12.4s+5s")]
    [InlineData("lose-tail:40 of 20%@13s+1s")]
    [InlineData("wipe of 20%@12.7s+1s")]
    [InlineData("wipe of 20%@17s+20s")]
    public void Others(string fault)
    {
        var run = Of(14, fault);

        var window = Assert.Single(run.Result.Faults);
        Assert.InRange(run.RecoveryFrom(window.EndSeconds), 0, RecoveryMax);
        Assert.Equal(14, run.Result.Rounds.Length);
    }

    [Theory(DisplayName = "F26, F48: whose disk has lost votes is silent in the rounds in which it may have signed")]
    [InlineData("wipe", true)]
    [InlineData("lose-tail:3", true)]
    [InlineData("crash", false)]
    [InlineData("crash", false, "wipe of nodes:0,1,2,3@3s+1s")]
    public void Silence(string fault, bool isSilent, params string[] earlier)
    {
        // All nodes crash, so that the round goes on when they are back.
        var settings = Lab.Wide(6, seed: 1).WithFaults(
        [
            .. earlier,
            $"{fault} of nodes:0,1,2,3@12.7s+1s",
            $"crash of nodes:{string.Join(',', Enumerable.Range(4, 16))}@12.7s+1s",
        ]);
        var (before, after) = (new Dictionary<NodeId, Round>(), new Dictionary<NodeId, Round>());
        var run = new SimulationRun(settings, Lab.NetworkOf(settings), threads: 1, "a test")
        {
            Observer = (now, fact) =>
            {
                if (fact is not Fact.BallotSigned { Node: { Index: < 4 } node, Vote.Ballot.Round: var round })
                    return;
                if (now.TotalSeconds < 12.8)
                    before[node] = round;
                else
                    after.TryAdd(node, round);
            },
        };
        var result = run.Execute(_ => DraftSource.Generated(1), null, TestContext.Current.CancellationToken).Result;

        Assert.Empty(result.Violations);
        Assert.Equal(4, after.Count);
        if (isSilent)
            Assert.All(after, first => Assert.True(first.Value > before[first.Key]));
        else
            Assert.Contains(after, first => first.Value == before[first.Key]);
    }

    [Fact(DisplayName = "The same faults and seed give the same run, on one thread and on two")]
    public void It_repeats()
    {
        var settings = Lab.Wide(rounds: 4, seed: 1).WithFaults(
            "crash of 10%@5s+5s", "pause of nodes:5@6s+3s", "drift:1000ppm of 50%@0s+20s", "busy:1ms of 20%@2s+9s",
            "disk:10ms@0s+9s");

        Assert.Equal(
            WatchedRun.Of(settings, threads: 1).Result.TraceHash, WatchedRun.Of(settings, threads: 2).Result.TraceHash);
    }

    private static WatchedRun Of(int rounds, params string[] faults)
    {
        var run = WatchedRun.Of(Lab.Wide(rounds, seed: 1).WithFaults(faults));
        run.AssertSafe();
        return run;
    }
}
