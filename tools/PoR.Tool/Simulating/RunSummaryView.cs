using System.Collections.Immutable;
using PoR.Reports.Results;
using Spectre.Console;

namespace PoR.Tool.Simulating;

/// <summary>Prints a run's result: a table on a terminal, else plain lines without colours and boxes.</summary>
internal static class RunSummaryView
{
    /// <summary>Trace hash and replay command stand below the table.</summary>
    private const int LinesBelow = 2;

    /// <summary>Prints it to standard output.</summary>
    public static void Print(Terminal terminal, RunResult run)
    {
        var rows = RunSummary.Of(run);
        if (terminal.IsOutputInteractive)
            PrintTable(terminal.Output, run, rows);
        else
            PrintLines(terminal.Output, run, rows);
    }

    private static void PrintLines(
        StreamWriter output, RunResult run, ImmutableArray<(string Label, string Value)> rows)
    {
        if (run.Cancelled is { } cancelled)
            output.WriteLine(cancelled.Sentence);
        if (run.IsInsecure)
            output.WriteLine(RunSummary.Insecure);
        var width = rows.Max(row => row.Label.Length) + 2;
        foreach (var (label, value) in rows)
            output.WriteLine(label.PadRight(width) + value);
        if (RunSummary.Violation(run) is { } violation)
            output.WriteLine(violation);
    }

    private static void PrintTable(
        StreamWriter output, RunResult run, ImmutableArray<(string Label, string Value)> rows)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        var table = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumn("").AddColumn("");
        foreach (var (label, value) in rows.SkipLast(LinesBelow))
            table.AddRow(new Text(label, new Style(Color.Grey)), new Text(value));
        if (run.Cancelled is { } cancelled)
            console.Write(new Text(cancelled.Sentence + "\n", new Style(decoration: Decoration.Bold)));
        if (run.IsInsecure)
            console.Write(new Text(RunSummary.Insecure + "\n", new Style(Color.Red, decoration: Decoration.Bold)));
        console.Write(table);
        if (RunSummary.Violation(run) is { } violation)
            console.Write(new Text(violation + "\n", new Style(Color.Red)));
        // Not in the table, which would wrap what is to be copied.
        foreach (var (label, value) in rows.TakeLast(LinesBelow))
            console.Profile.Out.Writer.WriteLine($"{label}: {value}");
    }
}
