namespace PoR.Tool.Tests;

/// <summary><c>por compare</c>: two runs on one page, and what it refuses.</summary>
public sealed class CompareTests
{
    [Fact(DisplayName = "Two runs are compared on one page; what is no run gets one sentence and leaves no page")]
    public async Task Runs_are_compared()
    {
        using var scratch = new Scratch();
        string[] simulate = ["simulate", "--profile", "unit", "--rounds", "1", "--crypto", "model", "--out"];
        Assert.Equal(0, (await ToolRun.Of([.. simulate, scratch["a"]])).Code);
        Assert.Equal(0, (await ToolRun.Of([.. simulate, scratch["b"], "--seed", "2"])).Code);

        var compared = await ToolRun.Of("compare", scratch["a"], scratch["b"], "--out", scratch["c"]);
        Assert.Equal((0, ""), (compared.Code, compared.Output));
        var page = await File.ReadAllTextAsync(scratch["c/comparison.html"], TestContext.Current.CancellationToken);
        Assert.Contains("\"seed\":\"2\"", page, StringComparison.Ordinal);

        await AssertRefused("1 run cannot be compared; name 2 to 16 folders.", scratch["a"]);
        await AssertRefused($"'{scratch["no"]}' holds no run that can be compared: ", scratch["a"], scratch["no"]);
        File.WriteAllText(scratch["b/report.html"], "<html></html>");
        await AssertRefused(
            $"'{scratch["b"]}' holds no run that can be compared: of report.html, it is no page of a run.",
            scratch["a"], scratch["b"]);

        async Task AssertRefused(string sentence, params string[] folders)
        {
            var run = await ToolRun.Of(["compare", .. folders, "--out", scratch["d"]]);
            Assert.Equal(2, run.Code);
            Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
            Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
            Assert.False(Directory.Exists(scratch["d"]));
        }
    }
}
