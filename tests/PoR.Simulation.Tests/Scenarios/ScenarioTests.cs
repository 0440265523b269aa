using System.Collections.Immutable;
using PoR.Configuration.Profiles;
using PoR.Reports.Results;
using PoR.Simulation.Scenarios;

namespace PoR.Simulation.Tests.Scenarios;

/// <summary>Scenarios run, and what was expected of them is judged.</summary>
public sealed class ScenarioTests
{
    private static readonly Lazy<ScenarioRun> s_calm = new(() => Run("F1", rounds: 2));

    /// <summary>Those that a run of each does not take long for.</summary>
    public static TheoryData<string> Quick { get; } =
        [.. BuiltInHoconSource.Scenarios.Where(static name => ProfileLoader.Load(name).Settings!.Scenario.IsQuick)];

    [Theory(DisplayName = "Quick set: what a scenario expects is held")]
    [MemberData(nameof(Quick))]
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
    [InlineData("ends-in-mean", "some round was not decided by all")]
    [InlineData("honest-never-blacklisted", "1 honest accounts; 1 of 2 seeds failed")]
    [InlineData("adversary-blacklisted", "3 of 8 hostile accounts; 1 of 2 seeds failed")]
    [InlineData("nobody-blacklisted", "0 honest and 1 hostile accounts; 1 of 2 seeds failed")]
    [InlineData("authors-lose-nothing", "1 withheld, 0 refused; 1 of 2 seeds failed")]
    [InlineData("authors-get-in", "6 rounds at most; 1 of 2 seeds failed")]
    [InlineData("gains-within-limit", "25 gained at most; 1 of 2 seeds failed")]
    [InlineData("strike-halves", "2 adversaries fell; 1 of 2 seeds failed")]
    [InlineData("newcomers-wait", "4 joined, the first weighed 9 rounds after its entry; 1 of 2 seeds failed")]
    [InlineData("adversary-below-third", "at most 33.4 %; 1 of 2 seeds failed")]
    [InlineData("adversary-outgrows", "1 seeds with a third, the last from round 2 on; 1 of 2 seeds failed")]
    [InlineData("certified-bad-told", "2 bad blocks, told by 15 of 16 honest nodes at least; 1 of 2 seeds failed")]
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

    [Fact(DisplayName = "The mean of all rounds is judged against H")]
    public void Mean_of_rounds()
    {
        ScenarioRun Slow(double seconds) => WithRound(
            s_calm.Value, round => round with { LastDecidedSeconds = round.StartSeconds + seconds });

        Assert.True(ScenarioVerdict.Of([Expectation.EndsInMean], [Slow(90)])[1].IsHeld);
        Assert.Equal(
            new ScenarioVerdict("ends-in-mean", false, "mean 52.2 s; H = 50.5 s", null),
            ScenarioVerdict.Of([Expectation.EndsInMean], [Slow(100)])[1]);
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
        run = expectation switch
        {
            Expectation.AdversaryBlacklisted or Expectation.GainsWithinLimit or Expectation.StrikeHalves
                or Expectation.NewcomersWait or Expectation.AdversaryBelowThird =>
                WithAdversary(run, static one => one),
            Expectation.AdversaryOutgrows => WithAdversary(run, static one => one with { Shares = [0.2, 0.4] }),
            Expectation.CertifiedBadTold => WithToldBy(WithAdversary(run, static one => one), 16),
            _ => run,
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
            Expectation.EndsInMean => WithRound(run, round => round with { LastDecidedSeconds = null }),
            Expectation.HonestNeverBlacklisted => run with { Result = run.Result with { HonestBlacklisted = 1 } },
            Expectation.AdversaryBlacklisted => WithAdversary(run, static one => one with { Blacklisted = 0 }),
            Expectation.NobodyBlacklisted => WithAdversary(run, static one => one with { Blacklisted = 1 }),
            Expectation.AuthorsLoseNothing => run with { Result = run.Result with { HonestWithheld = 1 } },
            Expectation.AuthorsGetIn => run with { Result = run.Result with { HonestWaitRounds = 6 } },
            Expectation.GainsWithinLimit => WithAdversary(run, static one => one with { Gained = 25 }),
            Expectation.StrikeHalves => WithAdversary(run, static one => one with { GreatestFall = (14, 8) }),
            Expectation.NewcomersWait => WithAdversary(run, static one => one with { EntryRounds = 9 }),
            Expectation.AdversaryBelowThird => WithAdversary(run, static one => one with { Shares = [0.2, 0.334] }),
            Expectation.AdversaryOutgrows => WithAdversary(run, static one => one with { Shares = [0.2, 0.333] }),
            Expectation.CertifiedBadTold => WithToldBy(run, 15),
            _ => run with { Decisions = [new(15, 0, 1, false), new(21, 0, 2, true)] },
        };
    }

