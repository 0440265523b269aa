using System.Diagnostics;

namespace PoR.Bench;

/// <summary>This program as a process of its own, for what must not share one.</summary>
internal static class BenchProcess
{
    /// <summary>Starts it; its input and output are the caller's.</summary>
    /// <param name="arguments">As a user gives them.</param>
    /// <param name="program">Another build of it; null: this one.</param>
    public static Process Start(IEnumerable<string> arguments, string? program = null) => Process.Start(
        new ProcessStartInfo("dotnet", [program ?? typeof(BenchProcess).Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;

    /// <summary>Runs it to its end.</summary>
    /// <returns>What it has said on its standard output.</returns>
    /// <exception cref="InvalidOperationException">It did not end well.</exception>
    public static string Ask(IReadOnlyCollection<string> arguments, string? program = null)
    {
        using var process = Start(arguments, program);
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? answer.TrimEnd()
            : throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
