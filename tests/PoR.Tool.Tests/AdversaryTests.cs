namespace PoR.Tool.Tests;

/// <summary>Adversaries by name, on the command line and in files.</summary>
public sealed class AdversaryTests
{
    private static readonly string[] s_small =
    [
        "simulate", "--profile", "unit", "--participants", "7", "--nodes", "7", "--reviews-per-round", "3", "--rounds",
        "4", "--crypto", "model",
    ];

    [Fact(DisplayName = "--adversary replaces honest behaviour, and every output says what strategies weigh")]
    public async Task Simulate()
    {
        using var scratch = new Scratch();
        string folder = scratch["run"];
        var run = await ToolRun.Of(
            [.. s_small, "--adversary", "split-voter 15%", "--adversary", "silent 1/7", "--out", folder, "--trace"]);

        Assert.Equal(0, run.Code);
        var shown = run.Lines.Where(line => line.StartsWith("adversary ", StringComparison.Ordinal)).ToArray();
        Assert.Matches(
            "^adversary +split-voter 15% at nodes 6: 14[.]3 % of the eligible weight in round 1, 0[.]0 % in round 4; "
            + "1 of 1 account blacklisted, reputation 10[.]0 to 5[.]0$", shown[0]);
        Assert.Matches(
            "^adversary +silent 1/7 at nodes 5: 14[.]3 % of the eligible weight in round 1, .* 0 of 1 account "
            + "blacklisted, reputation ", shown[1]);
        Assert.Contains("  honest", run.Output, StringComparison.Ordinal);
        Assert.EndsWith(
            "--seed 1 --adversary 'split-voter 15%' --adversary 'silent 1/7'", run.Lines[^1], StringComparison.Ordinal);

        var first = ToolRun.JsonOf(File.ReadAllText(Path.Combine(folder, "summary.json")))
            .GetProperty("adversaries")[0];
        Assert.Equal("split-voter 15%", first.GetProperty("label").GetString());
        Assert.Equal([6], first.GetProperty("nodes").EnumerateArray().Select(node => node.GetInt32()));
        Assert.Equal(1 / 7.0, first.GetProperty("shares")[0].GetDouble(), 3);
        Assert.Equal(0, first.GetProperty("shares")[3].GetDouble());
        Assert.Contains(
            "split-voter 15%", File.ReadAllText(Path.Combine(folder, "report.html")), StringComparison.Ordinal);
        Assert.Equal(10, first.GetProperty("reputation")[0].GetDouble());
        var trace = await ToolRun.Of("trace", folder, "--kind", "AdversaryPlaced");
        Assert.Equal(
            ["split-voter 15%", "silent 1/7"],
            trace.Lines.Select(static line => line.Split("AdversaryPlaced")[1].Trim()));
    }

    [Fact(DisplayName = "F58: where more lie than the agreement bears, simulate and verify say so and end with 1")]
    public async Task Bad_blocks()
    {
        using var scratch = new Scratch();
        string folder = scratch["run"];
        var run = await ToolRun.Of("simulate", "--profile", "F58", "--seed", "1", "--out", folder);
        var chain = await ToolRun.Of("verify", Path.Combine(folder, "chain"));

        Assert.Equal((1, 1), (run.Code, chain.Code));
        Assert.Matches(" [1-9] blocks? certified though bad", run.Output);
        Assert.Contains("was violated in round ", run.Error, StringComparison.Ordinal);
        var scenario = await ToolRun.Of("scenario", "F58", "--seeds", "1");
        Assert.Equal(0, scenario.Code);
        Assert.Contains("held      certified-bad-told", scenario.Output, StringComparison.Ordinal);
    }

    [Theory(DisplayName = "What cannot be placed is refused in one sentence, before anything runs")]
    [InlineData(
        "silent 10%",
        "--adversary: the adversary 'silent 10%' cannot be had: 10.0 % of the eligible weight hold no whole node for "
        + "Silent: the lightest that is left has 14.3 %. Give a greater share, or the network more nodes.")]
    [InlineData("splot 20%", "--adversary: the adversary 'splot 20%' is not understood: 'splot' is no adversary")]
    [InlineData("silent 120%", "--adversary: the adversary 'silent 120%' is not understood: '120%' is no share")]
    public async Task Refused(string adversary, string sentence)
    {
        var run = await ToolRun.Of([.. s_small, "--adversary", adversary]);

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains(sentence, Assert.Single(run.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Fact(DisplayName = "Where the others leave no node, that is told with file, line and key")]
    public async Task Nobody_is_left()
    {
        using var scratch = new Scratch();
        var file = scratch.File(
            "mine.conf",
            "include \"unit.conf\"\npopulation { participants = 4, nodes = 4 }\nrun.crypto = model\n"
            + "run.adversaries = [\n  \"split 75%\"\n  \"silent 25%\"\n]\nscenario.expects = [no-forks]\n");
        var run = await ToolRun.Of("scenario", file, "--seeds", "1");

        Assert.Equal(2, run.Code);
        Assert.Contains(
            $"{file}:6: run.adversaries: the adversary 'silent 25%' cannot be had: 25.0 % of the eligible weight hold "
            + "no whole node for Silent: none is left beside node 0, which stays honest.",
            run.Error, StringComparison.Ordinal);
    }

    [Theory(DisplayName = "Running peers have no adversaries: the key is refused")]
    [InlineData("run --profile")]
    [InlineData("node --config")]
    public async Task Real_time(string command)
    {
        using var scratch = new Scratch();
        var file = scratch.File("mine.conf", "include \"local.conf\"\nrun.adversaries = [\"silent 20%\"]\n");
        var run = await ToolRun.Of([.. command.Split(' '), file]);

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains(
            $"{file}:2: run.adversaries: the adversary 'silent 20%' cannot be had: running peers have no strategies "
            + "but honest behaviour", run.Error, StringComparison.Ordinal);
    }
}
