using Limits;

namespace PoR.Tool.Tests;

/// <summary>The built tool as a process of its own.</summary>
internal static class PorProcess
{
    /// <summary>The file of the program.</summary>
    public static readonly string Program = Path.Combine(AppContext.BaseDirectory, "PoR.Tool.dll");

    private const string DefaultSignals = "--default-signal=INT,TERM";

    /// <summary>Starts a command, ready for Ctrl-C whatever this process was told to ignore.</summary>
    /// <remarks>
    /// A job in the background, <c>nohup</c> and many servers ignore Ctrl-C, and so does all that they start. Only
    /// <c>env</c> can undo this for a child, where it knows the option.
    /// </remarks>
    /// <param name="args">Of the command.</param>
    /// <param name="hasInput">Whether its standard input is a pipe.</param>
    /// <param name="folder">Where it runs; null: where the test does.</param>
    /// <param name="environment">Variables that it has beside the test's own; null: none.</param>
    /// <param name="program">A copy of it; null: <see cref="Program"/>.</param>
    public static async Task<ChildProcess> StartAsync(
        IEnumerable<string> args,
        bool hasInput = false,
        string? folder = null,
        IReadOnlyDictionary<string, string>? environment = null,
        string? program = null)
    {
        string[] all = ["dotnet", program ?? Program, .. args];
        string[] from = folder is null ? [] : ["-C", folder];
        return await HasDefaultSignals()
            ? ChildProcess.Start("env", [DefaultSignals, .. from, .. all], hasInput, environment)
            : ChildProcess.Start(all[0], all[1..], hasInput, environment);
    }

    /// <inheritdoc cref="StartAsync(IEnumerable{string}, bool, string, IReadOnlyDictionary{string, string}, string)"/>
    public static Task<ChildProcess> StartAsync(params string[] args) => StartAsync(args, hasInput: false);

    /// <summary>Sends what Ctrl-C sends.</summary>
    public static Task InterruptAsync(ChildProcess process) => SignalAsync(process, "INT");

    /// <summary>Sends a signal.</summary>
    public static async Task SignalAsync(ChildProcess process, string name) =>
        Assert.Equal(0, await ChildProcess.RunAsync("kill", $"-{name}", $"{process.Id}"));

    private static async Task<bool> HasDefaultSignals() =>
        !OperatingSystem.IsWindows() && await ChildProcess.RunAsync("env", DefaultSignals, "true") == 0;
}
