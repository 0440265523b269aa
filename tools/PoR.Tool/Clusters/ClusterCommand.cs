using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PoR.Configuration.Files;

namespace PoR.Tool.Clusters;

/// <summary><c>por cluster</c>: an operator's cluster as processes on one machine.</summary>
internal static class ClusterCommand
{
    /// <summary>For the help.</summary>
    public const string Examples =
        """
        Examples (tools/cluster is por cluster):
          tools/cluster up 5                    5 members, PostgreSQL, 50 participants
          tools/cluster up 5 --participants 5000 --profile safety --relay
          tools/cluster status
          tools/cluster kill 2                  SIGKILL; the member is started again
          tools/cluster leave 2                 it leaves in order, and stays away
          tools/cluster rejoin 2
          tools/cluster split 2/3               members 1 and 2 cannot reach 3, 4 and 5
          tools/cluster heal
          tools/cluster down

        Keys, configuration, logs and the database are in the folder after --folder. PostgreSQL is started there,
        on a free port, and never as root; --database FILE names one that is there already.

        Exit codes: 0; 2 wrong use, or a cluster that cannot be set up; 69 PostgreSQL is missing;
        70 a mistake in por itself.
        """;

    private const int MembersMax = 20;

    private static readonly TimeSpan s_pollEvery = TimeSpan.FromMilliseconds(500);

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var folder = new Option<string>("--folder")
        {
            Description = "Where the cluster lives.", HelpName = "FOLDER", Recursive = true,
            DefaultValueFactory = _ => Path.Combine("artifacts", "cluster"),
        };
        var command = new Command("cluster", "Runs an operator's cluster as processes on this machine.")
        {
            Up(terminal, folder),
            Status(terminal, folder),
            Signalling("kill", "Ends a member at once (SIGKILL); it is started again.", Signal.Kill, terminal, folder),
            Signalling("stop", "Makes a member stand still (SIGSTOP).", Signal.Stop, terminal, folder),
            Signalling("cont", "Lets a member go on (SIGCONT).", Signal.Continue, terminal, folder),
            Leave(terminal, folder),
            Rejoin(terminal, folder),
            Cut(terminal, folder),
            Split(terminal, folder),
            Heal(terminal, folder),
            Logs(terminal, folder),
            Down(terminal, folder),
            Supervise(terminal, folder),
        };
        command.Add(folder);
        return command;
    }

    private static Command Up(Terminal terminal, Option<string> folder)
    {
        var members = new Argument<string>("MEMBERS") { Description = "How many; 5 is the least that is safe." };
        var participants = new Option<string>("--participants")
        {
            Description = "How many the operator has.", HelpName = "N", DefaultValueFactory = _ => "50",
        };
        var profile = new Option<string>("--profile")
        {
            Description = "With which parameters the network is made.", HelpName = "NAME",
            DefaultValueFactory = _ => "cluster",
        };
        var relay = new Option<bool>("--relay")
        {
            Description = "A relay before each member's remoting port, so that members can be split.",
        };
        var database = new Option<string?>("--database")
        {
            Description = "A file with the connection string of an empty PostgreSQL database.", HelpName = "FILE",
        };
        var demo = new Option<bool>("--submit-demo") { Description = "Participants write made-up reviews." };
        var command = new Command("up", "Makes a cluster, or starts the one in the folder again.")
        {
            members, participants, profile, relay, database, demo,
        };
        command.SetAction(async (parsed, stop) =>
        {
            if (Number(parsed.GetValue(members)!, MembersMax) is not { } count)
                return terminal.Refuse($"'{parsed.GetValue(members)}' members: 1 to {MembersMax} is right.");
            if (Number(parsed.GetValue(participants)!, 1_000_000) is not { } people)
                return terminal.Refuse($"--participants: '{parsed.GetValue(participants)}': 1 to 1000000 is right.");
            var home = HomeOf(parsed, folder, terminal, stop);
            if (home.ProcessOf(ClusterFolder.Supervisor) is { } running)
                return terminal.Refuse($"a cluster runs in '{home.Path}' (process {running}); down ends it.");
            var setup = new ClusterSetup(
                home, count, people, parsed.GetValue(profile)!, parsed.GetValue(relay), parsed.GetValue(database));
            return await setup.MakeAsync(terminal, stop) is { } fault
                ? terminal.Refuse(fault)
                : await StartAsync(home, parsed.GetValue(demo), terminal, stop);
        });
        return command;
    }

    /// <summary>Starts the supervisor, and waits until the cluster is whole.</summary>
    private static async Task<int> StartAsync(
        ClusterFolder home, bool isDemo, Terminal terminal, CancellationToken stop)
    {
        var plan = home.Plan()! with { IsDemo = isDemo };
        home.Store(plan);
        foreach (var place in plan.Members)
            home.Want(place.Name, isWanted: true);
        home.Split(0);
        using var supervisor = ChildProcesses.Start(
            home.At("supervisor.log"), "cluster", "supervise", "--folder", home.Path);
        home.Note(ClusterFolder.Supervisor, supervisor.Id);
        using var status = new ClusterStatus(home);
        var started = DateTimeOffset.UtcNow;
        var said = "";
        while (true)
        {
            var members = await status.AskAsync(plan, stop);
            if (ClusterStatus.IsWhole(plan, members))
                break;
            if (supervisor.HasExited)
                return terminal.Refuse($"the supervisor has ended; '{home.At("supervisor.log")}' says why.");
            var now = $"{members.Count(member => member.IsReady)} of {plan.Members.Length} members are ready, "
                + $"{members.Sum(member => member.Participants ?? 0)} of {plan.Participants} participants live ...";
            if (now != said)
                terminal.Say(said = now);
            await Task.Delay(s_pollEvery, stop);
        }

        terminal.Say($"the cluster is whole after {(DateTimeOffset.UtcNow - started).TotalSeconds:0.0} s.");
        return await ShowAsync(home, plan, isJson: false, terminal, stop);
    }

    private static Command Status(Terminal terminal, Option<string> folder)
    {
        var json = new Option<bool>("--json") { Description = "For programs." };
        var command = new Command("status", "Shows the members, where participants live, and how far chains are.")
        {
            json,
        };
        command.SetAction((parsed, stop) => WithCluster(parsed, folder, terminal, (home, plan) =>
            ShowAsync(home, plan, parsed.GetValue(json), terminal, stop)));
        return command;
    }

    private static async Task<int> ShowAsync(
        ClusterFolder home, ClusterPlan plan, bool isJson, Terminal terminal, CancellationToken stop)
    {
        using var status = new ClusterStatus(home);
        var members = await status.AskAsync(plan, stop);
        if (isJson)
        {
            await terminal.Output.WriteLineAsync(JsonSerializer.Serialize(
                new { isWhole = ClusterStatus.IsWhole(plan, members), participants = plan.Participants, members },
                s_json));
            return ExitCode.Success;
        }

        await terminal.Output.WriteLineAsync("member    process  ready  height   round  participants  links");
        foreach (var m in members)
        {
            await terminal.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{m.Member,-9}{m.Process?.ToString(CultureInfo.InvariantCulture) ?? "-",8}"
                + $"{(m.IsReady ? "yes" : "no"),7}{m.Height,8}{m.Round,8}{m.Participants,14}{m.Links,7}"
                + $"  {m.StorageFault}").TrimEnd());
        }

        return ExitCode.Success;
    }

    private static Command Signalling(
        string name, string description, Signal signal, Terminal terminal, Option<string> folder)
    {
        var number = MemberArgument();
        var stays = new Option<bool>("--no-restart") { Description = "The member stays away until rejoin." };
        var command = new Command(name, description) { number };
        if (signal == Signal.Kill)
            command.Add(stays);
        command.SetAction((parsed, _) => WithMember(parsed, folder, number, terminal, (home, member) =>
        {
            if (home.ProcessOf(member) is not { } process)
                return terminal.Refuse($"{member} does not run.");
            if (signal == Signal.Kill && parsed.GetValue(stays))
                home.Want(member, isWanted: false);
            ChildProcesses.Send(process, signal);
            return ExitCode.Success;
        }));
        return command;
    }

    private static Command Leave(Terminal terminal, Option<string> folder)
    {
        var number = MemberArgument();
        var command = new Command("leave", "A member leaves in order (SIGTERM), and stays away.") { number };
        command.SetAction((parsed, stop) => WithMember(parsed, folder, number, terminal, async (home, member) =>
        {
            home.Want(member, isWanted: false);
            if (home.ProcessOf(member) is { } process)
                ChildProcesses.Send(process, Signal.Terminate);
            while (home.ProcessOf(member) is not null)
                await Task.Delay(s_pollEvery, stop);
            return ExitCode.Success;
        }));
        return command;
    }

    private static Command Rejoin(Terminal terminal, Option<string> folder)
    {
        var number = MemberArgument();
        var command = new Command("rejoin", "A member that is away comes back.") { number };
        command.SetAction((parsed, _) => WithMember(parsed, folder, number, terminal, (home, member) =>
        {
            home.Want(member, isWanted: true);
            return ExitCode.Success;
        }));
        return command;
    }

    private static Command Split(Terminal terminal, Option<string> folder)
    {
        var groups = new Argument<string>("SIZES") { Description = "Sizes of both groups, for example 2/3." };
        var command = new Command(
            "split", "The first members and the others cannot reach each other, neither as members nor as peers.")
        {
            groups,
        };
        command.SetAction((parsed, stop) => WithCluster(parsed, folder, terminal, async (home, plan) =>
        {
            var sizes = parsed.GetValue(groups)!.Split('/').Select(size => Number(size, plan.Members.Length)).ToArray();
            if (sizes is not [{ } first, { } second] || first + second != plan.Members.Length)
                return terminal.Refuse(
                    $"'{parsed.GetValue(groups)}': two sizes that are {plan.Members.Length} together are right.");
            if (plan.Members.Any(member => member.Advertised == member.Remoting))
                return terminal.Refuse("the cluster has no relays: up --relay makes them.");
            home.Split(first);
            using var admin = new ClusterAdmin(home);
            var cut = $"nodes:{string.Join(',', Enumerable.Range(0, first))}@0s+24h";
            return Done(await admin.CutAsync(plan, cut, stop), terminal);
        }));
        return command;
    }

    private static Command Cut(Terminal terminal, Option<string> folder)
    {
        var spec = new Argument<string>("CUT")
        {
            Description = "As --cut of por simulate takes it, for example halves@0s+60s; its times count from now on.",
        };
        var command = new Command(
            "cut", "Cuts the protocol's links between peers; membership and database stay whole.")
        {
            spec,
        };
        command.SetAction((parsed, stop) => WithCluster(parsed, folder, terminal, async (home, plan) =>
        {
            using var admin = new ClusterAdmin(home);
            return Done(await admin.CutAsync(plan, parsed.GetValue(spec)!, stop), terminal);
        }));
        return command;
    }

    private static Command Heal(Terminal terminal, Option<string> folder)
    {
        var command = new Command("heal", "Ends all splits and cuts.");
        command.SetAction((parsed, stop) => WithCluster(parsed, folder, terminal, async (home, plan) =>
        {
            home.Split(0);
            using var admin = new ClusterAdmin(home);
            return Done(await admin.HealAsync(plan, stop), terminal);
        }));
        return command;
    }

    private static Command Logs(Terminal terminal, Option<string> folder)
    {
        var number = MemberArgument();
        var command = new Command("logs", "Shows what a member has logged.") { number };
        command.SetAction((parsed, stop) => WithMember(parsed, folder, number, terminal, async (home, member) =>
        {
            if (!File.Exists(home.At($"{member}.log")))
                return terminal.Refuse($"{member} has logged nothing yet.");
            await terminal.Output.WriteAsync(home.LogOf(member));
            return ExitCode.Success;
        }));
        return command;
    }

    private static Command Down(Terminal terminal, Option<string> folder)
    {
        var command = new Command("down", "Ends the cluster and its database server; the folder stays.");
        command.SetAction((parsed, stop) => WithCluster(parsed, folder, terminal, async (home, plan) =>
        {
            if (home.ProcessOf(ClusterFolder.Supervisor) is { } supervisor)
                ChildProcesses.Send(supervisor, Signal.Terminate);
            while (home.ProcessOf(ClusterFolder.Supervisor) is not null)
                await Task.Delay(s_pollEvery, stop);
            foreach (var place in plan.Members)
            {
                // Members outlive a supervisor that was killed.
                if (home.ProcessOf(place.Name) is { } left)
                    ChildProcesses.Send(left, Signal.Kill);
            }

            return plan.OwnsServer ? await ClusterSetup.StopServerAsync(home, terminal, stop) : ExitCode.Success;
        }));
        return command;
    }

    private static Command Supervise(Terminal terminal, Option<string> folder)
    {
        var command = new Command("supervise", "Keeps the members running; up starts it.") { Hidden = true };
        command.SetAction((parsed, stop) => WithCluster(parsed, folder, terminal, async (home, plan) =>
        {
            await new Supervisor(home, plan, terminal.Say).RunAsync(stop);
            return ExitCode.Success;
        }));
        return command;
    }

    private static int Done(string? fault, Terminal terminal) =>
        fault is null ? ExitCode.Success : terminal.Refuse(fault);

    private static Argument<string> MemberArgument() => new("N") { Description = "The member's number, from 1 on." };

    private static int? Number(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= 1 && number <= most
            ? number
            : null;

    private static ClusterFolder HomeOf(
        ParseResult parsed, Option<string> folder, Terminal terminal, CancellationToken stop) => new(
        Path.GetFullPath(parsed.GetValue(folder)!), new InputFiles(stop, terminal.SayWaiting));

    private static async Task<int> WithCluster(
        ParseResult parsed, Option<string> folder, Terminal terminal, Func<ClusterFolder, ClusterPlan, Task<int>> run)
    {
        var home = HomeOf(parsed, folder, terminal, CancellationToken.None);
        return home.Plan() is { } plan
            ? await run(home, plan)
            : terminal.Refuse($"there is no cluster in '{home.Path}'; por cluster up 5 makes one.");
    }

    private static Task<int> WithMember(
        ParseResult parsed,
        Option<string> folder,
        Argument<string> number,
        Terminal terminal,
        Func<ClusterFolder, string, int> run) =>
        WithMember(parsed, folder, number, terminal, (home, member) => Task.FromResult(run(home, member)));

    private static Task<int> WithMember(
        ParseResult parsed,
        Option<string> folder,
        Argument<string> number,
        Terminal terminal,
        Func<ClusterFolder, string, Task<int>> run) => WithCluster(parsed, folder, terminal, async (home, plan) =>
        Number(parsed.GetValue(number)!, plan.Members.Length) is { } n
            ? await run(home, plan.Members[n - 1].Name)
            : terminal.Refuse($"member '{parsed.GetValue(number)}': 1 to {plan.Members.Length} is right."));
}
