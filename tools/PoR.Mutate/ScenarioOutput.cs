using System.Text.RegularExpressions;

namespace PoR.Mutate;

/// <summary>What <c>por scenario</c> writes.</summary>
internal static partial class ScenarioOutput
{
    private const int Violated = 1;

    /// <summary>Whether all scenarios held; else which did not, and what first.</summary>
    /// <param name="output">The tables.</param>
    /// <param name="exitCode">Of the process: 1 where something was not held, 0 where all was.</param>
    public static TestRun Read(string output, int exitCode)
    {
        var scenarios = new HashSet<string>();
        string? failed = null;
        foreach (var line in output.Split('\n'))
        {
            if (Heading().Match(line) is { Success: true } heading)
                scenarios.Add(heading.Groups[1].Value);
            else if (NotHeld().Match(line) is { Success: true } broken)
                failed ??= $"{scenarios.Last()}: {broken.Groups[1].Value}";
        }

        return new TestRun(scenarios, exitCode switch
        {
            0 => null,
            Violated when failed is not null => failed,
            _ => $"a run that ended with exit code {exitCode}",
        });
    }

    [GeneratedRegex(@"^([A-Z]\w*): ")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^NOT HELD +(.*?) *$")]
    private static partial Regex NotHeld();
}
