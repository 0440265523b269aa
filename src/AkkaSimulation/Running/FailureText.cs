using System.Globalization;
using System.Text;

namespace AkkaSimulation.Running;

/// <summary>What a reader of a failed run wants to know, in the order in which it is asked.</summary>
internal static class FailureText
{
    private const int CausesShown = 8;
    private const int FramesShown = 40;

    /// <summary>The message of an exception that ends a run.</summary>
    /// <param name="what">What happened, and what would be right: sentences.</param>
    /// <param name="node">Name of the node.</param>
    /// <param name="time">True time of the run.</param>
    /// <param name="letter">The letter in whose turn it happened; null where it was none.</param>
    /// <param name="causes">What led there, the latest first; empty where no log is kept.</param>
    /// <param name="options">Of the run.</param>
    public static string Of(
        string what,
        string node,
        TimeSpan time,
        LetterNumber? letter,
        IReadOnlyCollection<LogEntry> causes,
        SimulationOptions options)
    {
        var text = new StringBuilder(what).AppendLine();
        text.Append(CultureInfo.InvariantCulture, $"  where:   {node}, {time:c} after the start");
        if (letter is { } name)
            text.Append(CultureInfo.InvariantCulture, $", in the turn of letter {name}");
        text.AppendLine();
        var before = "  because: ";
        foreach (var cause in causes.Take(CausesShown))
        {
            text.Append(before).Append(cause).AppendLine();
            before = "           ";
        }

        if (causes.Count > CausesShown)
            text.AppendLine(CultureInfo.InvariantCulture, $"           and {causes.Count - CausesShown} causes before");
        return text.Append("  replay:  ").Append(Replay(options, causes.Count > 0)).ToString();
    }

    /// <summary>The part of a stack that a reader wants: without the frames of the loop that runs every turn.</summary>
    /// <param name="stack">As the runtime gives it.</param>
    public static string Shown(string stack) => string.Join(
        Environment.NewLine,
        stack.Split(Environment.NewLine)
            .SkipWhile(static frame => frame.Contains("System.Environment.", StringComparison.Ordinal)
                || frame.Contains(nameof(AkkaSimulation) + "." + nameof(Simulation) + ".", StringComparison.Ordinal))
            .TakeWhile(static frame => !frame.Contains(typeof(Loop).FullName + ".", StringComparison.Ordinal))
            .Take(FramesShown));

    private static string Replay(SimulationOptions options, bool isLogged)
    {
        var schedule = options.Schedule == Schedule.Fifo ? string.Empty : $", Schedule = Schedule.{options.Schedule}";
        var log = isLogged ? string.Empty : "; with Log = LogMode.Last(1000) this message also tells what led here";
        var seed = options.Seed;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed}: run the same code with new SimulationOptions {{ Seed = {seed}{schedule} }}{log}");
    }
}
