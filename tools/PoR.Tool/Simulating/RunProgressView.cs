using System.Globalization;
using PoR.Simulation.Runs;

namespace PoR.Tool.Simulating;

/// <summary>Shows how far a run is, on standard error: drawn in place on a terminal, else as plain lines.</summary>
internal static class RunProgressView
{
    /// <summary>Columns below which the words are short.</summary>
    private const int WordsWidthMin = 70;

    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    /// <summary>Runs and shows.</summary>
    /// <param name="terminal">Where.</param>
    /// <param name="rounds">Rounds that the run shall have.</param>
    /// <param name="run">Given the place to report to.</param>
    public static Task<RunOutcome> ShowAsync(
        Terminal terminal, int rounds, Func<IProgress<RunProgress>, Task<RunOutcome>> run) =>
        terminal.IsErrorInteractive
            ? ProgressBarView.ShowAsync(
                terminal, "making keys", rounds, (report, width) => run(new Bar(report, width)))
            : run(new RunLog(terminal, LineInterval));

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

    private sealed class Bar(Action<string, double> report, int width) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => report(Describe(value, width), value.Round);
    }
}
