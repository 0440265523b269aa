using System.Collections.Immutable;

namespace PoR.Reviews;

/// <summary>
/// A small table whose columns are not those of reviews, read whole: TSV or CSV, plain or gzip, told apart and cut into
/// cells as files of reviews are.
/// </summary>
public static class TextTable
{
    /// <summary>Reads all rows, the header first.</summary>
    /// <param name="file">The name for faults; its extension tells the format.</param>
    /// <param name="stream">Read to its end; not disposed.</param>
    /// <param name="fault">What is wrong; null when the rows are returned.</param>
    /// <returns>The rows that are not blank; none when there is a fault.</returns>
    /// <exception cref="IOException">The stream fails.</exception>
    /// <exception cref="InvalidDataException">The stream is a damaged gzip.</exception>
    public static ImmutableArray<TextRow> Read(string file, Stream stream, out ReviewFault? fault)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(stream);
        var lines = new LineReader(file, ReviewFileReader.Unpacked(stream));
        var first = lines.Next();
        if (first is not null)
            lines.PushBack([first]);
        IFieldSplitter splitter = FormatDetection.Of(file, first?.Text) == ReviewFileFormat.Tsv
            ? new TsvSplitter(lines)
            : new CsvSplitter(lines);
        var rows = ImmutableArray.CreateBuilder<TextRow>();
        while (true)
        {
            var row = splitter.Next();
            fault = row.Fault;
            if (fault is not null)
                return [];
            if (row.Value is not { } fields)
                return rows.DrainToImmutable();
            if (fields.Count > 1 || !string.IsNullOrWhiteSpace(fields[0].Value))
                rows.Add(new TextRow(fields[0].Place.Number, [.. fields.Select(static field => field.Value)]));
        }
    }
}

/// <summary>A row of a table.</summary>
/// <param name="Line">The line on which it begins, from 1.</param>
/// <param name="Cells">Without their quotes; at least one.</param>
public sealed record TextRow(long Line, ImmutableArray<string> Cells);
