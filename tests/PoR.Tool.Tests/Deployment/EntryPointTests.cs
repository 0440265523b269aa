using System.Net;
using System.Net.Sockets;
using Limits;
using PoR.Persistence.Tests;
using static System.StringComparison;

namespace PoR.Tool.Tests.Deployment;

/// <summary>What <c>docker/secrets/make</c> makes, and the program with the environment of the compose file.</summary>
public sealed class EntryPointTests(PostgreSqlServer server) : IDisposable
{
    private const int LimitMs = 170_000;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact(
        DisplayName = "member1 of the compose file lives with what the script has made, and stops by SIGTERM",
        Timeout = LimitMs)]
    public async Task It_lives()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The script is one of Linux.");
        var made = await MakeAsync();
        Assert.Equal((0, ""), (made.Code, made.Output));
        var before = Made();

        // A second run finds everything, and changes nothing.
        var again = await MakeAsync();
        Assert.Equal((0, ""), (again.Code, again.Output));
        Assert.Equal(before, Made());

        var files = ComposeTests.SecretsOf("member1").ToDictionary(pair => pair.Path, pair => MadeFile(pair.File));
        Assert.All(files.Values, file => Assert.True(File.Exists(file), file));
        var places = new Dictionary<string, string>();
        var environment = ComposeTests.EnvironmentOf("member1")
            .ToDictionary(pair => pair.Key, pair => Here(pair.Value, files, places));
        foreach (var (name, value) in DockerfileTests.Environment())
            environment.Add(name, value);

        // The root of a container is not written to.
        environment.Add("TMPDIR", _scratch["nowhere"]);
        using var member = await PorProcess.StartAsync(
            ComposeTests.CommandOf("member1").Select(arg => Here(arg, files, places)), environment: environment);
        var (code, said) = await HealthAsync(environment, live: true);
        while (code != 0)
        {
            await Task.Delay(s_pause, TestContext.Current.CancellationToken);
            (code, said) = await HealthAsync(environment, live: true);
            Assert.Contains(code, new[] { 0, 1 });
        }

        Assert.Equal("The node lives.\n", said);
        using var client = new HttpClient();
        var metrics = await client.GetStringAsync(
            $"http://{environment["POR_HTTP__LISTEN"]}/metrics", TestContext.Current.CancellationToken);
        var told = metrics.Split('\n').Where(line => !line.StartsWith('#'))
            .SelectMany(ObservabilityTests.MetricsIn).ToHashSet();
        Assert.Subset(ObservabilityTests.NamesOfInstruments(), told);
        Assert.Subset(told, new HashSet<string> { "por_ledger_height", "por_links_up", "por_link_dropped_total" });

        // It is alone, and a cluster needs a majority.
        (code, said) = await HealthAsync(environment, live: false);
        Assert.Equal(1, code);
        Assert.Contains("por.cluster: The cluster has not taken this member up yet.", said, Ordinal);

        Assert.Equal(0, await ChildProcess.RunAsync("kill", "-TERM", $"{member.Id}"));
        var (ended, output, error) = await member.EndAsync();
        Assert.Equal((0, ""), (ended, output));
        Assert.EndsWith("por: stopped after block 0.\n", error, Ordinal);
    }

    [Fact(DisplayName = "The script makes what Kubernetes' Secret and ConfigMap hold", Timeout = LimitMs)]
    public async Task For_kubernetes()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The script is one of Linux.");
        var made = await MakeAsync("--kubernetes");
        Assert.Equal((0, ""), (made.Code, made.Output));
        Assert.Subset(
            Made().Keys.ToHashSet(),
            new HashSet<string>
            {
                "por-0.key", "por-1.key", "por-2.key", "por-3.key", "por-4.key", "master.key", "connection-string",
                "node.conf", "genesis.bin",
            });
        var configuration = await File.ReadAllTextAsync(MadeFile("node.conf"), TestContext.Current.CancellationToken);
        Assert.Contains("address = \"por-4.por:7700\", name = \"por-4\"", configuration, Ordinal);
    }

    [Theory(DisplayName = "The script refuses wrong use, and makes nothing", Timeout = 60_000)]
    [InlineData("--participants needs a value.", "--participants")]
    [InlineData("'--all' is no option of this script", "--all")]
    [InlineData("--kubernetes needs --connection FILE", "--kubernetes")]
    public async Task Wrong_use(string sentence, params string[] args)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The script is one of Linux.");
        using var script = ChildProcess.Start(DeployFile.At("secrets/make"), ["--to", _scratch["made"], .. args]);
        var (code, output, error) = await script.EndAsync();

        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("make: " + sentence, error, Ordinal);
        Assert.False(Directory.Exists(_scratch["made"]));
    }

    private async Task<(int Code, string Output, string Error)> MakeAsync(params string[] args)
    {
        if (!File.Exists(_scratch["pg"]))
            _scratch.Secret("pg", server.NewDatabase() + "\n");
        using var script = ChildProcess.Start(
            DeployFile.At("secrets/make"),
            [
                "--connection", _scratch["pg"], "--to", _scratch["made"], "--profile", "local", "--participants", "10",
                .. args,
            ],
            environment: new Dictionary<string, string> { ["POR"] = $"dotnet {PorProcess.Program}" });
        return await script.EndAsync();
    }

    private string MadeFile(string name) => Path.Combine(_scratch["made"], name);

    private Dictionary<string, string> Made() => Directory.EnumerateFiles(_scratch["made"])
        .ToDictionary(file => Path.GetFileName(file), file => Convert.ToHexString(File.ReadAllBytes(file)));

    /// <summary>Files of secrets, and addresses of members, as they are on this machine.</summary>
    private static string Here(string text, Dictionary<string, string> files, Dictionary<string, string> places) =>
        files.TryGetValue(text, out var file) ? file : string.Join(';', text.Split(';').Select(part =>
        {
            if (part.Split(':') is not [var host, var port] || !ushort.TryParse(port, out _))
                return part;
            if (!places.ContainsKey(part))
                places[part] = $"127.0.0.1:{FreePort()}";
            return places[part];
        }));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<(int Code, string Said)> HealthAsync(
        IReadOnlyDictionary<string, string> environment, bool live)
    {
        using var health = await PorProcess.StartAsync(
            live ? ["health", "--live"] : ["health"], environment: environment);
        var (code, output, error) = await health.EndAsync();
        return (code, output + error);
    }
}
