using System.Text;

namespace PoR.Reviews;

/// <summary>One line of a file.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Text">Without its end; bytes that are no UTF-8 as U+FFFD; empty when too long.</param>
/// <param name="End">LF, CR LF, or nothing at the end of the file.</param>
/// <param name="Fault">What is wrong with the line as such: InvalidUtf8 or TooLong; else null.</param>
internal sealed record TextLine(long Number, string Text, string End, ReviewFault? Fault)
{
    /// <summary>The column of a character, in code points from 1.</summary>
    /// <param name="index">An index into <see cref="Text"/>, at most its length.</param>
    internal int ColumnOf(int index) => CodePoints(Text.AsSpan(0, index)) + 1;

    /// <summary>The column of a byte, in code points from 1.</summary>
    /// <param name="prefix">The valid UTF-8 before it.</param>
    internal static int ColumnAfter(ReadOnlySpan<byte> prefix) =>
        CodePoints(Encoding.UTF8.GetString(prefix)) + 1;

    private static int CodePoints(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var character in text)
            count += char.IsLowSurrogate(character) ? 0 : 1;
        return count;
    }
}
