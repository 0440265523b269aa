using System.Globalization;
using PoR.Simulation.Runs;
using Spectre.Console;

namespace PoR.Tool.Simulating;

/// <summary>Shows how far a run is, on standard error: drawn in place on a terminal, else as plain lines.</summary>
internal static class RunProgressView
{
    /// <summary>Columns of a terminal below which the bar has no room beside the words.</summary>
    private const int BarWidthMin = 100;

    /// <summary>Columns below which the words are short.</summary>
    private const int WordsWidthMin = 70;

    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    /// <summary>Runs and shows.</summary>
    /// <param name="terminal">Where.</param>
    /// <param name="rounds">Rounds that the run shall have.</param>
    /// <param name="run">Given the place to report to.</param>
    public static async Task<RunOutcome> ShowAsync(
        Terminal terminal, int rounds, Func<IProgress<RunProgress>, Task<RunOutcome>> run)
    {
        if (!terminal.IsErrorInteractive)
            return await run(new RunLog(terminal, LineInterval));
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Error) });
        var width = console.Profile.Width;
        ProgressColumn[] columns =
        [
            new TaskDescriptionColumn { Alignment = Justify.Left },
            .. width < BarWidthMin ? [] : new ProgressColumn[] { new ProgressBarColumn(), new PercentageColumn() },
            new ElapsedTimeColumn(), new SpinnerColumn(),
        ];
        return await console.Progress()
            .AutoClear(true)
            .HideCompleted(false)
            .Columns(columns)
            .StartAsync(async context =>
            {
                var task = context.AddTask("making keys", maxValue: rounds);
                return await run(new Bar(task, width));
            });
    }

    /// <summary>How far a run is, in words that leave room for the time within the width.</summary>
    /// <param name="value">How far it is.</param>
    /// <param name="width">Columns of the terminal.</param>
    internal static string Describe(RunProgress value, int width) => width < WordsWidthMin
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{value.Round}/{value.Rounds} rounds{(value.IsUneven ? $", first {value.Farthest}" : "")}")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{value.Round} of {value.Rounds} rounds{(value.IsUneven ? $" ({value.Farthest} by the first)" : "")}, "
            + $"{value.VirtualSeconds:0} s virtual");

    private sealed class Bar(ProgressTask task, int width) : IProgress<RunProgress>
    {
        public void Report(RunProgress value)
        {
            task.Description = Describe(value, width);
            task.Value = value.Round;
        }
    }
}
