using System.Text;

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

    /// <summary>Begins the file beside its place; a device or a pipe is written as it is.</summary>
    /// <param name="path">Where it shall be; a link leads to its target.</param>
    /// <param name="input">The file that is read, which it must not replace.</param>
    /// <param name="fault">One sentence; null when the file is returned.</param>
    public static EvaluationFile? Begin(string path, string input, out string? fault)
    {
        fault = null;
        try
        {
            if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
                fault = "--out: no file is named.";
            else if (Directory.Exists(path))
                fault = $"--out: '{path}' is a folder; name a file.";
            else if (Unreplaceable(path) is { } stream)
                return new EvaluationFile(path, path, stream);
            else if (TargetOf(path) == TargetOf(input))
                fault = $"--out: '{path}' is the file that is read; name another one.";
            else
                return Beside(TargetOf(path));
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            fault = $"--out: '{path}' cannot be written: {wrong.Message}";
        }

        return null;
    }

    /// <summary>Puts the finished file into its place; an earlier one is replaced.</summary>
    public void Keep()
    {
        _writer.Dispose();
        if (_written != _path)
            File.Move(_written, _path, overwrite: true);
    }

    /// <summary>Removes what is not finished.</summary>
    public void Dispose()
    {
        try
        {
            _writer.Dispose();
        }
        catch (IOException)
        {
            // What could not be written has been told; the rest is removed all the same.
            RemoveUnfinished();
            return;
        }

        RemoveUnfinished();
    }

    private void RemoveUnfinished()
    {
        if (_written != _path)
            File.Delete(_written);
    }

    private static EvaluationFile Beside(string target)
    {
        var temporary = $"{target}.{Environment.ProcessId}.tmp";
        return new EvaluationFile(target, temporary, new FileStream(temporary, FileMode.Create, FileAccess.Write));
    }

    /// <summary>A device or a named pipe, which a file must never replace, opened; null for anything else.</summary>
    private static FileStream? Unreplaceable(string path)
    {
        var full = Path.GetFullPath(path);
        var isDevice = !OperatingSystem.IsWindows()
            && (full.StartsWith("/dev/", StringComparison.Ordinal)
                || full.StartsWith("/proc/", StringComparison.Ordinal));
        if (!isDevice)
            full = TargetOf(path);
        if (!File.Exists(full))
            return null;
        var stream = new FileStream(full, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        if (isDevice || !stream.CanSeek)
            return stream;
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
