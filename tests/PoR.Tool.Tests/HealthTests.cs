using PoR.Tool.Running;
using static System.StringComparison;

namespace PoR.Tool.Tests;

/// <summary><c>por health</c>.</summary>
public sealed class HealthTests : IDisposable
{
    private const string Sick =
        """
        {
          "status": "unhealthy",
          "checks": {
            "por.round": { "status": "unhealthy", "reason": "No block for 5 s at peer0." },
            "por.fence": { "status": "healthy", "reason": "Participants may sign." },
            "por.signing": { "status": "degraded", "reason": "peer0: nobody knows why." }
          }
        }
        """;

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory(DisplayName = "A node that answers is healthy, wherever it listens", Timeout = 60_000)]
    [InlineData("127.0.0.1", "ready", "The node is ready.\n")]
    [InlineData("0.0.0.0", "live", "The node lives.\n", "--live")]
    public async Task Healthy(string host, string page, string said, params string[] options)
    {
        using var node = new AnsweringNode("200 OK", "Healthy");
        var run = await AskAsync($"{host}:{node.Port}", options);

        Assert.Equal((0, said, ""), (run.Code, run.Output, run.Error));
        Assert.StartsWith($"GET /health/{page} HTTP/1.1\r\n", await node.Request, Ordinal);
    }

    [Theory(DisplayName = "What is not healthy ends with 1, and one line says why", Timeout = 60_000)]
    [InlineData(Sick, "por: por.round: No block for 5 s at peer0.; por.signing: peer0: nobody knows why.\n")]
    [InlineData("{ \"checks\": 1 }", " answers with status 503, and no reason that can be read.\n")]
    [InlineData("{}", " answers with status 503, and no reason that can be read.\n")]
    [InlineData("<html>", " answers with status 503, and no reason that can be read.\n")]
    public async Task Unhealthy(string answer, string reason)
    {
        using var node = new AnsweringNode("503 Service Unavailable", answer);
        var run = await AskAsync($"127.0.0.1:{node.Port}");

        Assert.Equal((1, ""), (run.Code, run.Output));
        Assert.EndsWith(reason, run.Error, Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact(DisplayName = "A node that is not there is not healthy", Timeout = 60_000)]
    public async Task Absent()
    {
        int port;
        using (var node = new AnsweringNode("200 OK", ""))
            port = node.Port;
        var run = await AskAsync($"127.0.0.1:{port}");

        Assert.Equal(1, run.Code);
        Assert.StartsWith($"por: http://127.0.0.1:{port}/health/ready does not answer: ", run.Error, Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact(DisplayName = "Wrong use ends with 2", Timeout = 60_000)]
    public async Task Wrong_use()
    {
        var unknown = await AskAsync("127.0.0.1:0");
        Assert.Equal(2, unknown.Code);
        Assert.StartsWith("por: http.listen: port 0 is any that is free", unknown.Error, Ordinal);
        var missing = await ToolRun.Of("health", "--config", _scratch["none.conf"]);
        Assert.Equal(2, missing.Code);
        Assert.Contains("nor a file", missing.Error, Ordinal);
        Assert.Equal(2, (await ToolRun.Of("health", "--dead")).Code);
    }

    [Theory(DisplayName = "All addresses are asked at the loopback one")]
    [InlineData("0.0.0.0", "127.0.0.1")]
    [InlineData("::", "::1")]
    [InlineData("10.0.0.5", "10.0.0.5")]
    [InlineData("member1", "member1")]
    public void Reachable(string listens, string asked) => Assert.Equal(asked, HealthCommand.ReachableHostOf(listens));

    private Task<ToolRun> AskAsync(string listen, params string[] options)
    {
        var file = _scratch.File("node.conf", $"include \"reference.conf\"\nhttp.listen = \"{listen}\"\n");
        return ToolRun.Of(["health", "--config", file, .. options]);
    }
}
