using System.Collections.Concurrent;
using System.Diagnostics;

namespace Limits;

/// <summary>A process that a test starts. It and what it has started end with the test, or at its limit.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly ConcurrentDictionary<ChildProcess, bool> Living = new();

    private readonly Process _process;
    private readonly CancellationTokenSource _limit;
    private bool _isOutputClosed;

    private ChildProcess(Process process)
    {
        _process = process;
        _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _limit.CancelAfter(Limit);
        Living[this] = true;
    }

    /// <summary>Its number.</summary>
    public int Id => _process.Id;

    /// <summary>Its standard input, a pipe, where it was asked for.</summary>
    public StreamWriter Input => _process.StandardInput;

    /// <summary>Starts a program.</summary>
    /// <param name="program">A file, or a name to look for on the path.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="hasInput">Whether its standard input is a pipe of the test's; else it is that of the test.</param>
    /// <param name="environment">Variables that it has beside the test's own; null: none.</param>
    public static ChildProcess Start(
        string program,
        IEnumerable<string> args,
        bool hasInput = false,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, args)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = hasInput,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return new(Process.Start(start)!);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">A file, or a name to look for on the path.</param>
    /// <param name="args">Its arguments.</param>
    /// <returns>Its exit code.</returns>
    public static async Task<int> RunAsync(string program, params string[] args)
    {
        using var process = Start(program, args);
        return (await process.EndAsync()).Code;
    }

    /// <summary>Ends all that still live.</summary>
    public static void KillAll()
    {
        foreach (var child in Living.Keys)
            child.Kill();
    }

    /// <summary>The next line of its standard output; null at the end.</summary>
    public ValueTask<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync(_limit.Token);

    /// <summary>The next line of its standard error; null at the end.</summary>
    public ValueTask<string?> ReadErrorLineAsync() => _process.StandardError.ReadLineAsync(_limit.Token);

    /// <summary>Reads no more of its standard output.</summary>
    public void CloseOutput()
    {
        _isOutputClosed = true;
        _process.StandardOutput.Close();
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code, and what is unread of its standard output and error.</returns>
    /// <exception cref="OperationCanceledException">It did not end within three minutes.</exception>
    public async Task<(int Code, string Output, string Error)> EndAsync()
    {
        // Both are read at once: a full pipe would hold the process up.
        var error = _process.StandardError.ReadToEndAsync(_limit.Token);
        var output = _isOutputClosed ? "" : await _process.StandardOutput.ReadToEndAsync(_limit.Token);
        var said = await error;
        await _process.WaitForExitAsync(_limit.Token);
        return (_process.ExitCode, output, said);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        Living.TryRemove(this, out _);
        _limit.Dispose();
        _process.Dispose();
    }

    private void Kill()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
    }
}
