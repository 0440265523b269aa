using System.Text;
using PoR.Configuration.Files;

namespace PoR.Tool.Evaluating;

/// <summary>The file of <c>--out</c>: it gets its name only when it is whole.</summary>
internal sealed class EvaluationFile : IDisposable
{
    private readonly string _path;
    private readonly string _written;
    private readonly StreamWriter _writer;

    private EvaluationFile(string path, string written, Stream stream)
    {
        _path = path;
        _written = written;
        _writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16);
    }

    /// <summary>For the rows.</summary>
    public TextWriter Writer => _writer;

    /// <summary>Whether it appears whole or not at all; a device or a pipe has what was written so far.</summary>
    public bool IsKeptWhole => _written != _path;

    /// <summary>Begins the file beside its place; a device or a pipe is written as it is.</summary>
    /// <param name="path">Where it shall be; a link leads to its target.</param>
    /// <param name="input">The file that is read, which it must not replace.</param>
    /// <param name="terminal">Told when a pipe has no reader.</param>
    /// <param name="stop">Ends the wait for a pipe's reader.</param>
    /// <param name="fault">One sentence; null when the file is returned.</param>
    /// <exception cref="OperationCanceledException">The stop came while a pipe had no reader.</exception>
    public static EvaluationFile? Begin(
        string path, string input, Terminal terminal, CancellationToken stop, out string? fault)
    {
        fault = null;
        try
        {
            if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
                fault = "--out: no file is named.";
            else if (Directory.Exists(path))
                fault = $"--out: '{path}' is a folder; name a file.";
            else if (Unreplaceable(path, terminal, stop) is { } stream)
                return new EvaluationFile(path, path, stream);
            else if (TargetOf(path) == TargetOf(input))
                fault = $"--out: '{path}' is the file that is read; name another one.";
            else
                return Beside(TargetOf(path), path, out fault);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            fault = $"--out: '{path}' cannot be written: {wrong.Message}";
        }

        return null;
    }

    /// <summary>Why it could not be written, in words that name no file but the user's.</summary>
    public string Told(Exception fault) => Told(fault, _written, _path);

    /// <summary>Puts the finished file into its place; an earlier one is replaced.</summary>
    public void Keep()
    {
        _writer.Dispose();
        if (IsKeptWhole)
            File.Move(_written, _path, overwrite: true);
    }

    /// <summary>Removes what is not finished.</summary>
    public void Dispose()
    {
        try
        {
            _writer.Dispose();
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            // What could not be written has been told; the rest is removed all the same.
            RemoveUnfinished();
            return;
        }

        RemoveUnfinished();
    }

    private static string Told(Exception fault, string temporary, string target) =>
        fault.Message.Replace(temporary, target, StringComparison.Ordinal);

    private void RemoveUnfinished()
    {
        if (IsKeptWhole)
            File.Delete(_written);
    }

    /// <param name="target">Where the file shall be.</param>
    /// <param name="path">As the user named it.</param>
    /// <param name="fault">One sentence that names the user's file, and not the one beside it.</param>
    private static EvaluationFile? Beside(string target, string path, out string? fault)
    {
        fault = null;
        var folder = Path.GetDirectoryName(target)!;
        if (!Directory.Exists(folder))
        {
            fault = File.Exists(folder)
                ? $"--out: '{path}' cannot be written: '{folder}' is a file, not a folder."
                : $"--out: '{path}' cannot be written: there is no folder '{folder}'.";
            return null;
        }

        var temporary = $"{target}.{Environment.ProcessId}.tmp";
        try
        {
            return new EvaluationFile(
                target, temporary, new FileStream(temporary, FileMode.Create, FileAccess.Write));
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            fault = $"--out: '{path}' cannot be written: {Told(wrong, temporary, target)}";
            return null;
        }
    }

    /// <summary>A device or a named pipe, which a file must never replace, opened; null for anything else.</summary>
    private static PatientStream? Unreplaceable(string path, Terminal terminal, CancellationToken stop)
    {
        var full = Path.GetFullPath(path);
        var isDevice = !OperatingSystem.IsWindows()
            && (full.StartsWith("/dev/", StringComparison.Ordinal)
                || full.StartsWith("/proc/", StringComparison.Ordinal));
        if (!isDevice)
            full = TargetOf(path);
        if (!File.Exists(full))
            return null;
        // A named pipe lets nobody in before somebody reads.
        var stream = Patience.Call(
            () => new FileStream(full, FileMode.Open, FileAccess.Write, FileShare.ReadWrite), stop,
            () => terminal.Say($"waiting for a reader of '{path}' ..."));
        if (isDevice || !stream.CanSeek)
            return new PatientStream(stream, mayBlock: true, stop);
        stream.Dispose();
        return null;
    }

    /// <summary>The full path, or that of what a link leads to; nothing need be there yet.</summary>
    private static string TargetOf(string path)
    {
        var file = new FileInfo(Path.GetFullPath(path));
        return file.LinkTarget is null
            ? file.FullName
            : file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? file.FullName;
    }
}
