namespace PoR.Tool.Tests;

/// <summary><c>por explore</c>: what it says, and what it ends with.</summary>
public sealed class ExploreTests
{
    private const int LimitMs = 120_000;
    private const StringSplitOptions Words = StringSplitOptions.RemoveEmptyEntries;

    [Fact(DisplayName = "Without options four nodes are explored, async and sync; nothing is found", Timeout = LimitMs)]
    public async Task Nothing_is_found()
    {
        var run = await ToolRun.Of("explore");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal("n = 4, f = 1, t_H = 3, rules of the product", run.Lines[0]);
        Assert.Equal(["async", "votes", "1", "242", "933", "6,443"], run.Lines[2].Split(' ', 7, Words)[..6]);
        Assert.EndsWith("nothing found; known limit S1'", run.Lines[2], StringComparison.Ordinal);
        Assert.Equal(5, run.Lines.Count(line => line.StartsWith("async ", StringComparison.Ordinal)));
        Assert.Equal(6, run.Lines.Count(line => line.StartsWith("sync ", StringComparison.Ordinal)
            && line.EndsWith("  nothing found", StringComparison.Ordinal)));
        Assert.Equal("Nothing was found.", run.Lines[^1]);
    }

    [Theory(DisplayName = "What is found is told with its path, also where it is expected: 1", Timeout = LimitMs)]
    [InlineData("--model no-relay", "S1' is broken (no-relay, votes)", "ends the round and falls silent")]
    [InlineData("--byzantine 2 --model sync", "S1 is broken (sync, votes)", "block A or block B")]
    [InlineData("--mutate grade-one-is-zero", "S6 grade is broken (sync, mutated)", "and says (0, A)")]
    [InlineData("--mutate journal-forgotten --model async", "S3 is broken (async, mutated)", "starts again")]
    public async Task Found(string options, string broken, string path)
    {
        var run = await ToolRun.Of(["explore", .. options.Split(' ')]);

        Assert.Equal(1, run.Code);
        Assert.Contains("so a violation is expected.", run.Lines[1], StringComparison.Ordinal);
        Assert.Contains(broken, run.Output, StringComparison.Ordinal);
        Assert.Contains(path, run.Output, StringComparison.Ordinal);
        Assert.Equal("Found, as expected.", run.Lines[^1]);
    }

    [Fact(DisplayName = "A limit of states that is reached is told, and ends with 1", Timeout = LimitMs)]
    public async Task Limit()
    {
        var run = await ToolRun.Of("explore", "--model", "sync", "--states-max", "50");

        Assert.Equal(1, run.Code);
        Assert.All(run.Lines[2..8], line => Assert.EndsWith(
            "LIMIT OF STATES REACHED, nothing is proved", line, StringComparison.Ordinal));
        Assert.DoesNotContain("Nothing was found", run.Output, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "Seats repeat over the nodes; a mutation can be harmless in one model: 0", Timeout = LimitMs)]
    public async Task Seats_and_a_mutation()
    {
        var seats = await ToolRun.Of("explore", "--weights", "1,1,2", "--model", "sync");
        var mutation = await ToolRun.Of("explore", "--mutate", "zero-without-value", "--model", "sync");

        Assert.Equal((0, 0), (seats.Code, mutation.Code));
        Assert.Equal("n = 4, f = 1, t_H = 4, seats 1,1,2,1, rules of the product", seats.Lines[0]);
        Assert.Equal("Nothing was found, although a violation was expected.", mutation.Lines[^1]);
    }

    [Theory(DisplayName = "Wrong use gets one sentence and 2")]
    [InlineData("--nodes 3", "--nodes: '3' is no whole number from 4 to 13.")]
    [InlineData("--nodes 14", "--nodes: '14' is no whole number from 4 to 13.")]
    [InlineData("--nodes x", "--nodes: 'x' is no whole number from 4 to 13.")]
    [InlineData("--nodes 7 --byzantine 7", "--byzantine: '7' is no whole number from 0 to 6.")]
    [InlineData("--byzantine -1", "--byzantine: '-1' is no whole number from 0 to 3.")]
    [InlineData("--model fast", "--model: there is no model 'fast'; there are async, sync, no-relay.")]
    [InlineData("--model asinc", "--model: there is no model 'asinc' (did you mean async?); there are async, sync")]
    [InlineData("--mutate coin-swapped", "there is no mutation 'coin-swapped' (did you mean coins-swapped?);")]
    [InlineData("--weights 1,4", "--weights: '4' is no whole number from 1 to 3.")]
    [InlineData("--weights 1,,2", "--weights: '' is no whole number from 1 to 3.")]
    [InlineData("--weights 1,1,1,1,2", "--weights: 5 weights are given for 4 nodes.")]
    [InlineData("--states-max 0", "--states-max: '0' is no whole number from 1 to 2147483647.")]
    [InlineData("--protocol trust", "--protocol: 'trust' cannot be explored; only 'review' can.")]
    [InlineData("--engine periods", "--engine: 'periods' cannot be explored; only 'bba' can.")]
    public async Task Wrong_use(string options, string told)
    {
        var run = await ToolRun.Of(["explore", .. options.Split(' ')]);

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }
}
