using System.Collections.Immutable;
using System.Text;

namespace PoR.Core.Transactions;

/// <summary>ReviewNote: a review's text, valid UTF-8 of 1..8,192 bytes (PoR §3.7).</summary>
public sealed class ReviewNote
{
    /// <summary>The longest text, in bytes of UTF-8.</summary>
    public const int BytesMax = 8192;

    private readonly ImmutableArray<byte> _utf8;

    private ReviewNote(ImmutableArray<byte> utf8) => _utf8 = utf8;

    /// <summary>The text as UTF-8.</summary>
    public ReadOnlySpan<byte> Utf8 => _utf8.AsSpan();

    /// <summary>Takes a text as it is.</summary>
    /// <returns>Null when it is empty, longer than 8,192 bytes or not valid UTF-8.</returns>
    public static ReviewNote? TryCreate(ReadOnlySpan<byte> utf8) =>
        utf8.Length is 0 or > BytesMax || !System.Text.Unicode.Utf8.IsValid(utf8)
            ? null
            : new ReviewNote([.. utf8]);

    /// <summary>Takes a text of a review file: cut at a code point's boundary to 8,192 bytes.</summary>
    /// <param name="text">Any text that is not empty; lone surrogates become U+FFFD.</param>
    /// <param name="isCut">True when bytes were cut off.</param>
    /// <exception cref="ArgumentException"><paramref name="text"/> is empty.</exception>
    public static ReviewNote Cut(string text, out bool isCut)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        var bytes = Encoding.UTF8.GetBytes(text);
        isCut = bytes.Length > BytesMax;
        var length = Math.Min(bytes.Length, BytesMax);
        while (isCut && (bytes[length] & 0xC0) == 0x80)
            length--;
        return new ReviewNote([.. bytes.AsSpan(0, length)]);
    }

    /// <summary>The text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(_utf8.AsSpan());
}
