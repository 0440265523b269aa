using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using PoR.Configuration.Files;
using PoR.Simulation.Swarms;
using PoR.Tool.Simulating;

namespace PoR.Tool.Swarms;

/// <summary><c>por swarm</c>.</summary>
internal static class SwarmCommand
{
    /// <summary>For the help.</summary>
    public const string Examples =
        """
        Examples:
          por swarm --minutes 10                         as many seeds as there is time for, from 1 on
          por swarm --minutes 10 --seed 5000
          por swarm --seeds 1..2000 --out swarm.tsv      given again, it goes on where it has ended

        Each seed draws a small network (4 to 20 nodes, everybody on every committee, 9 to 19 rounds,
        direct or gossip) and its faults: cuts, loss, copies, delays, narrow and full links, crashes,
        pauses, wrong clocks, failing and lost disks; in a third of the seeds also an adversary. All
        invariants are checked while they last. Then the faults end, and the network must decide its
        last rounds. A block and the empty block that are both certified while messages are late are
        counted as a fork, which is no violation.

        Of each invariant that was violated the first seed is made smaller: faults are left out and
        shortened while it is still violated. Both commands replay it.

        Exit codes: 0 nothing was violated; 1 something was, or recoveries took longer than the bound;
        2 wrong use; 70 a mistake in por itself; 130 stopped by Ctrl-C, with the table of the seeds
        that had ended.
        """;

    private const double MinutesMost = 100_000;
    private static readonly TimeSpan s_lineInterval = TimeSpan.FromSeconds(5);

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var minutes = new Option<string?>("--minutes")
        {
            Description = "For how long seeds are begun; by default 1.", HelpName = "M",
        };
        var seed = new Option<string?>("--seed") { Description = "The first seed; by default 1.", HelpName = "S" };
        var seeds = new Option<string?>("--seeds")
        {
            Description = "These seeds, however long they take.", HelpName = "A..B",
        };
        var parallel = ParallelRuns.Option();
        var file = new Option<string?>("--out")
        {
            Description = "Gets a row for each seed; those that it has already are not run again.", HelpName = "FILE",
        };
        var command = new Command("swarm", "Runs small networks whose faults are drawn, and looks for violations.")
        {
            minutes, seed, seeds, parallel, file,
        };
        command.SetAction((parsed, stop) => RunAsync(
            parsed.GetValue(minutes), parsed.GetValue(seed), parsed.GetValue(seeds), parsed.GetValue(parallel),
            parsed.GetValue(file), terminal, stop));
        return command;
    }

    private static async Task<int> RunAsync(
        string? minutesText, string? seedText, string? seedsText, string? parallelText, string? path,
        Terminal terminal, CancellationToken stop)
    {
        var minutes = 1.0;
        if (minutesText is not null
            && (!double.TryParse(
                    minutesText, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out minutes)
                || minutes is <= 0 or > MinutesMost))
            return terminal.Refuse($"--minutes: '{minutesText}' is no time; more than 0 minutes is right.");
        if (seedsText is not null && (minutesText ?? seedText) is not null)
            return terminal.Refuse("--seeds says which seeds are run; leave out --minutes and --seed.");
        if (seedText is not null && NumberRange.Number(seedText) is null)
            return terminal.Refuse($"--seed: '{seedText}' is no seed; a whole number, 0 and up, is right.");
        string? fault = null;
        var (from, to) = seedsText is null
            ? (seedText is null ? 1 : NumberRange.Number(seedText)!.Value, long.MaxValue)
            : NumberRange.Seeds(seedsText, out fault);
        var parallel = ParallelRuns.Read(parallelText, out var noNumber);
        if ((fault ?? noNumber) is { } wrong)
            return terminal.Refuse(wrong);
        var opened = path is null ? default : SwarmFile.Open(path, new InputFiles(stop, terminal.SayWaiting));
        if (opened.Error is not null)
            return terminal.Refuse(opened.Error);
        using var file = opened.Value;
        var swarm = new Swarm(
            from, to, seedsText is null ? TimeSpan.FromMinutes(minutes) : null, parallel, file);
        return await TellAsync(swarm, terminal, stop);
    }

    private static async Task<int> TellAsync(Swarm swarm, Terminal terminal, CancellationToken stop)
    {
        try
        {
            await ShowAsync(swarm, terminal, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !swarm.Ended.IsEmpty)
        {
            terminal.Output.Write("Cancelled.\n");
            SwarmTable.Write(terminal.Output, swarm.Ended);
            terminal.OutcomeOfStop = "the table has the seeds that had ended";
            throw;
        }

        var isHeld = SwarmTable.Write(terminal.Output, swarm.Ended);
        terminal.Output.Write(swarm.Cost);
        terminal.Output.Flush();
        terminal.OutcomeOfStop = "the table was whole, and not all violations were made smaller";
        foreach (var failed in swarm.Ended.Where(static run => run.Violation is not null)
            .DistinctBy(static run => run.Violation!.Invariant))
            await ShrinkAsync(failed, terminal, stop);
        return isHeld ? ExitCode.Success : ExitCode.Violated;
    }

    private static Task ShowAsync(Swarm swarm, Terminal terminal, CancellationToken stop)
    {
        if (terminal.IsErrorInteractive)
            return ProgressBarView.ShowAsync(terminal, "drawing", 1, async (report, _) =>
            {
                await swarm.RunAsync(() => report(swarm.Progress, swarm.Done), stop);
                return true;
            });
        var (watch, told) = (Stopwatch.StartNew(), TimeSpan.Zero);
        return swarm.RunAsync(
            () =>
            {
                if (watch.Elapsed - told < s_lineInterval)
                    return;
                told = watch.Elapsed;
                terminal.Say($"{swarm.Progress}.");
            },
            stop);
    }

    /// <summary>Tells a violation, the command that replays it, and that of the smallest run with it.</summary>
    private static async Task ShrinkAsync(SwarmRun failed, Terminal terminal, CancellationToken stop)
    {
        var violation = failed.Violation!;
        var draw = SwarmDice.Draw(failed.Seed);
        terminal.Output.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"seed {failed.Seed}: {violation.Invariant} in round {violation.Round} at {violation.AtSeconds:0.###} s: "
            + $"{violation.Description}\n  replay  {ReplayOf(draw)}\n"));
        terminal.Output.Flush();
        terminal.Say($"shrinking seed {failed.Seed} ...");
        var small = await Task.Run(
            () => SwarmShrinking.Shrink(
                draw, smaller => SwarmRun.Of(smaller, stop).Violation?.Invariant == violation.Invariant),
            stop);
        terminal.Output.Write(
            $"  shrunk  {ReplayOf(small)}\n"
            + $"          {small.Faults.Length} of {Count.Of(draw.Faults.Length, "fault")}\n");
    }

    private static string ReplayOf(SwarmDraw draw) => ReplayCommand.Of(
        new SimulateArguments(SwarmDraw.Profile, draw.Options, null, null, null, IsJson: false, IsUntilStuck: false),
        draw.Seed);
}
