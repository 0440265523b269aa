using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using PoR.Reviews;

namespace PoR.Simulation.Networks;

/// <summary>
/// Reads a matrix of latencies: CSV or TSV, a header row and a header column of region names in the same order,
/// milliseconds (a decimal point is allowed). Blank lines are skipped.
/// </summary>
internal static class LatencyMatrixReader
{
    private const int RegionsMax = 1_000;
    private const decimal MillisecondsMax = 600_000;

    /// <summary>Reads a file's content.</summary>
    /// <param name="text">The content.</param>
    /// <param name="fileName">For the messages.</param>
    /// <param name="isRoundTrip">Whether cells are round trips, of which half is one way.</param>
    /// <returns>The matrix, or what is wrong with file, line and column (both from 1).</returns>
    public static Parsed<LatencyMatrix> Read(string text, string fileName, bool isRoundTrip)
    {
        ArgumentNullException.ThrowIfNull(text);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var lines = TextTable.Read(fileName, stream, out var wrong);
        if (wrong is not null)
            return Parsed<LatencyMatrix>.Wrong(wrong.ToString());
        if (lines.IsEmpty)
            return Parsed<LatencyMatrix>.Wrong($"{fileName}: the file is empty.");
        var regions = lines[0].Cells.Skip(1).Select(name => name.Trim()).ToImmutableArray();
        return HeaderFault(regions, lines[0].Line, fileName) is { } fault
            ? Parsed<LatencyMatrix>.Wrong(fault)
            : ReadRows(lines.AsSpan()[1..], regions, fileName, isRoundTrip);
    }

    private static string? HeaderFault(ImmutableArray<string> regions, long line, string fileName)
    {
        if (regions.Length is 0 or > RegionsMax)
            return $"{fileName}, line {line}, column 2: the header names {regions.Length} regions; "
                + $"1 to {RegionsMax} are allowed, separated by commas.";
        for (var i = 0; i < regions.Length; i++)
        {
            if (regions[i].Length == 0 || regions.IndexOf(regions[i]) < i)
                return $"{fileName}, line {line}, column {i + 2}: the region name "
                    + $"'{regions[i]}' is empty or repeated.";
        }

        return null;
    }

    private static Parsed<LatencyMatrix> ReadRows(
        ReadOnlySpan<TextRow> rows,
        ImmutableArray<string> regions,
        string fileName,
        bool isRoundTrip)
    {
        if (rows.Length != regions.Length)
        {
            var last = rows.Length == 0 ? 1 : rows[^1].Line;
            return Parsed<LatencyMatrix>.Wrong(
                $"{fileName}, line {last}, column 1: the header names {regions.Length} regions, "
                + $"but {rows.Length} rows follow.");
        }

        var delays = new long[regions.Length * regions.Length];
        for (var row = 0; row < rows.Length; row++)
        {
            var (line, cells) = rows[row];
            if (cells.Length != regions.Length + 1)
                return Parsed<LatencyMatrix>.Wrong(
                    $"{fileName}, line {line}, column {Math.Min(cells.Length, regions.Length + 1)}: "
                    + $"the row has {cells.Length} cells, {regions.Length + 1} are right.");
            if (cells[0].Trim() != regions[row])
                return Parsed<LatencyMatrix>.Wrong(
                    $"{fileName}, line {line}, column 1: the row is named '{cells[0].Trim()}', "
                    + $"by the header's order '{regions[row]}' is right.");
            for (var column = 0; column < regions.Length; column++)
            {
                if (!TryReadDelay(cells[column + 1], isRoundTrip, out var delay))
                    return Parsed<LatencyMatrix>.Wrong(
                        $"{fileName}, line {line}, column {column + 2}: "
                        + $"'{cells[column + 1].Trim()}' is no number of milliseconds from 0 to "
                        + $"{MillisecondsMax}.");
                delays[(row * regions.Length) + column] = delay;
            }
        }

        return Parsed<LatencyMatrix>.Ok(new LatencyMatrix(regions, delays));
    }

    private static bool TryReadDelay(string cell, bool isRoundTrip, out long microseconds)
    {
        microseconds = 0;
        if (!decimal.TryParse(
                cell.Trim(),
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var milliseconds)
            || milliseconds is < 0 or > MillisecondsMax)
            return false;
        microseconds = (long)(milliseconds * (isRoundTrip ? 500 : 1000));
        return true;
    }
}
