using PoR.Simulation.Swarms;
using PoR.Tool.Simulating;

namespace PoR.Tool.Tests;

/// <summary><c>por swarm</c>: its table, its file, and what it refuses.</summary>
public sealed class SwarmTests
{
    // Seeds that draw few faults for few nodes are used, since they cost little.
    [Fact(DisplayName = "Given again with its file, a swarm runs only what is not there yet, and tells of all")]
    public async Task It_goes_on()
    {
        using var scratch = new Scratch();
        var file = scratch["swarm.tsv"];
        var first = await ToolRun.Of("swarm", "--seeds", "0..1", "--out", file);
        var rows = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(0, first.Code);
        Assert.StartsWith("swarm       2 seeds, 0 to 1; ", first.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith("cost        ", first.Lines[^1], StringComparison.Ordinal);
        Assert.Equal(3, rows.Length);

        // A kill has cut off the last row: its seed is run again, and gives the same row.
        await File.WriteAllTextAsync(
            file, $"{rows[0]}\n{rows[1]}\n{rows[2][..9]}", TestContext.Current.CancellationToken);
        var second = await ToolRun.Of("swarm", "--seeds", "0..1", "--out", file);
        Assert.Equal(rows, await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal(first.Lines[..^1], second.Lines[..^1]);
    }

    [Fact(DisplayName = "The command that is told for a seed is the run that the swarm has made")]
    public async Task Replay()
    {
        var draw = SwarmDice.Draw(290);
        var words = Words(ReplayCommand.Of(
            new SimulateArguments(SwarmDraw.Profile, draw.Options, null, null, null, false, false), draw.Seed));
        Assert.Equal("./tools/por", words[0]);

        var replayed = await ToolRun.Of([.. words[1..], "--json"]);

        Assert.Equal(0, replayed.Code);
        Assert.Equal(
            SwarmRun.Of(draw, TestContext.Current.CancellationToken).TraceHash,
            replayed.Json.GetProperty("traceHash").GetString());
    }

    [Fact(DisplayName = "What a file knows of a violation is told, and ends with 1")]
    public async Task Violated()
    {
        using var scratch = new Scratch();
        var file = scratch["swarm.tsv"];
        Assert.Equal(0, (await ToolRun.Of("swarm", "--seeds", "323", "--out", file)).Code);
        var row = (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).TrimEnd('\n', '\t');
        await File.WriteAllTextAsync(
            file, $"{row}\tI1\t4\t18.5\tTwo blocks.\t\n", TestContext.Current.CancellationToken);

        var run = await ToolRun.Of("swarm", "--seeds", "323", "--out", file);

        Assert.Equal(1, run.Code);
        Assert.Contains("            I1: seed 323", run.Lines);
        Assert.Contains("seed 323: I1 in round 4 at 18.5 s: Two blocks.", run.Lines);
        Assert.Contains(run.Lines, line => line.StartsWith(
            "  replay  ./tools/por simulate --profile unit --participants ", StringComparison.Ordinal));
    }

    [Fact(DisplayName = "Seeds in which an adversary outgrew what a quorum can spare are counted, and end with 0")]
    public async Task Outgrown()
    {
        using var scratch = new Scratch();
        var file = scratch["swarm.tsv"];
        Assert.Equal(0, (await ToolRun.Of("swarm", "--seeds", "323", "--out", file)).Code);
        var row = (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).TrimEnd('\n', '\t');
        await File.WriteAllTextAsync(file, $"{row}\t\t\t\t\t0.32\n", TestContext.Current.CancellationToken);

        var run = await ToolRun.Of("swarm", "--seeds", "323", "--out", file);

        Assert.Equal(0, run.Code);
        Assert.Contains("            in 1 seed it outgrew what a quorum can spare: I9 was not asked", run.Lines);
    }

    [Theory(DisplayName = "What cannot be used is refused in one sentence, before anything runs")]
    [InlineData("--minutes 0", "--minutes: '0' is no time; more than 0 minutes is right.")]
    [InlineData("--minutes soon", "--minutes: 'soon' is no time")]
    [InlineData("--seed -1", "--seed: '-1' is no seed; a whole number, 0 and up, is right.")]
    [InlineData("--seeds 5..3", "--seeds: '5..3' is none: A..B with 0 <= A <= B")]
    [InlineData("--seeds 1..5 --minutes 2", "--seeds says which seeds are run; leave out --minutes and --seed.")]
    [InlineData("--seeds 1 --parallel 0", "--parallel: '0' is no number of runs; 1 to 1024 is right.")]
    [InlineData("--seeds 1 --out .", "--out: '.' cannot be written: ")]
    [InlineData("--rounds 3", "'--rounds' is no option of por swarm")]
    public async Task Refused(string options, string sentence)
    {
        var run = await ToolRun.Of(["swarm", .. options.Split(' ')]);

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains(sentence, Assert.Single(run.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Theory(DisplayName = "A file that is no swarm's is left alone")]
    [InlineData("Dear reader,\n", 1)]
    [InlineData("a line without an end", 1)]
    [InlineData("seed\trounds\n1\t2\n", 1)]
    [InlineData(null, 2)]
    public async Task Strange_file(string? text, int line)
    {
        using var scratch = new Scratch();
        if (text is null)
        {
            Assert.Equal(0, (await ToolRun.Of("swarm", "--seeds", "323", "--out", scratch["own.tsv"])).Code);
            text = (await File.ReadAllTextAsync(scratch["own.tsv"], TestContext.Current.CancellationToken))
                .Replace("\n323\t", "\n323\tmany\t", StringComparison.Ordinal);
        }

        var file = scratch.File("mine.tsv", text);
        var run = await ToolRun.Of("swarm", "--seeds", "323", "--out", file);

        Assert.Equal(2, run.Code);
        Assert.Equal(
            $"por: --out: '{file}', line {line} is no row of a swarm; name another file, or a new one.\n", run.Error);
        Assert.Equal(text, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    /// <summary>As a shell takes them apart.</summary>
    private static string[] Words(string command) =>
        [.. command.Split('\'').SelectMany((part, at) => at % 2 == 1
            ? [part]
            : part.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
}
