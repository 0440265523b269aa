using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using PoR.Configuration.Files;
using PoR.Node.Folders;
using PoR.Reports;
using PoR.Reports.Results;
using PoR.Simulation.Runs;

namespace PoR.Tool.Reporting;

/// <summary><c>por report</c>: a network that ran in real time, reported as a simulated one is.</summary>
internal static class ReportCommand
{
    /// <summary>For the help.</summary>
    public const string Examples =
        """
        Examples:
          por report artifacts/cluster/*.facts.* --genesis artifacts/cluster/genesis.bin --out runs/real
          por report facts-* --genesis por-data/genesis.bin --out runs/real --fault kill@30s+25s

        The files are what peers have recorded (telemetry.facts-file), from their first start on. The chain in
        them is verified from genesis. Printed are the latencies of rounds, each from a peer's start of a round to
        its end at the same peer, over all peers: of rounds that a fault has touched, and of the others.

        --fault LABEL@START+LENGTH says what was done to the network, and may be given again. START is seconds
        since the first fact (30s), or a time of the calendar (2026-01-31T12:00:00Z).

        Exit codes: 0; 2 wrong use, or files that cannot be used; 70 a mistake in por itself, or a broken
        installation; 130 stopped by Ctrl-C.
        """;

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var facts = new Argument<string[]>("FILE")
        {
            Description = "Files of telemetry.facts-file.", Arity = ArgumentArity.OneOrMore,
        };
        var genesis = new Option<string>("--genesis")
        {
            Description = "The genesis document of the network.", HelpName = "FILE", Required = true,
        };
        var directory = new Option<string>("--out")
        {
            Description = "Gets report.html, summary.json and the data of the charts as CSV.", HelpName = "DIR",
            Required = true,
        };
        var name = new Option<string>("--name")
        {
            Description = "The title of the page.", HelpName = "TEXT", DefaultValueFactory = _ => "real time",
        };
        var faults = new Option<string[]>("--fault")
        {
            Description = "What was done to the network.", HelpName = "FAULT", DefaultValueFactory = _ => [],
        };
        var command = new Command("report", "Reports a network that ran in real time.")
        {
            facts, genesis, directory, name, faults,
        };
        command.SetAction((parsed, stop) => RunAsync(
            parsed.GetValue(facts)!, parsed.GetValue(genesis)!, parsed.GetValue(directory)!, parsed.GetValue(name)!,
            parsed.GetValue(faults)!, terminal, stop));
        return command;
    }

    private static Task<int> RunAsync(
        string[] names,
        string genesisFile,
        string directory,
        string name,
        string[] faults,
        Terminal terminal,
        CancellationToken stop) => Task.Run(
        () =>
        {
            if (directory.Length == 0)
                return terminal.Refuse("--out: no folder is named.");
            var files = new InputFiles(stop, terminal.SayWaiting);
            if (GenesisFile.Read(genesisFile, files, out var unread) is not { } genesis)
                return terminal.Refuse(unread!.Sentence);
            var lives = FactFiles.Read(names, files, out var fault);
            if (fault is not null)
                return terminal.Refuse(fault);
            var run = RealTimeRun.Of(genesis, lives);
            var windows = faults.Select(text => FaultTime.Parse(text, run.Begun)).ToArray();
            if (Array.IndexOf(windows, null) is >= 0 and var wrong)
                return terminal.Refuse($"--fault: '{faults[wrong]}' is not of the form {FaultTime.Form}.");
            ImmutableArray<FaultWindow> given =
                [.. windows.OfType<FaultWindow>().OrderBy(window => window.StartSeconds)];
            terminal.Say($"verifying the chain of {run.PeerRounds.Max(round => round.Round.Number)} rounds ...");
            var command = $"./tools/por report ... --genesis {genesisFile} --out {directory}";
            if (run.Result(name, command, given, out fault) is not { } result)
                return terminal.Refuse($"the chain in these files does not hold: {fault}");
            if (RunFolder.Write(result, [], directory) is { } unwritten)
                return terminal.Refuse(unwritten);
            terminal.Output.Write(Latencies(run.PeerRounds, given));
            terminal.Say($"the report is in '{directory}'.");
            return ExitCode.Success;
        },
        stop);

    /// <summary>A table in Markdown, so that it can stand in a document.</summary>
    private static string Latencies(ImmutableArray<PeerRound> rounds, ImmutableArray<FaultWindow> faults)
    {
        var table = new StringWriter { NewLine = "\n" };
        table.WriteLine("| rounds of all peers | count | p50, s | p90, s | p99, s | greatest, s |");
        table.WriteLine("|---|---|---|---|---|---|");
        foreach (var fault in faults.GroupBy(fault => fault.Label, StringComparer.Ordinal))
            Line($"touched by {fault.Key}", rounds.Where(round => fault.Any(window => IsTouched(round, window))));
        Line("others", rounds.Where(round => !faults.Any(window => IsTouched(round, window))));
        return table.ToString();

        void Line(string title, IEnumerable<PeerRound> some)
        {
            double[] sorted = [.. some.Select(round => round.LatencySeconds).Order()];
            table.WriteLine(sorted.Length == 0
                ? $"| {title} | 0 | - | - | - | - |"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {title} | {sorted.Length} | {At(50):0.00} | {At(90):0.00} | {At(99):0.00} | {At(100):0.00} |"));

            double At(int percent) => NearestRank.Of(sorted, percent);
        }
    }

    private static bool IsTouched(PeerRound round, FaultWindow window) =>
        round.StartSeconds < window.EndSeconds && round.StartSeconds + round.LatencySeconds > window.StartSeconds;
}
