using System.CommandLine;
using System.Net;
using System.Text.Json;
using PoR.Configuration.Files;
using PoR.Configuration.Hocon;
using PoR.Configuration.Profiles;

namespace PoR.Tool.Running;

/// <summary><c>por health</c>: asks the node of this machine how it is.</summary>
internal static class HealthCommand
{
    /// <summary>For the help.</summary>
    public const string Examples =
        """
        Examples:
          por health --config member1.conf
          POR_HTTP__LISTEN=0.0.0.0:8080 por health --live

        Asks the node where http.listen of its configuration says: /health/ready, which tells whether it
        can do its work, or /health/live, which tells whether its process answers at all.

        Exit codes: 0 healthy; 1 not healthy, or no answer within 10 s: the reasons are told in one line;
        2 wrong use; 70 a mistake in por itself, or a broken installation; 130 stopped by Ctrl-C.
        """;

    private const int AnswerBytesMax = 1 << 16;

    // A node whose database does not answer tells so after some seconds.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var config = new Option<string>("--config")
        {
            Description = "The node's configuration; without it, the environment alone.", HelpName = "FILE",
            DefaultValueFactory = _ => "safety",
        };
        var live = new Option<bool>("--live") { Description = "Asks only whether the process answers." };
        var command = new Command("health", "Asks the node of this machine whether it is healthy.") { config, live };
        command.SetAction((parsed, stop) =>
            RunAsync(parsed.GetValue(config)!, parsed.GetValue(live) ? "live" : "ready", terminal, stop));
        return command;
    }

    private static async Task<int> RunAsync(string config, string what, Terminal terminal, CancellationToken stop)
    {
        var loaded = ProfileLoader.Load(
            config, new FileHoconSource(new BuiltInHoconSource(), new InputFiles(stop, terminal.SayWaiting)),
            Environment.GetEnvironmentVariable, []);
        if (!loaded.IsValid)
            return terminal.Refuse(ProfileFaults.SentenceOf(loaded.Faults));
        var listen = loaded.Settings.Node.HttpListen;
        if (listen.Port == 0)
            return terminal.Refuse("http.listen: port 0 is any that is free, so that nobody knows where to ask.");
        var place = listen with { Host = ReachableHostOf(listen.Host) };
        var reasons = await AskAsync(new Uri($"http://{place}/health/{what}"), stop);
        if (reasons is null)
        {
            terminal.Output.WriteLine(what == "live" ? "The node lives." : "The node is ready.");
            return ExitCode.Success;
        }

        terminal.Say(reasons);
        return ExitCode.Violated;
    }

    /// <summary>Who listens at all addresses is asked at the loopback one.</summary>
    internal static string ReachableHostOf(string host) =>
        !IPAddress.TryParse(host, out var address) ? host
        : address.Equals(IPAddress.Any) ? "127.0.0.1"
        : address.Equals(IPAddress.IPv6Any) ? "::1"
        : host;

    /// <returns>Why the node is not healthy; null: it is.</returns>
    private static async Task<string?> AskAsync(Uri page, CancellationToken stop)
    {
        // The node is on this machine, where a proxy of the environment has no business.
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { Timeout = s_limit, MaxResponseContentBufferSize = AnswerBytesMax };
        try
        {
            using var response = await client.GetAsync(page, stop);
            return response.IsSuccessStatusCode
                ? null
                : ReasonsIn(await response.Content.ReadAsStringAsync(stop))
                    ?? $"{page} answers with status {(int)response.StatusCode}, and no reason that can be read.";
        }
        catch (Exception fault) when (fault is HttpRequestException
            || (fault is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return $"{page} does not answer: {fault.Message}";
        }
    }

    /// <returns>What each check says that is not healthy; null: the text is no answer of a node.</returns>
    private static string? ReasonsIn(string answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            if (document.RootElement is not { ValueKind: JsonValueKind.Object } root
                || !root.TryGetProperty("checks", out var checks) || checks.ValueKind != JsonValueKind.Object)
                return null;
            var reasons = string.Join("; ", checks.EnumerateObject().Select(ReasonIn).OfType<string>());
            return reasons.Length > 0 ? reasons : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? ReasonIn(JsonProperty check)
    {
        if (check.Value.ValueKind != JsonValueKind.Object
            || !check.Value.TryGetProperty("status", out var status) || status.ValueEquals("healthy"))
            return null;
        return check.Value.TryGetProperty("reason", out var reason) ? $"{check.Name}: {reason}" : check.Name;
    }
}
