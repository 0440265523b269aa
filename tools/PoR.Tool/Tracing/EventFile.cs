using PoR.Configuration.Files;
using PoR.Reports.Events;
using PoR.Simulation.Networks;

namespace PoR.Tool.Tracing;

/// <summary>The events of a run's folder, open to be read.</summary>
internal sealed class EventFile : IDisposable
{
    private readonly Stream _stream;

    private EventFile(string directory, Stream stream)
    {
        (Directory, _stream) = (directory, stream);
        Reader = new EventReader(PathIn(directory), stream);
    }

    /// <summary>As the user named it.</summary>
    public string Directory { get; }

    /// <summary>Reads them.</summary>
    public EventReader Reader { get; }

    /// <summary>Opens it.</summary>
    /// <param name="directory">As the user named it.</param>
    /// <param name="files">Open it.</param>
    /// <returns>The file, or one sentence that says why it cannot be read.</returns>
    public static Parsed<EventFile> Open(string directory, InputFiles files)
    {
        if (!System.IO.Directory.Exists(directory))
            return Parsed<EventFile>.Wrong($"There is no folder '{directory}'.");
        if (!File.Exists(PathIn(directory)))
            return Parsed<EventFile>.Wrong(
                $"'{directory}' has no {RunEvent.FileName}, which por simulate writes with --out and --trace.");
        try
        {
            return Parsed<EventFile>.Ok(new EventFile(directory, files.Open(PathIn(directory))));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Parsed<EventFile>.Wrong($"'{PathIn(directory)}' cannot be read: {fault.Message}");
        }
    }

    /// <summary>The next event at a node; null at the end, and where there is a fault.</summary>
    public RunEvent? NextOfNode()
    {
        var next = Reader.Next();
        while (next is { Node: null })
            next = Reader.Next();
        return next;
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static string PathIn(string directory) => Path.Combine(directory, RunEvent.FileName);
}
