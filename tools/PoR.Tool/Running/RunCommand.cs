using System.CommandLine;
using System.Globalization;
using PoR.Configuration.Files;
using PoR.Configuration.Hocon;
using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Core.Faults;
using PoR.Cryptography;
using PoR.Node.Folders;
using PoR.Node.Http;
using PoR.Node.Running;
using PoR.Reviews;
using PoR.Simulation.Runs;
using PoR.Tool.Simulating;

namespace PoR.Tool.Running;

/// <summary><c>por run</c>.</summary>
internal static class RunCommand
{
    /// <summary>For the help.</summary>
    public const string Examples =
        """
        Examples:
          por run --submit-demo
          por run --data /var/lib/por --port 9000 --submit-demo --reviews reviews.tsv
          curl localhost:8080/api/v1/status

        The network lives in the folder after --data: its genesis, the keys of its peers and
        participants, and a SQLite file for each peer. Started again it goes on with its chain.
        One process at a time has a folder. Ctrl-C ends the run.

        With persistence { provider = postgresql, connection-string-file = FILE } in the file
        after --profile all peers keep their events in that database; por database migrate makes
        its tables.

        Over HTTP, on this machine alone: /health/live, /health/ready, /metrics (Prometheus) and
        /api/v1/status.

        Exit codes: 0 stopped, with all that was signed stored; 2 wrong use, a folder that cannot
        be used or a port that is taken; 70 a mistake in por itself, or a broken installation;
        130 stopped before the network had begun.
        """;

