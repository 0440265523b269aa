using System.Globalization;
using PoR.Simulation.Runs;
using Spectre.Console;

namespace PoR.Tool.Simulating;

/// <summary>Shows how far a run is, on standard error: drawn in place on a terminal, else as plain lines.</summary>
internal static class RunProgressView
{
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
        return await console.Progress()
            .AutoClear(true)
            .HideCompleted(false)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(),
                new PercentageColumn(), new ElapsedTimeColumn(), new SpinnerColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask("making keys", maxValue: rounds);
                return await run(new Bar(task));
            });
    }

    private sealed class Bar(ProgressTask task) : IProgress<RunProgress>
    {
        public void Report(RunProgress value)
        {
            task.Description = string.Create(
                CultureInfo.InvariantCulture,
                $"{value.Round} of {value.Rounds} rounds{(value.IsUneven ? $" ({value.Farthest} by the first)" : "")}, "
                + $"{value.VirtualSeconds:0} s virtual");
            task.Value = value.Round;
        }
    }
}
