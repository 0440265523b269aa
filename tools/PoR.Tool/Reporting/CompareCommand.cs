using System.CommandLine;
using PoR.Configuration.Files;
using PoR.Reports;

namespace PoR.Tool.Reporting;

/// <summary><c>por compare</c>: runs beside each other on one page.</summary>
internal static class CompareCommand
{
    /// <summary>For the help.</summary>
    public const string Examples =
        """
        Examples:
          por compare runs/cut runs/good --out runs/compared
          por compare runs/seed-* --out runs/seeds

        DIR is the folder of a run (--out of por simulate and por report). comparison.html has the cumulative
        latencies of all runs in one chart, and a table of rounds before, in and after each fault, on each side;
        each with its data as CSV and its picture as PNG.

        Exit codes: 0; 2 wrong use, or a folder that holds no run; 70 a mistake in por itself, or a broken
        installation; 130 stopped by Ctrl-C.
        """;

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var runs = new Argument<string[]>("DIR")
        {
            Description = "Folders of runs.", Arity = ArgumentArity.OneOrMore,
        };
        var directory = new Option<string>("--out")
        {
            Description = "Gets comparison.html.", HelpName = "DIR", Required = true,
        };
        var command = new Command("compare", "Puts runs beside each other on one page.") { runs, directory };
        command.SetAction((parsed, stop) => Task.Run(
            () => Run(parsed.GetValue(runs)!, parsed.GetValue(directory)!, terminal, stop), stop));
        return command;
    }

    private static int Run(string[] folders, string directory, Terminal terminal, CancellationToken stop)
    {
        if (directory.Length == 0)
            return terminal.Refuse("--out: no folder is named.");
        if (folders.Length is < 2 or > ComparisonHtml.RunsMax)
            return terminal.Refuse(
                $"{Count.Of(folders.Length, "run")} cannot be compared; name 2 to {ComparisonHtml.RunsMax} folders.");
        var files = new InputFiles(stop, terminal.SayWaiting);
        var reports = new List<StoredReport>();
        foreach (var folder in folders)
        {
            if (Read(folder, files, out var fault) is not { } report)
                return terminal.Refuse($"'{folder}' holds no run that can be compared: {fault}");
            reports.Add(report);
        }

        if (ComparisonHtml.Write(reports, directory) is { } unwritten)
            return terminal.Refuse(unwritten);
        terminal.Say($"the comparison is in '{Path.Combine(directory, "comparison.html")}'.");
        return ExitCode.Success;
    }

    private static StoredReport? Read(string folder, InputFiles files, out string? fault)
    {
        try
        {
            var page = files.ReadText(Path.Combine(folder, "report.html"), StoredReport.BytesMax);
            var report = StoredReport.Of(Path.TrimEndingDirectorySeparator(folder), page, out var clause);
            fault = clause is null ? null : $"of report.html, {clause}.";
            return report;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            fault = wrong.Message;
            return null;
        }
    }
}
