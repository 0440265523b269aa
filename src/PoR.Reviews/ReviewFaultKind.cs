namespace PoR.Reviews;

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
}
