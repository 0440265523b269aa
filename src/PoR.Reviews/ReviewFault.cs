namespace PoR.Reviews;

/// <summary>Why a review file, or one row of it, is refused.</summary>
/// <param name="File">The file, as its reader was told.</param>
/// <param name="Line">From 1; 0 when the whole file is meant.</param>
/// <param name="Column">In characters (code points), from 1; 0 when the whole file is meant.</param>
/// <param name="Kind">The reason, to count by.</param>
/// <param name="Message">The reason, as a sentence.</param>
public sealed record ReviewFault(
    string File, long Line, int Column, ReviewFaultKind Kind, string Message)
{
    /// <summary>For example <c>a.tsv:7:12: A rating is a whole number, not 'x'.</c></summary>
    public override string ToString() =>
        Line == 0 ? $"{File}: {Message}" : $"{File}:{Line}:{Column}: {Message}";
}

/// <summary>Why a review file or one of its rows is refused.</summary>
public enum ReviewFaultKind
{
    /// <summary>The file cannot be opened, read or unpacked; nothing follows.</summary>
    Unreadable,

    /// <summary>The header is missing, has no column <c>text</c>, or names a column twice.</summary>
    BadHeader,

    /// <summary>More or fewer fields than the header has.</summary>
    FieldCount,

    /// <summary>Bytes that are no UTF-8, or an escape that is no character.</summary>
    InvalidUtf8,

    /// <summary>A line, or a row over several lines, is longer than 1 MiB.</summary>
    TooLong,

    /// <summary>A quote that opens and never closes.</summary>
    UnclosedQuote,

    /// <summary>A quote inside a field without quotes, or text behind a closing quote.</summary>
    MisplacedQuote,

    /// <summary>A line that is no JSON object, or a value of the wrong kind in it.</summary>
    BadJson,

    /// <summary>No text.</summary>
    EmptyText,

    /// <summary>A tab or a line break in an id.</summary>
    BadId,

    /// <summary>A rating that is no whole number, or off its scale.</summary>
    BadRating,

    /// <summary>A scale that is not <c>a-b</c> with 0 ≤ a &lt; b ≤ 1000.</summary>
    UnknownScale,

    /// <summary>A commitment to sensitive fields that is not 64 hexadecimal digits.</summary>
    BadCommitment,
}

/// <summary>What was read next: a value, or why it is none; both null at the end of the file.</summary>
internal readonly record struct ReadResult<T>(T? Value, ReviewFault? Fault)
    where T : class
{
    /// <summary>True when nothing follows.</summary>
    internal bool IsEnd => Value is null && Fault is null;

    /// <summary>A value.</summary>
    public static implicit operator ReadResult<T>(T value) => new(value, null);

    /// <summary>Why there is none.</summary>
    public static implicit operator ReadResult<T>(ReviewFault fault) => new(null, fault);
}