    private const int PortMax = 65_535;
    private static readonly TimeSpan s_progress = TimeSpan.FromSeconds(10);

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var profile = new Option<string>("--profile")
        {
            Description = "A built-in profile or a file.", HelpName = "NAME", DefaultValueFactory = _ => "local",
        };
        var data = new Option<string>("--data")
        {
            Description = "The folder of the network; made if it is missing.", HelpName = "FOLDER",
            DefaultValueFactory = _ => "por-data",
        };
        var port = new Option<string>("--port")
        {
            Description = "For health, metrics and status; 0: any that is free.", HelpName = "N",
            DefaultValueFactory = _ => "8080",
        };
        var demo = new Option<bool>("--submit-demo")
        {
            Description = "Participants write reviews: made-up ones, or those of --reviews.",
        };
        var reviews = new Option<string?>("--reviews")
        {
            Description = "A review file for --submit-demo.", HelpName = "FILE",
        };
        var transport = new Option<string>("--transport")
        {
            Description = "How peers reach each other: memory, or tcp (TLS on loopback ports).", HelpName = "WAY",
            DefaultValueFactory = _ => "memory",
        };
        var cut = new Option<string[]>("--cut")
        {
            Description = "A cut of the network, such as halves@30s+60s, from its start on; may be given again.",
            HelpName = "CUT", DefaultValueFactory = _ => [],
        };
        var fault = new Option<string[]>("--fault")
        {
            Description = "Another fault of links, such as loss:5%@30s+60s, from the start on; may be given again.",
            HelpName = "FAULT", DefaultValueFactory = _ => [],
        };
        var log = new Option<string>("--log")
        {
            Description = "How warnings are told: text or json.", HelpName = "FORM", DefaultValueFactory = _ => "text",
        };
        var command = new Command("run", "Runs a network in one process, in real time, until Ctrl-C.")
        {
            profile, data, port, demo, reviews, transport, cut, fault, log,
        };
        command.SetAction((parsed, stop) => RunAsync(
            new RunArguments(
                parsed.GetValue(profile)!, parsed.GetValue(data)!, parsed.GetValue(port)!, parsed.GetValue(demo),
                parsed.GetValue(reviews), parsed.GetValue(log)!, parsed.GetValue(transport)!,
                [
                    .. parsed.GetValue(cut)!.Select(text => new SettingOverride("run.cuts", text, cut.Name)),
                    .. parsed.GetValue(fault)!.Select(text => new SettingOverride("run.faults", text, fault.Name)),
                ]),
            terminal, stop));
        return command;
    }

    private static async Task<int> RunAsync(RunArguments arguments, Terminal terminal, CancellationToken stop)
    {
        if (!int.TryParse(arguments.Port, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port > PortMax)
            return terminal.Refuse($"--port: '{arguments.Port}' is no port; 0 to {PortMax} is right.");
        if (arguments.Log is not ("text" or "json"))
            return terminal.Refuse($"--log: '{arguments.Log}' is neither text nor json.");
        if (arguments.Transport is not ("memory" or "tcp"))
            return terminal.Refuse($"--transport: '{arguments.Transport}' is neither memory nor tcp.");
        if (arguments.Data.Length == 0)
            return terminal.Refuse("--data: no folder is named.");
        if (arguments.Reviews is not null && !arguments.IsDemo)
            return terminal.Refuse("--reviews: nobody submits them; add --submit-demo.");
        var files = new InputFiles(stop, terminal.SayWaiting);
        var loaded = ProfileLoader.Load(
            arguments.Profile, new FileHoconSource(new BuiltInHoconSource(), files),
            Environment.GetEnvironmentVariable,
            arguments.Faults);
        if (!loaded.IsValid)
            return terminal.Refuse(ProfileFaults.SentenceOf(loaded.Faults));
        var settings = loaded.Settings;
        if (settings.Run.Crypto == CryptoMode.Model)
            return terminal.Refuse("run.crypto = model is an insecure stand-in for simulations: shared is right here.");
        if (AdversaryText.RefusalInRealTime(settings) is { } hostile)
            return terminal.Refuse(hostile);
        if (settings.Run.Faults.FirstOrDefault(
            static f => f is NodeFault or LinkTrouble { Effect: LinkEffect.Slowdown } || f.IsOpen) is { } simulated)
            return terminal.Refuse(
                $"run.faults: '{simulated.Text}' is for simulations: running peers have faults of links only, do not "
                + "know how long a message takes, and cannot rehearse what is aimed.");
        if (NodeServer.PortFault(port) is { } taken)
            return terminal.Refuse($"--port: {port} cannot be had: {taken}.");
        using var input = arguments.Reviews is { } file ? Opened(file, files, terminal) : null;
        if (arguments.Reviews is not null && input is null)
            return ExitCode.WrongUse;
        ServerStore? server = null;
        if (settings.Node.Persistence is { IsServer: true } store)
        {
            server = ServerStore.Of(store, files, out var unnamed);
            if (server is null)
                return terminal.Refuse(unnamed!);
        }

        var opening = NetworkFolder.Open(
            arguments.Data, settings, new SodiumCryptography(), files, DateTimeOffset.UtcNow, server);
        if (opening is not FolderOpening.Opened { Folder: var folder })
            return terminal.Refuse(((FolderOpening.Refused)opening).Fault.Sentence);
        terminal.OutcomeOfStop = $"the network in '{arguments.Data}' had not begun";
        using (folder)
            return await RunAsync(folder, settings, arguments, port, input, terminal, stop);
    }

    private static async Task<int> RunAsync(
        NetworkFolder folder,
        SimulationSettings settings,
        RunArguments arguments,
        int port,
        ReviewInput? input,
        Terminal terminal,
        CancellationToken stop)
    {
        using var loggers = ServiceLog.To(arguments.Log);
        var started = await LocalNetwork.StartAsync(
            folder, settings, arguments.Transport == "tcp" ? Transport.Tcp : Transport.Memory, loggers, stop);
        if (started is not NetworkStart.Running { Network: var network })
            return terminal.Refuse(((NetworkStart.Refused)started).Sentence);
        await using (network)
        {
            NodeServer server;
            try
            {
                server = await NodeServer.StartAsync(network, port, loggers, settings.Node.Traces);
            }
            catch (IOException fault)
            {
                // Somebody has taken it since it was looked at.
                return terminal.Refuse($"--port: {port} cannot be had: {fault.Message}");
            }

            await using (server)
            {
                Announce(folder, network, server.Port, arguments, terminal);
                if (arguments.IsDemo)
                    network.BeginDemo(ReviewsOf(input));
                await WatchAsync(network, terminal, stop);
            }
        }

        terminal.SayLast($"stopped after block {network.Peers.Max(peer => peer.Status.Height)}; the network is in "
            + $"'{arguments.Data}'.");
        return ExitCode.Success;
    }

    private static IEnumerable<WrittenReview> ReviewsOf(ReviewInput? input) =>
        input?.Drafts(_ => { }) ?? DraftSource.Generated((ulong)Random.Shared.NextInt64());

    private static ReviewInput? Opened(string file, InputFiles files, Terminal terminal)
    {
        var opened = ReviewInput.Open(file, files);
        if (opened.IsOk)
            return opened.Value;
        terminal.Say(opened.Error);
        return null;
    }

    private static void Announce(
        NetworkFolder folder, LocalNetwork network, int port, RunArguments arguments, Terminal terminal)
    {
        var from = folder.IsNew ? "a new network" : $"goes on after block {network.Peers.Max(p => p.Status.Height)}";
        terminal.Say(
            $"{arguments.Profile}: {Count.Of(network.Peers.Sum(p => p.Status.Participants), "participant")} on "
            + $"{Count.Of(network.Peers.Length, "peer")}, {from}.");
        terminal.Say($"data in '{Path.GetFullPath(arguments.Data)}'; network {network.Id.ToString()[..16]}.");
        terminal.Say($"status at http://127.0.0.1:{port}/api/v1/status; health at /health/ready, metrics at /metrics.");
        terminal.Say(arguments.IsDemo
            ? "participants write reviews. Ctrl-C ends the run."
            : "nobody writes reviews (--submit-demo lets participants do it). Ctrl-C ends the run.");
    }

    private static async Task WatchAsync(LocalNetwork network, Terminal terminal, CancellationToken stop)
    {
        var told = new HashSet<PeerWatch>();
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(s_progress, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested)
                return;
            foreach (var peer in network.Peers.Where(peer => peer.Ended.IsCompleted && told.Add(peer)))
                terminal.Say($"{peer.Name} has ended, which is a mistake in por: {await peer.Ended}");
            var status = network.Peers.Select(peer => peer.Status).ToArray();
            var (least, most) = (status.Min(s => s.Height), status.Max(s => s.Height));
            terminal.Say(least == most
                ? $"block {most} on all peers."
                : $"block {most}; the peer that is most behind has {least}.");
        }
    }

    private sealed record RunArguments(
        string Profile,
        string Data,
        string Port,
        bool IsDemo,
        string? Reviews,
        string Log,
        string Transport,
        SettingOverride[] Faults);
}