    private static ScenarioRun WithFault(ScenarioRun run, double from, double to) => run with
    {
        Result = run.Result with { Faults = [new FaultWindow("a fault", from, to)] },
    };

    /// <summary>A run with an adversary of four accounts, of which three are blacklisted.</summary>
    private static ScenarioRun WithAdversary(ScenarioRun run, Func<AdversaryResult, AdversaryResult> change) => run with
    {
        Result = run.Result with
        {
            Adversaries =
            [
                change(new AdversaryResult("split-voter 20%", [16, 17, 18, 19], 4)
                {
                    Shares = [0.2, 0.05], Blacklisted = 3, Gained = 24, GainAllowed = 24, GreatestFall = (14, 7),
                    Joined = 2, EntryRounds = 10, EntryRoundsMin = 10,
                }),
            ],
        },
    };

    /// <summary>A run in which a bad block is certified, the checks find it, and some nodes say so.</summary>
    private static ScenarioRun WithToldBy(ScenarioRun run, int nodes) => run with
    {
        Result = run.Result with
        {
            Violations =
            [
                new Violation("I3", 2, 3, "a re-run fails"),
                .. Enumerable.Range(0, nodes).Select(node => new Violation("I13", 2, 3, $"node {node} found it bad")),
            ],
        },
    };

    [Fact(DisplayName = "Where bad blocks are to be certified, anything else that is violated fails a scenario still")]
    public void Other_invariants()
    {
        var told = Holding(Expectation.CertifiedBadTold);
        var other = told with
        {
            Result = told.Result with { Violations = [.. told.Result.Violations, new Violation("I3", 1, 3, "other")] },
        };

        Assert.True(ScenarioVerdict.Of([Expectation.CertifiedBadTold], [told])[0].IsHeld);
        Assert.False(ScenarioVerdict.Of([], [told])[0].IsHeld);
        Assert.False(ScenarioVerdict.Of([Expectation.CertifiedBadTold], [other])[0].IsHeld);
        Assert.False(ScenarioVerdict.Of([Expectation.CertifiedBadTold], [s_calm.Value])[1].IsHeld);
    }

    [Theory(DisplayName = "Where there is no adversary, nothing is said of one")]
    [InlineData(Expectation.NewcomersWait)]
    [InlineData(Expectation.AdversaryBelowThird)]
    [InlineData(Expectation.AdversaryOutgrows)]
    [InlineData(Expectation.AdversaryBlacklisted)]
    [InlineData(Expectation.GainsWithinLimit)]
    [InlineData(Expectation.StrikeHalves)]
    public void No_adversary(Expectation expectation) =>
        Assert.False(ScenarioVerdict.Of([expectation], [s_calm.Value])[1].IsHeld);

    private static ScenarioRun WithRound(ScenarioRun run, Func<RoundResult, RoundResult> change) => run with
    {
        Result = run.Result with { Rounds = run.Result.Rounds.SetItem(1, change(run.Result.Rounds[1])) },
    };
}
