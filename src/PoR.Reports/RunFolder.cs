using System.Text;
using PoR.Reports.Results;

namespace PoR.Reports;

/// <summary>
/// A run's folder: <c>summary.json</c>, <c>report.html</c>, and the CSV files that hold the data of its charts.
/// </summary>
public static class RunFolder
{
    // Without a byte order mark, which many readers of CSV take for a part of the first column's name.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes all files; creates a missing folder, and replaces files of an earlier run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="metrics">What each of the first nodes adopted in blocks, from node 0 on; may be empty.</param>
    /// <param name="directory">The folder.</param>
    /// <returns>Null when all was written, else one sentence that says what failed.</returns>
    /// <remarks>
    /// Every file is written whole under a temporary name before the first one gets its own, so a full disk
    /// leaves no half report. Other files of the folder, such as an exported chain, are left alone.
    /// </remarks>
    public static string? Write(
        RunResult run,
        IReadOnlyList<IEnumerable<TransactionResult>> metrics,
        string directory)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return WriteFiles(Files(run, metrics), directory);
    }

    /// <summary>Writes files whole under temporary names before the first one gets its own.</summary>
    /// <param name="files">Their names, and what writes each.</param>
    /// <param name="directory">The folder; made where it is missing.</param>
    /// <returns>Null when all was written, else one sentence that says what failed.</returns>
    internal static string? WriteFiles(
        IEnumerable<(string Name, Action<TextWriter> Write)> files, string directory)
    {
        // No system accepts such a path. The library throws an ArgumentException for it, which would look like our own
        // mistake.
        if (directory.Contains('\0', StringComparison.Ordinal))
            return "The results could not be written: the folder's name holds a zero character.";
        var written = new List<(string Temporary, string Final)>();
        try
        {
            Directory.CreateDirectory(directory);
            foreach (var (name, write) in files)
            {
                var final = Path.Combine(directory, name);
                var temporary = final + ".tmp";
                written.Add((temporary, final));
                WriteFile(temporary, write);
            }
            foreach (var (temporary, final) in written)
                File.Move(temporary, final, overwrite: true);
            return null;
        }
        catch (Exception fault) when (IsOfTheFolder(fault))
        {
            return $"The results could not be written to {directory}: {fault.Message}";
        }
        finally
        {
            // After a success no temporary file is left.
            foreach (var (temporary, _) in written)
                DeleteQuietly(temporary);
        }
    }

    private static IEnumerable<(string Name, Action<TextWriter> Write)> Files(
        RunResult run, IReadOnlyList<IEnumerable<TransactionResult>> metrics)
    {
        yield return ("rounds.csv", writer => RoundsCsv.Write(run, writer));
        yield return ("steps.csv", writer => StepsCsv.Write(run, writer));
        yield return ("sides.csv", writer => SidesCsv.WriteRounds(run, writer));
        yield return ("side_steps.csv", writer => SidesCsv.WriteSteps(run, writer));
        yield return ("messages.csv", writer => MessagesCsv.Write(run, writer));
        yield return ("nodes.csv", writer => NodesCsv.Write(run, writer));
        yield return ("reach.csv", writer => ReachCsv.Write(run, writer));
        yield return ("tracks.csv", writer => TracksCsv.Write(run, writer));
        yield return ("participants.csv", writer => CommitteesCsv.WriteParticipants(run, writer));
        yield return ("committees.csv", writer => CommitteesCsv.WriteCells(run, writer));
        for (var node = 0; node < metrics.Count; node++)
        {
            var transactions = metrics[node];
            yield return ($"node{Figures.Text(node)}_metrics.csv", writer => MetricsCsv.Write(transactions, writer));
        }
        yield return ("report.html", writer => ReportHtml.Write(run, writer));
        // The summary is renamed last, so that its presence shows that the folder is complete.
        yield return ("summary.json", writer => SummaryJson.Write(run, writer));
    }

    private static void WriteFile(string path, Action<TextWriter> write)
    {
        using var writer = new StreamWriter(path, append: false, Utf8) { NewLine = "\n" };
        write(writer);
    }

    private static bool IsOfTheFolder(Exception fault) =>
        fault is IOException or UnauthorizedAccessException or NotSupportedException;

    private static void DeleteQuietly(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (IsOfTheFolder(fault))
        {
            // Only the first fault is told. Files that remain have temporary names.
            return;
        }
    }
}
