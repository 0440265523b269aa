using PoR.Actors.Messages;
using PoR.Configuration.Profiles;
using PoR.Reports.Events;
using PoR.Simulation.Runs;

namespace PoR.Tool.Simulating;

/// <summary>The events of a run, written while it runs; gone again unless it is kept.</summary>
internal sealed class TraceFile : IDisposable
{
    private readonly string _file;
    private readonly Stream _stream;
    private readonly EventWriter _writer;
    private readonly Queue<RunEvent> _bounds;

    private TraceFile(string file, RunSettings run)
    {
        _file = file;
        _stream = File.Create(Temporary, 1 << 16);
        _writer = new EventWriter(_stream);
        _bounds = new Queue<RunEvent>(RunEvents.Of(run));
    }

    /// <summary>Why it cannot be written any more, as a sentence; null: it can.</summary>
    public string? Fault { get; private set; }

    private string Temporary => _file + ".tmp";

    /// <summary>Begins it.</summary>
    /// <param name="directory">The folder of the run, which exists.</param>
    /// <param name="run">Whose faults and adversaries it names.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static TraceFile In(string directory, RunSettings run) =>
        new(Path.Combine(directory, RunEvent.FileName), run);

    /// <summary>Writes a fact, after the bounds of faults that came before it.</summary>
    public void See(TimeSpan time, Fact fact)
    {
        if (Fault is not null)
            return;
        try
        {
            WriteBounds(time);
            _writer.Write(RunEvents.Of(time, fact));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The run goes on, and its end tells.
            Fault = $"The events could not be written: {fault.Message}";
        }
    }

    /// <summary>Gives it its name.</summary>
    /// <param name="end">Of the run.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public void Keep(TimeSpan end)
    {
        WriteBounds(end);
        _writer.Dispose();
        _stream.Dispose();
        File.Move(Temporary, _file, overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _writer.Dispose();
            _stream.Dispose();
            File.Delete(Temporary);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // What a full disk has not taken is not wanted any more. A file that remains has a temporary name.
            return;
        }
    }

    private void WriteBounds(TimeSpan until)
    {
        while (_bounds.TryPeek(out var bound) && bound.Time <= until)
            _writer.Write(_bounds.Dequeue());
    }
}
