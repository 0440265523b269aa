using System.Globalization;
using PoR.Simulation.Runs;

namespace PoR.Tool.Simulating;

/// <summary>Shows how far a run is, on standard error: drawn in place on a terminal, else as plain lines.</summary>
internal static class RunProgressView
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    /// <summary>Runs and shows.</summary>
    /// <param name="terminal">Where.</param>
    /// <param name="rounds">Rounds that the run shall have.</param>
    /// <param name="run">Given the place to report to.</param>
    public static Task<RunOutcome> ShowAsync(
        Terminal terminal, int rounds, Func<IProgress<RunProgress>, Task<RunOutcome>> run) =>
        terminal.IsErrorInteractive
            ? ProgressBarView.ShowAsync(terminal, "making keys", rounds, report => run(new Bar(report)))
            : run(new RunLog(terminal, LineInterval));

    private sealed class Bar(Action<string, double> report) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => report(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{value.Round} of {value.Rounds} rounds{(value.IsUneven ? $" ({value.Farthest} by the first)" : "")}, "
                + $"{value.VirtualSeconds:0} s virtual"),
            value.Round);
    }
}
