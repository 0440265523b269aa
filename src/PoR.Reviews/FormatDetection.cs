namespace PoR.Reviews;

/// <summary>Tells a file's format.</summary>
internal static class FormatDetection
{
    /// <summary>
    /// By the extension, <c>.gz</c> aside: .tsv, .csv, .jsonl or .ndjson; else by the look of the first
    /// line: a brace starts JSON, a tab means TSV, a comma CSV, and neither a table of one column.
    /// </summary>
    internal static ReviewFileFormat Of(string file, string? firstLine)
    {
        var name = file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file[..^3] : file;
        return Path.GetExtension(name).ToUpperInvariant() switch
        {
            ".TSV" => ReviewFileFormat.Tsv,
            ".CSV" => ReviewFileFormat.Csv,
            ".JSONL" or ".NDJSON" => ReviewFileFormat.JsonLines,
            _ => ByLook(firstLine ?? ""),
        };
    }

    private static ReviewFileFormat ByLook(string line)
    {
        if (line.AsSpan().TrimStart().StartsWith('{'))
            return ReviewFileFormat.JsonLines;
        var isCsv = !line.Contains('\t', StringComparison.Ordinal) && line.Contains(',', StringComparison.Ordinal);
        return isCsv ? ReviewFileFormat.Csv : ReviewFileFormat.Tsv;
    }
}

/// <summary>How a review file is written.</summary>
public enum ReviewFileFormat
{
    /// <summary>A header and rows, cut by tabs; no quoting.</summary>
    Tsv,

    /// <summary>A header and rows, cut by commas, quoted by RFC 4180.</summary>
    Csv,

    /// <summary>One JSON object a line; no header.</summary>
    JsonLines,
}
