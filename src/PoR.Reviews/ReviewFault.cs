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
