using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PoR.Chain;
using PoR.Configuration.Files;
using PoR.Configuration.Hocon;
using PoR.Configuration.Profiles;
using PoR.Cryptography;
using PoR.Node.Cluster;
using PoR.Node.Folders;
using PoR.Node.Http;
using PoR.Simulation.Runs;
using PoR.Tool.Simulating;

namespace PoR.Tool.Running;

/// <summary><c>por node</c>.</summary>
internal static class NodeCommand
{
    /// <summary>For the help.</summary>
    public const string Examples =
        """
        Examples:
          por node --config member1.conf
          POR_PEER__IDENTITY_FILE=/run/secrets/identity por node --config /etc/por.conf --log json

        One peer of a network, in real time, until Ctrl-C or SIGTERM. The file names the peer's identity,
        the network's genesis, all peers, the database and the participants' keys (docs/configuration.md,
        sections peer, persistence, keys, cluster, links, http); the environment stands above it. With
        cluster.seeds it is a member of an operator's cluster, and has as many of the operator's
        participants as the cluster places on it; without, it has them all.

        Exit codes: 0 stopped, with all that was signed stored; 2 wrong use, or something that the
        configuration names cannot be used; 70 a mistake in por itself, or a broken installation;
        75 the cluster has removed this member: start it again; 130 stopped before it had begun.
        """;

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var config = new Option<string>("--config")
        {
            Description = "The node's configuration; without it, the environment alone.", HelpName = "FILE",
            DefaultValueFactory = _ => "safety",
        };
        var log = new Option<string>("--log")
        {
            Description = "How warnings are told: text or json.", HelpName = "FORM", DefaultValueFactory = _ => "text",
        };
        var demo = new Option<bool>("--submit-demo")
        {
            Description =
                "Participants write made-up reviews: a share of the operator's, run.reviews-per-round of them.",
        };
        var command = new Command("node", "Runs one peer of a network, alone or as a member of a cluster.")
        {
            config, log, demo,
        };
        command.SetAction((parsed, stop) => RunAsync(
            parsed.GetValue(config)!, parsed.GetValue(log)!, parsed.GetValue(demo), terminal, stop));
        return command;
    }

    private static async Task<int> RunAsync(
        string config, string log, bool isDemo, Terminal terminal, CancellationToken stop)
    {
        if (log is not ("text" or "json"))
            return terminal.Refuse($"--log: '{log}' is neither text nor json.");
        var files = new InputFiles(stop, terminal.SayWaiting);
        var loaded = ProfileLoader.Load(
            config, new FileHoconSource(new BuiltInHoconSource(), files), Environment.GetEnvironmentVariable, []);
        if (!loaded.IsValid)
            return terminal.Refuse(ProfileFaults.SentenceOf(loaded.Faults));
        if (AdversaryText.RefusalInRealTime(loaded.Settings) is { } hostile)
            return terminal.Refuse(hostile);
        var node = loaded.Settings.Node;
        if (node.Cluster.Seeds.Length > 0 && ClusterRules.FaultOf(node) is { } open)
            return terminal.Refuse(open);
        string? token = null;
        if (node.AdminTokenFile is { } file)
        {
            if (!IPAddress.TryParse(node.HttpListen.Host, out var address) || !IPAddress.IsLoopback(address))
                return terminal.Refuse(
                    "http.admin-token-file: the admin endpoint is served on a loopback address alone, and http.listen "
                    + $"is {node.HttpListen}.");
            token = SecretFile.ReadToken(file, files, out var unread);
            if (token is null)
                return terminal.Refuse(unread!.Sentence);
        }

        var opening = MemberFiles.Open(node, new SodiumCryptography(), files);
        if (opening is not MemberOpening.Opened { Files: var member })
            return terminal.Refuse(((MemberOpening.Refused)opening).Sentence);
        using (member)
            return await RunAsync(member, loaded.Settings, token, log, isDemo, terminal, stop);
    }

    private static async Task<int> RunAsync(
        MemberFiles files,
        SimulationSettings settings,
        string? token,
        string log,
        bool isDemo,
        Terminal terminal,
        CancellationToken stop)
    {
        using var loggers = ServiceLog.To(log);
        terminal.OutcomeOfStop = "the peer had not begun";
        var start = await Member.StartAsync(files, settings, loggers, stop);
        if (start is not MemberStart.Running { Member: var member })
            return terminal.Refuse(((MemberStart.Refused)start).Sentence);
        await using (member)
        {
            var admin = token is not null && member.Filter is { } filter
                ? new Admin(token, filter, files.Peers.Length, member.SponsorAsync)
                : null;
            NodeServer server;
            try
            {
                server = await NodeServer.StartAsync(
                    member, settings.Node.HttpListen, loggers, settings.Node.Traces, admin);
            }
            catch (Exception fault) when (fault is IOException or SocketException)
            {
                return terminal.Refuse($"http.listen: {settings.Node.HttpListen} cannot be had: {fault.Message}");
            }

            await using (server)
            {
                Announce(files, member, settings, server.Port, terminal);
                if (isDemo)
                    member.BeginDemo(DraftSource.Generated((ulong)Random.Shared.NextInt64()));
                using var stopped = new CancellationTokenSource();
                await using var registration = stop.Register(stopped.Cancel);
                await Task.WhenAny(Task.Delay(Timeout.Infinite, stopped.Token), member.Removed, member.Ended);
            }
        }

        if (stop.IsCancellationRequested)
        {
            terminal.SayLast($"stopped after block {member.Peers[0].Status.Height}.");
            return ExitCode.Success;
        }

        if (member.Ended.IsCompleted)
        {
            terminal.Say($"the peer has ended, which is a mistake in por: {await member.Ended}");
            return ExitCode.Crash;
        }

        terminal.Say("the cluster has removed this member: it must be started again.");
        return ExitCode.Removed;
    }

    private static void Announce(
        MemberFiles files, Member member, SimulationSettings settings, int port, Terminal terminal)
    {
        var status = member.Peers[0].Status;
        terminal.Say(
            $"peer {status.Peer.ToString()[..16]}, one of {Count.Of(files.Peers.Length, "peer")}; network "
            + $"{member.Id.ToString()[..16]}; chain of {status.Height} blocks.");
        terminal.Say(
            member.Links is { } links ? $"listens for peers at {links}." : "dials its peers, and listens to none.");
        var cluster = settings.Node.Cluster;
        if (member.IsClustered)
        {
            terminal.Say(
                $"a member of the cluster at {string.Join(", ", cluster.Seeds)}; other members reach it at "
                + $"{cluster.Advertised}.");
            var (view, tau) = (Branch.Of(files.Genesis).View, files.Genesis.Parameters.CommitteeSize);
            var isAll = tau is null || tau >= view.TotalWeight;
            var warning = ClusterRules.WarningOf(
                cluster.MembersPlanned, isAll ? view.TotalWeight : tau!.Value, isAll, view.CertificateThreshold);
            if (warning is not null)
                terminal.Say($"warning: {warning}");
        }
        else
            terminal.Say($"has {Count.Of(status.Participants, "participant")}.");

        terminal.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"status at http://{settings.Node.HttpListen with { Port = port }}/api/v1/status."));
    }
}
