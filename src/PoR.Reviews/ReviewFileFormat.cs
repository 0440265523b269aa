namespace PoR.Reviews;

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
