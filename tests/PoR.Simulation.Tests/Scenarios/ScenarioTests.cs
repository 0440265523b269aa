using System.Collections.Immutable;
using PoR.Configuration.Profiles;
using PoR.Reports.Results;
using PoR.Simulation.Scenarios;

namespace PoR.Simulation.Tests.Scenarios;

/// <summary>Scenarios run, and what was expected of them is judged.</summary>
public sealed class ScenarioTests
{
    private static readonly Lazy<ScenarioRun> s_calm = new(() => Run("F1", rounds: 2));

    [Theory(DisplayName = "Quick set: what a scenario expects is held")]
    [InlineData("F2")]
    [InlineData("F4")]
    [InlineData("F9")]
    [InlineData("F13")]
    [InlineData("F16")]
    [InlineData("F22")]
    [InlineData("F23")]
    [InlineData("F27")]
    public void Scenarios_hold(string name)
    {
        var scenario = ProfileLoader.Load(name).Settings!;

        Assert.All(
            ScenarioVerdict.Of(scenario.Scenario.Expects, [Run(name)]),
            verdict => Assert.True(verdict.IsHeld, $"{verdict.Name}: {verdict.Measured}"));
    }

    [Theory(DisplayName = "Each expectation fails where its opposite happened, and names the seed")]
    [InlineData("no-forks", "1 forks; 1 of 2 seeds failed")]
    [InlineData("no-empty-block", "1 of 4 rounds empty; 1 of 2 seeds failed")]
    [InlineData("rounds-in-time", "at most 99.00 s; bound 18.5 s; 1 of 2 seeds failed")]
    [InlineData("all-decide", "1 rounds not decided by all; 1 of 2 seeds failed")]
    [InlineData("nothing-decided-in-fault", "1 decisions; 1 of 2 seeds failed")]
    [InlineData("progress-in-fault", "0 blocks at least, 1 at most; 1 of 2 seeds failed")]
    [InlineData("keeps-pace", "20 % of the pace without faults at least; 1 of 2 seeds failed")]
    [InlineData("recovers", "no block followed in the run: give it more rounds")]
    public void Expectations_can_fail(string name, string measured)
    {
        var expectation = ExpectationNames.Find(name)!.Value;
        var failed = Failing(expectation);
        var held = Holding(expectation);

        var alone = ScenarioVerdict.Of([expectation], [held])[1];
        Assert.True(alone.IsHeld, alone.Measured);
        Assert.Equal(
            new ScenarioVerdict(name, false, measured, failed.Seed),
            ScenarioVerdict.Of([expectation], [held, failed])[1]);
    }

    [Theory(DisplayName = "Who decides nothing keeps no pace, and neither does who has none to keep")]
    [InlineData(false, 2.0)]
    [InlineData(true, null)]
    public void No_pace(bool decides, double? calmRoundSeconds)
    {
        var run = WithFault(s_calm.Value, 10, 20) with
        {
            Decisions = decides ? [new NodeDecision(15, 0, 1, false)] : [], CalmRoundSeconds = calmRoundSeconds,
        };

        Assert.Equal(
            new ScenarioVerdict(
                "keeps-pace", false, "0 % of the pace without faults at least; 1 of 1 seeds failed", run.Seed),
            ScenarioVerdict.Of([Expectation.KeepsPace], [run])[1]);
    }

    [Fact(DisplayName = "A recovery is judged by its mean and its 99th percentile")]
    public void Recovery()
    {
        ScenarioRun After(double seconds) => WithFault(s_calm.Value, 10, 20) with
        {
            Decisions = [new NodeDecision(20 + seconds, 0, 3, false)],
        };

        Assert.True(ScenarioVerdict.Of([Expectation.Recovers], [After(1), After(90)])[1].IsHeld);
        Assert.False(ScenarioVerdict.Of([Expectation.Recovers], [After(60), After(60)])[1].IsHeld);
        Assert.False(ScenarioVerdict.Of([Expectation.Recovers], [After(1), After(1), After(1), After(152)])[1].IsHeld);
    }

    [Fact(DisplayName = "A violated invariant fails a scenario, whatever it expects")]
    public void Invariants()
    {
        var calm = s_calm.Value;
        var violated = calm with
        {
            Result = calm.Result with { Violations = [new Violation("I1", 1, 3, "a fork")] },
        };

        Assert.True(ScenarioVerdict.Of([], [calm])[0].IsHeld);
        Assert.False(ScenarioVerdict.Of([], [calm, violated])[0].IsHeld);
    }

    private static ScenarioRun Run(string name, int? rounds = null)
    {
        var settings = ProfileLoader.Load(name).Settings!;
        settings = settings with { Run = settings.Run with { Rounds = rounds ?? settings.Run.Rounds } };
        return ScenarioRun.Of(
            settings, seed: 1, _ => throw new IOException("No file."), "a test",
            TestContext.Current.CancellationToken).Value!;
    }

    /// <summary>A run with a fault from 10 s to 20 s, in which a round is decided in 2 s at best.</summary>
    private static ScenarioRun Holding(Expectation expectation)
    {
        var run = WithFault(s_calm.Value, 10, 20) with { CalmRoundSeconds = 2 };
        ImmutableArray<NodeDecision> decided = expectation switch
        {
            Expectation.NothingDecidedInFault => [new(10.4, 0, 1, false), new(21, 0, 2, false)],
            Expectation.KeepsPace =>
                [.. Enumerable.Range(1, 6).Select(i => new NodeDecision(9.9 + (2 * i), 0, i, false))],
            _ => [new(15, 0, 1, false), new(21, 0, 2, false)],
        };
        return run with { Decisions = decided };
    }

    private static ScenarioRun Failing(Expectation expectation)
    {
        var run = Holding(expectation) with { Seed = 7 };
        return expectation switch
        {
            Expectation.NoForks => run with { Result = run.Result with { Forks = 1 } },
            Expectation.NoEmptyBlock => WithRound(run, round => round with { IsEmpty = true }),
            Expectation.RoundsInTime => WithRound(
                run, round => round with { LastDecidedSeconds = round.StartSeconds + 99 }),
            Expectation.AllDecide => WithRound(run, round => round with { LastDecidedSeconds = null }),
            Expectation.NothingDecidedInFault => run with { Decisions = [new(15, 0, 1, true)] },
            Expectation.ProgressInFault => run with { Decisions = [new(15, 0, 1, true), new(21, 0, 2, false)] },
            Expectation.KeepsPace => run with { Decisions = [new(15, 0, 1, false), new(21, 0, 2, false)] },
            _ => run with { Decisions = [new(15, 0, 1, false), new(21, 0, 2, true)] },
        };
    }

    private static ScenarioRun WithFault(ScenarioRun run, double from, double to) => run with
    {
        Result = run.Result with { Faults = [new FaultWindow("a fault", from, to)] },
    };

    private static ScenarioRun WithRound(ScenarioRun run, Func<RoundResult, RoundResult> change) => run with
    {
        Result = run.Result with { Rounds = run.Result.Rounds.SetItem(1, change(run.Result.Rounds[1])) },
    };
}
