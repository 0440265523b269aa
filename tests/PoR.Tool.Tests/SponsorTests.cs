using static System.StringComparison;

namespace PoR.Tool.Tests;

/// <summary><c>por sponsor</c>, and newcomers of <c>por simulate</c>.</summary>
public sealed class SponsorTests : IDisposable
{
    private const int LimitMs = 60_000;

    private static readonly string s_key = new('a', 64);

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact(DisplayName = "D41: the node is told whom to sponsor, and what it says is told", Timeout = LimitMs)]
    public async Task The_node_is_told()
    {
        using var node = new AnsweringNode("200 OK", "It sponsors.");
        var run = await SponsorAsync(s_key, $"127.0.0.1:{node.Port}");

        Assert.Equal((0, "It sponsors.\n", ""), (run.Code, run.Output, run.Error));
        var request = await node.Request;
        Assert.StartsWith("POST /admin/sponsor HTTP/1.1\r\n", request, Ordinal);
        Assert.Contains("Authorization: Bearer a-token-of-a-test\r\n", request, Ordinal);
    }

    [Fact(DisplayName = "D41: a node without a right says so, and the command ends with 1", Timeout = LimitMs)]
    public async Task No_right()
    {
        using var node = new AnsweringNode("409 Conflict", "No participant of this node holds a right to sponsor.");
        var run = await SponsorAsync(s_key, $"127.0.0.1:{node.Port}");

        Assert.Equal(
            (1, "", "por: No participant of this node holds a right to sponsor.\n"), (run.Code, run.Output, run.Error));
    }

    [Fact(DisplayName = "Wrong use of sponsor and --newcomers is one sentence, and ends with 2", Timeout = LimitMs)]
    public async Task Wrong_use()
    {
        var free = _scratch.File("free.conf", "include \"unit.conf\"\nprotocol.parameter-set = paper\n");
        foreach (var (run, sentence) in new[]
        {
            (await SponsorAsync("12", "127.0.0.1:1"), "por: KEY: '12' is no public key; 64 hexadecimal digits are"),
            (await SponsorAsync(s_key, "127.0.0.1:0"), "por: http.listen: port 0 is any that is free"),
            (await ToolRun.Of("sponsor", s_key, "--config", free), "por: http.admin-token-file: it is none"),
            (await ToolRun.Of("simulate", "--profile", "demo", "--newcomers", "5"),
                "por: --newcomers: 5 newcomers would look for a sponsor, and nobody needs one"),
            (await ToolRun.Of("simulate", "--newcomers", "many"), "por: --newcomers: "),
        })
        {
            Assert.Equal(2, run.Code);
            Assert.StartsWith(sentence, run.Error, Ordinal);
            Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        }
    }

    private Task<ToolRun> SponsorAsync(string key, string listen)
    {
        var token = _scratch.File("token", "a-token-of-a-test\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(token, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var file = _scratch.File(
            "node.conf",
            $"include \"reference.conf\"\nhttp.listen = \"{listen}\"\nhttp.admin-token-file = \"{token}\"\n");
        return ToolRun.Of("sponsor", key, "--config", file);
    }
}
