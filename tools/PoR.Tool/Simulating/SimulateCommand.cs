using System.CommandLine;
using System.Globalization;
using PoR.Configuration.Files;
using PoR.Configuration.Profiles;
using PoR.Reports;
using PoR.Reports.Results;
using PoR.Reviews;
using PoR.Simulation.Runs;

namespace PoR.Tool.Simulating;

/// <summary><c>por simulate</c>.</summary>
internal static class SimulateCommand
{
    /// <summary>For the help.</summary>
    public const string Examples =
        """
        Examples:
          por simulate --rounds 20 --out runs/a
          por simulate --participants 200 --nodes 10 --rounds 3 --json
          por simulate --reviews reviews.tsv.gz --latency aws-rtt.csv
          por simulate --cut 'halves@30s+60s' --cut '80%@120s+30s,delayed' --out runs/cut
          por simulate --adversary 'split-voter 20%' --adversary 'late-leader:6s 10%'
          por simulate --profile large --crypto model --reviews-per-round 2000

        All times of the network are virtual. Progress goes to standard error, the result to
        standard output: a table on a terminal, plain text elsewhere, or the object of --json.

        Exit codes: 0 all invariants held; 1 one was violated (the result tells the first one and
        the command that replays it); 2 wrong use; 70 a mistake in por itself, or a
        broken installation; 130 stopped by Ctrl-C, with the result of the rounds that had ended.
        """;

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var options = new SimulateOptions();
        var command = new Command(
            "simulate",
            "Runs a whole network in one process, on virtual time, and reports on it. Without options: "
            + "the profile safety (1,200 participants on 60 nodes), 12 rounds.");
        options.AddTo(command);
        command.SetAction((parsed, stop) => RunAsync(options.Read(parsed), terminal, stop));
        return command;
    }

    private static async Task<int> RunAsync(SimulateArguments arguments, Terminal terminal, CancellationToken stop)
    {
        var files = new InputFiles(stop, terminal.SayWaiting);
        var checkedPlan = RunPlan.Of(arguments, files);
        if (!checkedPlan.IsOk)
            return terminal.Refuse(checkedPlan.Error);
        var plan = checkedPlan.Value;
        using var reviews = plan.Reviews;
        using var folder = plan.Out;
        var traced = arguments.IsTraced ? folder!.Trace(plan.Settings.Run) : default;
        if (traced.Error is not null)
            return terminal.Refuse(traced.Error);
        using var trace = traced.Value;
        Announce(plan, terminal);
        if (plan.NeedsRehearsal)
        {
            terminal.Say("Rehearsing until the moments come that faults are aimed at ...");
            var rehearsed = await Task.Run(() => plan.Rehearse(arguments, files, stop), stop).WaitAsync(stop);
            if (!rehearsed.IsOk)
                return terminal.Refuse(rehearsed.Error);
            plan = rehearsed.Value;
        }

        var run = new SimulationRun(plan.Settings, plan.Network, plan.Threads, plan.Replay)
        {
            IsUntilStuck = arguments.IsUntilStuck,
            Observer = trace is null ? null : trace.See,
        };
        // A run that is stopped ends by itself, soon, and tells what it has, even if that is nothing yet.
        var outcome = await RunProgressView.ShowAsync(
            terminal, plan.Settings.Run.Rounds, progress => Task.Run(
                () => run.Execute(refuse => DraftsOf(plan, refuse), progress, stop), CancellationToken.None));
        var result = WithLateFaults(outcome.Result with { ReviewFile = reviews?.ResultOf(outcome.Result) });
        Tell(plan, result, terminal);
        var fault = folder?.Write(outcome, result, trace);
        return Conclude(arguments, result, folder, fault, terminal, stop);
    }

    /// <summary>Tells the result, and how the command ends.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    private static int Conclude(
        SimulateArguments arguments, RunResult result, OutputFolder? folder, string? fault, Terminal terminal,
        CancellationToken stop)
    {
        if (arguments.IsJson)
            SummaryJson.Write(result, terminal.Output);
        else
            RunSummaryView.Print(terminal, result);
        if (fault is not null)
            return terminal.Refuse(fault);
        var violation = RunSummary.Violation(result);
        if (violation is not null)
            terminal.Say($"{violation} Replay: {result.ReplayCommand}");
        if (result.Cancelled is not null || folder is not null)
        {
            terminal.OutcomeOfStop = result.Cancelled switch
            {
                null => "the run had ended",
                { AfterRound: 0 } => "no round had been decided",
                _ => "the result has the rounds that had ended",
            } + (folder is null ? "" : $", and its files are whole in {folder}");
            stop.ThrowIfCancellationRequested();
        }

        return violation is null ? ExitCode.Success : ExitCode.Violated;
    }

    private static IEnumerable<WrittenReview> DraftsOf(RunPlan plan, Action<string> refuse) =>
        plan.Reviews?.Drafts(refuse) ?? DraftSource.Generated((ulong)plan.Settings.Run.Seed);

    private static void Announce(RunPlan plan, Terminal terminal)
    {
        var (people, run) = (plan.Settings.Population, plan.Settings.Run);
        terminal.Say(
            $"{plan.Settings.Profile}: {Count.Of(people.Participants, "participant")} on "
            + $"{Count.Of(people.Nodes, "node")}, {Count.Of(run.Rounds, "round")} of "
            + $"{Count.Of(run.ReviewsPerRound, "review")}, seed {run.Seed.ToString(CultureInfo.InvariantCulture)}.");
        if (run.Crypto == CryptoMode.Model)
            terminal.Say(RunSummary.Insecure);
        foreach (var warning in FaultForesight.Warnings(plan.Settings))
            terminal.Say("warning: " + warning);
        if (plan.Reviews is { WithRating: { } good } file)
        {
            terminal.Say(
                $"{Count.Of(good, "review")} in the file; {Count.Of(file.Counts.Good - good, "row")} without a rating, "
                + $"{Count.Of(file.Counts.MalformedTotal, "malformed row")}, "
                + $"{Count.Of(file.Counts.Cut, "text")} cut to 8 KiB.");
            TellFaults(file, terminal);
        }
    }

    private static void TellFaults(ReviewInput file, Terminal terminal)
    {
        foreach (var fault in file.Faults)
            terminal.Say(fault.ToString());
        var untold = file.Counts.MalformedTotal - file.Faults.Count;
        if (untold > 0)
            terminal.Say($"... and {Count.Of(untold, "more malformed row")}.");
    }

    /// <summary>What a user should know beside the figures.</summary>
    private static void Tell(RunPlan plan, RunResult result, Terminal terminal)
    {
        foreach (var warning in result.Warnings)
            terminal.Say("warning: " + warning);
        if (plan.Reviews is { WithRating: null } pipe)
            TellFaults(pipe, terminal);
        var wanted = (long)plan.Settings.Run.Rounds * plan.Settings.Run.ReviewsPerRound;
        if (result.ReviewsSubmitted >= wanted || result.Cancelled is not null)
            return;
        var why = result.ReviewFile is { NotSubmitted: 0 }
            ? "the file has no more"
            : "an author writes again only some time after the review before is in a block";
        terminal.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.ReviewsSubmitted:N0} of the {wanted:N0} reviews that were asked for were submitted: {why}."));
    }

    /// <summary>A fault that never came is told: the result must not be read as if it had.</summary>
    private static RunResult WithLateFaults(RunResult result) => result with
    {
        Warnings =
        [
            .. result.Warnings,
            .. result.Faults.Where(fault => fault.StartSeconds >= result.VirtualSeconds).Select(fault => string.Create(
                CultureInfo.InvariantCulture,
                $"{fault.Label} had no effect: the run ended at {result.VirtualSeconds:0.#} s, before it began.")),
        ],
    };
}
