using System.CommandLine;
using System.Globalization;

namespace PoR.Tool;

/// <summary>How many runs at a time: the option <c>--parallel</c>.</summary>
internal static class ParallelRuns
{
    /// <summary>The option.</summary>
    public static Option<string?> Option() => new("--parallel")
    {
        Description = "How many runs at a time; by default one for each processor.", HelpName = "N",
    };

    /// <summary>Reads it.</summary>
    /// <param name="text">As it was given; null: it was not.</param>
    /// <param name="fault">What is wrong with it, as a sentence; null: nothing.</param>
    public static int Read(string? text, out string? fault)
    {
        var parallel = Environment.ProcessorCount;
        fault = text is null
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out parallel)
                && parallel is >= 1 and <= 1_024)
            ? null
            : $"--parallel: '{text}' is no number of runs; 1 to 1024 is right.";
        return parallel;
    }
}
