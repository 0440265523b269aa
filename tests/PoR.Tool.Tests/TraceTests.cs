using System.Text;
using System.Text.Json;

namespace PoR.Tool.Tests;

/// <summary><c>por trace</c> and <c>por diff</c>, on runs that <c>por simulate --trace</c> has written.</summary>
public sealed class TraceTests(TracedRuns runs) : IClassFixture<TracedRuns>
{
    [Fact(DisplayName = "A trace has what nodes saw and did, and faults, in order of time; also as objects")]
    public async Task Whole()
    {
        var trace = await ToolRun.Of("trace", runs.Cut);
        var json = (await ToolRun.Of("trace", runs.Cut, "--json")).Lines
            .Select(static line => JsonDocument.Parse(line).RootElement).ToArray();

        Assert.Equal((0, ""), (trace.Code, trace.Error));
        Assert.Equal(trace.Lines.Length, json.Length);
        var times = json.Select(static e => e.GetProperty("seconds").GetDouble()).ToArray();
        Assert.Equal(times.Order(), times);
        Assert.Contains("    8.000000 s                       FaultBegan        nodes:3@8s+1s", trace.Lines);
        Assert.Contains(trace.Lines, static line => line.EndsWith("bit 0", StringComparison.Ordinal));
        Assert.Equal(8, json.Count(static e =>
            e.GetProperty("kind").GetString() == "BlockCertified" && e.GetProperty("round").GetInt64() <= 2));
    }

    [Theory(DisplayName = "Filters leave what they name")]
    [InlineData("--kind TipMoved --round 1..2", 8)]
    [InlineData("--kind FaultBegan --kind FaultEnded", 2)]
    [InlineData("--kind TipMoved --node 2 --round 1..2", 2)]
    [InlineData("--kind TipMoved --node 2 --node 3 --round 1..2", 4)]
    [InlineData("--kind TipMoved --node 2 --round 2", 1)]
    [InlineData("--kind RoundStarted --round 1..2 --to 1", 4)]
    [InlineData("--kind RoundStarted --round 1..2 --from 1", 4)]
    [InlineData("--node 77", 0)]
    public async Task Filters(string options, int count)
    {
        var trace = await ToolRun.Of(["trace", runs.Cut, .. options.Split(' ')]);

        Assert.Equal((0, ""), (trace.Code, trace.Error));
        Assert.Equal(count, trace.Output.Count(static c => c == '\n'));
    }

    [Theory(DisplayName = "--step shows one event after each Enter, until q")]
    [InlineData("\n\nq\n", 3)]
    [InlineData("q\n", 1)]
    [InlineData("", 1)]
    public async Task Steps(string typed, int shown)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        using var terminal = new Terminal(output, error, isOutputInteractive: true, isErrorInteractive: true)
        {
            Input = new MemoryStream(Encoding.UTF8.GetBytes(typed)),
            IsAnswered = true,
        };

        var code = await CommandLine.RunAsync(
            ["trace", runs.Cut, "--step"], terminal, TestContext.Current.CancellationToken);

