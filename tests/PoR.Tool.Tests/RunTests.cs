using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Limits;

namespace PoR.Tool.Tests;

/// <summary><c>por run</c> as a process: killed, started again, refused.</summary>
public sealed partial class RunTests
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    [Fact(DisplayName = "A killed network goes on with every block that it had told of; one process has a folder")]
    public async Task It_outlives_a_kill()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent by kill.");
        using var scratch = new Scratch();
        var profile = scratch.File(
            "facts.conf", $"include \"local.conf\"\ntelemetry.facts-file = \"{scratch["facts"]}\"\n");
        string[] args = ["run", "--profile", profile, "--data", scratch["net"], "--port", "0", "--submit-demo"];

        // Settings of a web server that lie about are not this program's.
        Directory.CreateDirectory(scratch["cwd"]);
        scratch.File(Path.Combine("cwd", "appsettings.json"), "{");
        var told = await LiveAsync(scratch["cwd"], args, from: 0, async process =>
        {
            var second = await ToolRun.Of("run", "--data", scratch["net"], "--port", "0");
            Assert.Equal(2, second.Code);
            Assert.Contains("Another process runs the network", second.Error, StringComparison.Ordinal);
            await ChildProcess.RunAsync("kill", "-KILL", process.Id.ToString(CultureInfo.InvariantCulture));
        });
        await LiveAsync(scratch["cwd"], args, told, async process =>
        {
            await PorProcess.InterruptAsync(process);
            var (code, output, error) = await process.EndAsync();
            Assert.Equal(0, code);
            Assert.Empty(output);
            Assert.Matches("por: stopped after block [0-9]+; the network is in '.*'\\.\n$", error);
        });
        string[] facts = [.. Enumerable.Range(0, 5).SelectMany(peer => new[] { $"facts-{peer}.0", $"facts-{peer}.1" })];
        var report = await ToolRun.Of(
            ["report", .. facts.Select(file => scratch[file]), "--genesis", Path.Combine(scratch["net"], "genesis.bin"),
                "--out", scratch["report"], "--fault", "start@0s+0.5s"]);
        Assert.Equal(0, report.Code);
        Assert.Matches(@"^\| touched by start \| [1-9]", report.Lines[2]);
        Assert.Matches(@"^\| others \| [1-9]", report.Lines[3]);
        Assert.True(File.ReadLines(Path.Combine(scratch["report"], "rounds.csv")).Count() > told);
        Assert.Contains("\"realTime\":true", File.ReadAllText(Path.Combine(scratch["report"], "report.html")));
    }

    [Theory(DisplayName = "Wrong use gets one sentence, and no folder is made")]
    [InlineData("--port: 'x' is no port", "--port", "x")]
    [InlineData("--port: '65536' is no port", "--port", "65536")]
    [InlineData("--log: 'xml' is neither text nor json", "--log", "xml")]
    [InlineData("--transport: 'udp' is neither memory nor tcp", "--transport", "udp")]
    [InlineData("the cut 'halves' is not understood", "--cut", "halves")]
    [InlineData("the cut 'nodes:7@1s+1s' cannot be made", "--cut", "nodes:7@1s+1s")]
    [InlineData("--reviews: nobody submits them", "--reviews", "a.tsv")]
    [InlineData("nope.tsv", "--submit-demo", "--reviews", "nope.tsv")]
    [InlineData("neither a profile", "--profile", "lokal")]
    public async Task Wrong_use_is_refused(string sentence, params string[] args)
    {
        using var scratch = new Scratch();
        var run = await ToolRun.Of(["run", "--data", scratch["net"], .. args]);

        Assert.Equal(2, run.Code);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.False(Directory.Exists(scratch["net"]));
    }

    [Fact(DisplayName = "A port that is taken is told before anything is made")]
    public async Task Taken_ports_are_refused()
    {
        using var scratch = new Scratch();
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        var run = await ToolRun.Of("run", "--data", scratch["net"], "--port", port);

        Assert.Equal(2, run.Code);
        Assert.StartsWith($"por: --port: {port} cannot be had", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(scratch["net"]));
    }

    /// <summary>A life that begins with the blocks of the one before, and ends three blocks later.</summary>
    /// <returns>The last block that it has told of.</returns>
    private static async Task<long> LiveAsync(
        string folder, string[] args, long from, Func<ChildProcess, Task> end)
    {
        using var process = await PorProcess.StartAsync(args, hasInput: false, folder);
        var first = await process.ReadErrorLineAsync();
        if (from == 0)
            Assert.Contains("a new network", first, StringComparison.Ordinal);
        else
            Assert.True(long.Parse(BlockNumber().Match(first!).Groups[1].Value, CultureInfo.InvariantCulture) >= from);
        var port = "";
        while (port.Length == 0)
            port = StatusPort().Match((await process.ReadErrorLineAsync())!).Groups[1].Value;
        using var client = new HttpClient();
        var height = from;
        for (var watch = Stopwatch.StartNew(); height < from + 3 && watch.Elapsed < TimeSpan.FromMinutes(1);)
        {
            await Task.Delay(s_pause, TestContext.Current.CancellationToken);
            using var status = JsonDocument.Parse(await client.GetStringAsync(
                new Uri($"http://127.0.0.1:{port}/api/v1/status"), TestContext.Current.CancellationToken));
            height = status.RootElement.GetProperty("height").GetInt64();
        }

        Assert.True(height >= from + 3);
        await end(process);
        return height;
    }

    [GeneratedRegex(@"goes on after block ([0-9]+)\.")]
    private static partial Regex BlockNumber();

    [GeneratedRegex("127.0.0.1:([0-9]+)/")]
    private static partial Regex StatusPort();
}
