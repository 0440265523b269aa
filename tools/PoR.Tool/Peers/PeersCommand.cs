using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PoR.Core.Bytes;
using PoR.Core.Identities;
using PoR.Persistence.Databases;
using PoR.Tool.Databases;

namespace PoR.Tool.Peers;

/// <summary><c>por peers</c>.</summary>
internal static class PeersCommand
{
    /// <summary>For the help.</summary>
    public const string Examples =
        """
        Examples:
          por peers list --data por-data --port 8080
          por peers list --postgresql /run/secrets/pg
          por peers unban 1c2d...b572 --data por-data

        list shows the bans that are stored, and with --port also the links and points of the
        network that serves its status there. unban lifts a ban in the database; a peer that runs
        looks there every few seconds. --data names the folder of por run: each of its peers keeps
        bans of its own.

        Exit codes: 0 done; 1 the database must not be used: the reason is told; 2 wrong use, or
        nobody answers at the port; 70 a mistake in por itself, or a broken installation; 130
        stopped by Ctrl-C.
        """;

    private const int StatusBytesMax = 1 << 20;
    private static readonly TimeSpan s_answerTime = TimeSpan.FromSeconds(10);

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var port = new Option<int?>("--port")
        {
            Description = "Where the running network serves its status, on this machine.", HelpName = "N",
        };
        var list = Of("list", "Shows bans, links and points.", out var banned);
        list.Add(port);
        list.SetAction(async (parsed, stop) =>
            parsed.GetValue(port) is { } at && !await SayLinksAsync(at, terminal, stop)
                ? ExitCode.WrongUse
                : banned(parsed, stop) is { } databases
                    ? SayBans(databases, terminal)
                    : ExitCode.WrongUse);
        var peer = new Argument<string>("ID") { Description = "The peer's identity: 64 hexadecimal digits." };
        var unban = Of("unban", "Lifts the ban of a peer.", out var lifting);
        unban.Add(peer);
        unban.SetAction((parsed, stop) => Task.FromResult(
            PeerOf(parsed.GetValue(peer)!) is not { } id
                ? terminal.Refuse($"'{parsed.GetValue(peer)}' is no identity: 64 hexadecimal digits are right.")
                : lifting(parsed, stop) is { } databases
                    ? Unban(databases, id, terminal)
                    : ExitCode.WrongUse));
        return new Command("peers", "Shows links to other peers and their bans, and lifts one.") { list, unban };

        Command Of(
            string name,
            string description,
            out Func<ParseResult, CancellationToken, ImmutableArray<(string Name, Database Database)>?> named)
        {
            var data = new Option<string?>("--data") { Description = "The folder of por run.", HelpName = "FOLDER" };
            var options = new DatabaseOptions();
            named = (parsed, stop) => Named(parsed.GetValue(data), options, parsed, terminal, stop);
            var part = new Command(name, description) { data };
            options.AddTo(part);
            return part;
        }
    }

    private static ImmutableArray<(string Name, Database Database)>? Named(
        string? data, DatabaseOptions options, ParseResult parsed, Terminal terminal, CancellationToken stop)
    {
        if (string.IsNullOrEmpty(data))
            return options.Named(parsed, terminal, stop) is { } database
                ? [(string.Empty, database)]
                : null;
        if (options.IsNamed(parsed))
        {
            terminal.Say("--data names all databases of a network: no other is named beside it.");
            return null;
        }

        string[] files = Directory.Exists(data) ? Directory.GetFiles(data, "peer-*.db") : [];
        if (files.Length > 0)
            return [.. files.Order(StringComparer.Ordinal).Select(file => (
                Path.GetFileNameWithoutExtension(file) + ": ", (Database)new Database.Sqlite(file)))];
        terminal.Say($"--data: there are no peers in '{data}'.");
        return null;
    }

    private static int SayBans(ImmutableArray<(string Name, Database Database)> databases, Terminal terminal)
    {
        var now = DateTimeOffset.UtcNow;
        var count = 0;
        foreach (var (name, database) in databases)
        {
            if (PeerBans.Load(database, out var bans) is { } fault)
            {
                terminal.Say(name + fault.Sentence);
                return ExitCode.Violated;
            }

            foreach (var ban in bans)
            {
                count++;
                var state = ban.Until > now ? "banned until" : "was banned until";
                terminal.Output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name}{ban.Peer} {state} {ban.Until:u} ({ban.Times}.): {ban.Reason}"));
            }
        }

        if (count == 0)
            terminal.Output.WriteLine("Nobody is banned.");
        return ExitCode.Success;
    }

    private static int Unban(
        ImmutableArray<(string Name, Database Database)> databases, PublicKey peer, Terminal terminal)
    {
        var count = 0;
        foreach (var (name, database) in databases)
        {
            if (PeerBans.Lift(database, peer, out var isLifted) is { } fault)
            {
                terminal.Say(name + fault.Sentence);
                return ExitCode.Violated;
            }

            count += isLifted ? 1 : 0;
        }

        terminal.Output.WriteLine(count > 0
            ? $"The ban is lifted ({Count.Of(count, "database")})."
            : "The peer was not banned.");
        return ExitCode.Success;
    }

    private static PublicKey? PeerOf(string text)
    {
        try
        {
            return new PublicKey(Bytes32.Parse(text));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static async Task<bool> SayLinksAsync(int port, Terminal terminal, CancellationToken stop)
    {
        try
        {
            using var client = new HttpClient { Timeout = s_answerTime, MaxResponseContentBufferSize = StatusBytesMax };
            using var status = JsonDocument.Parse(await client.GetStringAsync(
                new Uri($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}/api/v1/status"), stop));
            foreach (var peer in status.RootElement.GetProperty("peers").EnumerateArray())
            {
                foreach (var link in peer.GetProperty("links").EnumerateArray())
                {
                    var state = link.GetProperty("isUp").GetBoolean() ? "up" : "down";
                    var points = Count.Of(link.GetProperty("points").GetInt32(), "point");
                    terminal.Output.WriteLine(
                        $"{peer.GetProperty("name")} to {link.GetProperty("name")} ({link.GetProperty("id")}): "
                        + $"{state}, {points}");
                }
            }

            return true;
        }
        catch (Exception fault) when (
            (fault is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException)
            || (fault is TaskCanceledException && !stop.IsCancellationRequested))
        {
            terminal.Say($"--port: no network tells its status at {port}: {fault.Message}");
            return false;
        }
    }
}