        Assert.Equal((0, ""), (code, error.ToString()));
        Assert.Equal(shown, Encoding.UTF8.GetString(output.ToArray()).Count(static c => c == '\n'));
    }

    [Fact(DisplayName = "A run without --trace has no events, and one that replaces a traced one leaves none")]
    public async Task Untraced()
    {
        using var scratch = new Scratch();
        await TracedRuns.SimulateAsync(scratch["a"], "--trace");
        Assert.True(File.Exists(scratch["a/events.jsonl"]));
        await TracedRuns.SimulateAsync(scratch["a"]);

        var trace = await ToolRun.Of("trace", scratch["a"]);

        Assert.Equal((2, ""), (trace.Code, trace.Output));
        Assert.Equal(
            $"por: '{scratch["a"]}' has no events.jsonl, which por simulate writes with --out and --trace.\n",
            trace.Error);
    }

    [Fact(DisplayName = "A run without difference is the same, whatever it was traced to")]
    public async Task Same()
    {
        using var scratch = new Scratch();
        await TracedRuns.SimulateAsync(scratch["again"], "--trace", "--threads", "2");

        var diff = await ToolRun.Of("diff", runs.Plain, scratch["again"]);

        Assert.Equal((0, ""), (diff.Code, diff.Error));
        Assert.Matches("^The runs are the same: [0-9]+ events[.]\n$", diff.Output);
    }

    [Fact(DisplayName = "Runs part where the node that was cut off does not hear what it heard, and go on from there")]
    public async Task Parted()
    {
        var diff = await ToolRun.Of("diff", runs.Plain, runs.Cut);

        Assert.Equal((1, ""), (diff.Code, diff.Error));
        Assert.Equal(12, diff.Lines.Length);
        Assert.Matches("^The runs part after [0-9]+ events[.]$", diff.Lines[0]);
        Assert.Equal($"{runs.Plain} goes on:", diff.Lines[4]);
        Assert.Equal($"{runs.Cut} goes on:", diff.Lines[8]);
        Assert.NotEqual(diff.Lines[5], diff.Lines[9]);
        Assert.DoesNotContain("Fault", diff.Output, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "A run that ends earlier parts there")]
    public async Task Shorter()
    {
        using var scratch = new Scratch();
        var lines = await File.ReadAllLinesAsync(
            Path.Combine(runs.Plain, "events.jsonl"), TestContext.Current.CancellationToken);
        Directory.CreateDirectory(scratch["short"]);
        scratch.File("short/events.jsonl", string.Concat(lines[..10].Select(static line => line + "\n")));

        var diff = await ToolRun.Of("diff", scratch["short"], runs.Plain);

        Assert.Equal(1, diff.Code);
        Assert.Equal("The runs part after 10 events.", diff.Lines[0]);
        Assert.Equal($"{scratch["short"]} ends here.", diff.Lines[4]);
        Assert.Equal($"{runs.Plain} goes on:", diff.Lines[5]);
    }

    [Theory(DisplayName = "What cannot be used is refused in one sentence")]
    [InlineData("trace nowhere", "There is no folder 'nowhere'.")]
    [InlineData("diff nowhere nowhere", "There is no folder 'nowhere'.")]
    [InlineData("diff RUN", "OTHER is missing; see por diff --help.")]
    [InlineData("diff RUN nowhere", "There is no folder 'nowhere'.")]
    [InlineData("trace RUN --kind Rain", "--kind: 'Rain' is no kind of event; known are AdversaryPlaced, ")]
    [InlineData("trace RUN --node x", "--node: 'x' is no node; a number, 0 and up, is right.")]
    [InlineData("trace RUN --round 3..2", "--round: '3..2' is none; 7, or 7..9, is right.")]
    [InlineData("trace RUN --from 5s", "--from: '5s' is no time; seconds since the start of the run, such as 12.5,")]
    [InlineData("trace RUN --to -1", "--to: '-1' is no time")]
    [InlineData("trace RUN --step", "--step waits for your keys, so it needs a terminal.")]
    [InlineData("simulate --trace", "--trace: events go to the folder of --out; name one.")]
    [InlineData(
        "simulate --set network.delivry=gossip",
        "--set network.delivry: is no key; did you mean network.delivery?")]
    [InlineData("simulate --set network.delivery", "--set network.delivery: '' is none of direct, gossip.")]
    public async Task Refused(string line, string sentence)
    {
        var run = await ToolRun.Of(line.Replace("RUN", runs.Plain, StringComparison.Ordinal).Split(' '));

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains(sentence, Assert.Single(run.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Theory(DisplayName = "A damaged file is told with its line; what stands before is shown")]
    [InlineData("{}\n", "is no event")]
    [InlineData("oops\n", "is no event")]
    [InlineData("""{"seconds":-1,"kind":"TipMoved","text":""}""" + "\n", "is no event")]
    [InlineData("""{"seconds":1,"kind":7,"text":""}""" + "\n", "is no event")]
    [InlineData("""{"seconds":1,"kind":"TipMoved","text":""}""", "is cut off")]
    [InlineData(null, "is too long for an event")]
    public async Task Damaged(string? end, string what)
    {
        using var scratch = new Scratch();
        var first = (await File.ReadAllLinesAsync(
            Path.Combine(runs.Plain, "events.jsonl"), TestContext.Current.CancellationToken))[0];
        Directory.CreateDirectory(scratch["bad"]);
        var file = scratch.File("bad/events.jsonl", first + "\n" + (end ?? new string('x', 100_000)));

        var trace = await ToolRun.Of("trace", scratch["bad"]);
        var diff = await ToolRun.Of("diff", scratch["bad"], runs.Plain);

        Assert.Equal((2, 1), (trace.Code, trace.Output.Count(static c => c == '\n')));
        Assert.Equal(
            $"por: '{file}', line 2 {what}; each line is an object that por simulate --trace has written.\n",
            trace.Error);
        Assert.Equal((2, trace.Error), (diff.Code, diff.Error));
    }
}

/// <summary>Two runs of four nodes and two rounds, one with a cut, and their events.</summary>
public sealed class TracedRuns : IAsyncLifetime
{
    private readonly Scratch _scratch = new();

    public string Plain => _scratch["plain"];

    public string Cut => _scratch["cut"];

    public static async Task SimulateAsync(string folder, params string[] options) => Assert.Equal(0, (await ToolRun.Of(
    [
        "simulate", "--profile", "unit", "--participants", "4", "--nodes", "4", "--rounds", "2", "--crypto", "model",
        "--out", folder, .. options,
    ])).Code);

    public async ValueTask InitializeAsync()
    {
        await SimulateAsync(Plain, "--trace");
        await SimulateAsync(Cut, "--trace", "--cut", "nodes:3@8s+1s");
    }

    public ValueTask DisposeAsync()
    {
        _scratch.Dispose();
        return ValueTask.CompletedTask;
    }
}
