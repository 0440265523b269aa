using PoR.Configuration.Profiles;

namespace PoR.Tool.Tests;

/// <summary><c>por scenario</c>: its table, its exit codes, and what it refuses.</summary>
public sealed class ScenarioTests
{
    [Fact(DisplayName = "Without a name all scenarios are listed, each with its title")]
    public async Task List()
    {
        var run = await ToolRun.Of("scenario");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(BuiltInHoconSource.Scenarios, run.Lines.Select(line => line.Split(' ')[0]));
        Assert.Contains("F2    Halves, what crosses is dropped, for 60 s", run.Lines);
        Assert.DoesNotContain("cannot be read", run.Output, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "A scenario of one's own holds or not; the table says what was measured, and what to replay")]
    public async Task Own()
    {
        using var scratch = new Scratch();
        var file = scratch.File("mine.conf", Scenario("no-empty-block, all-decide", "loss:1%@0s+1h"));
        var held = await ToolRun.Of("scenario", file, "--seeds", "3..4", "--parallel", "1");
        Assert.Equal(0, held.Code);
        Assert.StartsWith($"{file}: Four nodes", held.Lines[0], StringComparison.Ordinal);
        Assert.Equal("4 participants on 4 nodes, 2 rounds, 2 seeds, 3 to 4", held.Lines[1]);
        Assert.Contains("held      no-empty-block  0 of 4 rounds empty", held.Lines);
        Assert.Matches("^latency   until all have decided  p50 4[.][0-9]{2} s [(]", held.Lines[^3]);

        var other = scratch.File("other.conf", Scenario("nothing-decided-in-fault", "loss:1%@0s+1h"));
        var failed = await ToolRun.Of("scenario", file, other, "--seeds", "5");
        Assert.Equal(1, failed.Code);
        Assert.Contains("NOT HELD  nothing-decided-in-fault  8 decisions; 1 of 1 seeds failed", failed.Lines);
        Assert.EndsWith($"Replay: ./tools/por scenario {other} --seeds 5\n", failed.Error, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "A scenario runs at another profile's size; what is to be replayed says so")]
    public async Task Size()
    {
        using var scratch = new Scratch();
        var file = scratch.File("mine.conf", Scenario("nothing-decided-in-fault", "loss:1%@0s+1h"));
        var size = scratch.File("size.conf", """
            include "unit.conf"
            population { participants = 6, nodes = 5 }
            run.rounds = 9
            """);
        var run = await ToolRun.Of("scenario", file, "--profile", size, "--seeds", "3");

        Assert.Equal("6 participants on 5 nodes, 2 rounds, 1 seed, 3", run.Lines[1]);
        Assert.EndsWith(
            $"Replay: ./tools/por scenario {file} --profile {size} --seeds 3\n", run.Error, StringComparison.Ordinal);
    }

    [Theory(DisplayName = "What cannot be used is refused in one sentence, before anything runs")]
    [InlineData("F99", null, "F99: is neither a profile (unit, demo, local, cluster, safety, large) nor a file")]
    [InlineData("F2", "--seeds 5..3", "--seeds: '5..3' is none: A..B with 0 <= A <= B")]
    [InlineData("F2", "--seeds x", "--seeds: 'x' is none")]
    [InlineData("F2", "--profile huge", "huge: is neither a profile (unit, demo, local, cluster, safety, large) nor")]
    [InlineData("F2", "--parallel 0", "--parallel: '0' is no number of runs")]
    public async Task Refused(string name, string? option, string sentence)
    {
        var run = await ToolRun.Of(["scenario", name, .. option?.Split(' ') ?? []]);

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains(sentence, Assert.Single(run.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Fact(DisplayName = "An unknown expectation or fault is told with file, line and key")]
    public async Task Wrong_file()
    {
        using var scratch = new Scratch();
        var expectation = scratch.File("a.conf", Scenario("no-rain", "loss:1%@0s+1h"));
        var fault = scratch.File("b.conf", Scenario("no-forks", "rain:1%@0s+1h"));

        Assert.Contains(
            $"{expectation}:2: scenario.expects: 'no-rain' is no expectation; known are no-forks, no-empty-block",
            (await ToolRun.Of("scenario", expectation)).Error, StringComparison.Ordinal);
        Assert.Contains(
            $"{fault}:6: run.faults: the fault 'rain:1%@0s+1h' is not understood",
            (await ToolRun.Of("scenario", fault)).Error, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "A moment that does not come is told with the seed, and is wrong use")]
    public async Task Moment_that_never_comes()
    {
        using var scratch = new Scratch();
        var file = scratch.File("a.conf", Scenario("no-forks", "crash of first@round2.quorum9+1s"));
        var run = await ToolRun.Of("scenario", file, "--seeds", "3");

        Assert.Equal(ExitCode.WrongUse, run.Code);
        Assert.Contains(
            $"{file}, seed 3: The moment of 'crash of first@round2.quorum9+1s' does not come in this run",
            run.Error, StringComparison.Ordinal);
    }

    private static string Scenario(string expects, string fault) =>
        $$"""
        include "unit.conf"
        scenario { title = "Four nodes", expects = [{{expects}}] }
        population { participants = 4, nodes = 4 }
        run.rounds = 2
        run.crypto = model
        run.faults = ["{{fault}}"]
        """;
}
