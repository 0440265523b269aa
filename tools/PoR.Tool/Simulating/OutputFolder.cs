using System.Text.RegularExpressions;
using PoR.Configuration.Profiles;
using PoR.Reports;
using PoR.Reports.Events;
using PoR.Reports.Results;
using PoR.Simulation.Export;
using PoR.Simulation.Networks;
using PoR.Simulation.Runs;

namespace PoR.Tool.Simulating;

/// <summary>The folder of <c>--out</c>: missing, empty, or with an earlier run that is replaced.</summary>
/// <remarks>
/// A missing folder is made whole under a temporary name beside it, so that it is there whole or not at all, whatever
/// ends the process. One that is there is kept, since it may be where another disk is mounted.
/// </remarks>
internal sealed partial class OutputFolder : IDisposable
{
    private readonly string _directory;
    private bool _isWhole;

    private OutputFolder(string directory)
    {
        _directory = Path.TrimEndingDirectorySeparator(directory);
        Place = Directory.Exists(directory) ? _directory : $"{_directory}.{Environment.ProcessId}.tmp";
    }

    /// <summary>Where the files are written.</summary>
    private string Place { get; }

    /// <summary>Checks, before a run, that its results will have a place. Makes nothing yet.</summary>
    /// <returns>The folder, or one sentence that says why it cannot be used.</returns>
    public static Parsed<OutputFolder> Prepare(string directory)
    {
        if (directory.Length == 0 || directory.Contains('\0', StringComparison.Ordinal))
            return Parsed<OutputFolder>.Wrong("--out: no folder is named.");
        if (File.Exists(directory))
            return Parsed<OutputFolder>.Wrong($"--out: '{directory}' is a file; name a folder.");
        try
        {
            if (Directory.Exists(directory) && StrangerIn(directory) is { } stranger)
                return Parsed<OutputFolder>.Wrong(
                    $"--out: '{directory}' holds '{stranger}', which is of no run; "
                    + "name a new or an empty folder.");
            TryWriting(directory);
            return Parsed<OutputFolder>.Ok(new OutputFolder(directory));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Parsed<OutputFolder>.Wrong($"--out: '{directory}' cannot be written: {fault.Message}");
        }
    }

    /// <summary>Begins to write a run's events; makes the folder where it is missing.</summary>
    /// <param name="run">Whose faults and adversaries it names.</param>
    /// <returns>The file, or one sentence that says why it cannot be written.</returns>
    public Parsed<TraceFile> Trace(RunSettings run)
    {
        try
        {
            Directory.CreateDirectory(Place);
            return Parsed<TraceFile>.Ok(TraceFile.In(Place, run));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Parsed<TraceFile>.Wrong(Told(
                $"--trace: the events cannot be written to {Place}: {fault.Message}"));
        }
    }

    /// <summary>Writes a run's files.</summary>
    /// <param name="outcome">The run.</param>
    /// <param name="result">Its result, as it shall be reported.</param>
    /// <param name="trace">Its events; null: they are not wanted.</param>
    /// <returns>Null when all was written, else one sentence that says what failed.</returns>
    /// <remarks>
    /// The earlier summary goes first and the new one comes last: it stands for a folder that is whole.
    /// </remarks>
    public string? Write(RunOutcome outcome, RunResult result, TraceFile? trace)
    {
        try
        {
            Directory.CreateDirectory(Place);
            File.Delete(Path.Combine(Place, "summary.json"));
            foreach (var metrics in Directory.EnumerateFiles(Place, "node*_metrics.csv"))
                File.Delete(metrics);
            File.Delete(Path.Combine(Place, RunEvent.FileName));
            if (trace?.Fault is { } unwritten)
                return Told(unwritten);
            trace?.Keep(TimeSpan.FromSeconds(result.VirtualSeconds));
            var fault = ChainFolder.Write(Path.Combine(Place, "chain"), outcome.Genesis, outcome.Chain)
                ?? RunFolder.Write(result, outcome.Metrics, Place);
            return fault is null ? Rename() : Told(fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Told($"The results could not be written to {Place}: {fault.Message}");
        }
    }

    /// <inheritdoc/>
    /// <remarks>Whatever is still under the temporary name is not wanted.</remarks>
    public void Dispose()
    {
        try
        {
            if (!_isWhole && Place != _directory && Directory.Exists(Place))
                Directory.Delete(Place, recursive: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // What went wrong before was told. What remains has a temporary name.
            return;
        }
    }

    /// <summary>As the user named it.</summary>
    public override string ToString() => $"'{_directory}'";

    private string? Rename()
    {
        _isWhole = true;
        try
        {
            if (Place != _directory)
                Directory.Move(Place, _directory);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"The results are whole in {Place}, which cannot be renamed to {_directory}: {fault.Message}";
        }
    }

    /// <summary>The user knows the folder by its own name only.</summary>
    private string Told(string sentence) => sentence.Replace(Place, _directory, StringComparison.Ordinal);

    /// <summary>The first entry that no run has written; null for none.</summary>
    private static string? StrangerIn(string directory)
    {
        var names = Directory.EnumerateFileSystemEntries(directory).Select(path => Path.GetFileName(path));
        if (names.Order(StringComparer.Ordinal).FirstOrDefault(name => !OfRun().IsMatch(name)) is { } stranger)
            return stranger;
        var chain = Path.Combine(directory, "chain");
        return Directory.Exists(chain)
            ? Directory.EnumerateFileSystemEntries(chain)
                .Where(path => !path.EndsWith(ChainFolder.Extension, StringComparison.Ordinal))
                .Select(path => "chain/" + Path.GetFileName(path))
                .Order(StringComparer.Ordinal).FirstOrDefault()
            : null;
    }

    /// <summary>Writes and removes a file where the folder is, or will be made.</summary>
    private static void TryWriting(string directory)
    {
        var parent = Path.GetFullPath(directory);
        while (!Directory.Exists(parent))
        {
            if (File.Exists(parent))
                throw new IOException($"'{parent}' is a file, not a folder.");
            parent = Path.GetDirectoryName(parent) ?? throw new IOException("It has no folder above it.");
        }

        var probe = Path.Combine(parent, $".por-{Environment.ProcessId}.tmp");
        try
        {
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The library's sentence names the probe, of which the user knows nothing.
            throw new IOException(fault.Message.Replace(probe, parent, StringComparison.Ordinal), fault);
        }
    }

    [GeneratedRegex(
        @"^(summary\.json|(rounds|steps|sides|side_steps|messages|nodes|reach|tracks|participants|committees"
        + @"|node[0-9]+_metrics)\.csv|report\.html|events\.jsonl|chain)(\.tmp)?\z")]
    private static partial Regex OfRun();
}
