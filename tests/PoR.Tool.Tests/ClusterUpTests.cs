namespace PoR.Tool.Tests;

/// <summary><c>por cluster up</c>: what it refuses before anything is made.</summary>
public sealed class ClusterUpTests
{
    [Theory(DisplayName = "Wrong use gets one sentence; no folder is made and no server started")]
    [InlineData("'0' members: 1 to 20 is right.", "0")]
    [InlineData("--participants: 'many': 1 to 1000000 is right.", "5", "--participants", "many")]
    [InlineData("nope: is neither a profile", "5", "--profile", "nope")]
    [InlineData("'/nope' cannot be read: ", "5", "--database", "/nope")]
    [InlineData("MEMBERS: population.nodes: 5 nodes for 3 participants", "5", "--participants", "3")]
    public async Task Wrong_use_is_refused(string sentence, params string[] args)
    {
        using var scratch = new Scratch();
        var run = await ToolRun.Of(["cluster", "up", .. args, "--folder", scratch["cluster"]]);

        Assert.Equal(2, run.Code);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.False(Directory.Exists(scratch["cluster"]));
    }
}
