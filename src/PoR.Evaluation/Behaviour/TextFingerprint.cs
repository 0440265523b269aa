using PoR.Core.Hashing;
using PoR.Core.Transactions;

namespace PoR.Evaluation.Behaviour;

/// <summary>Whether two reviews say the same, whatever their case, blanks and punctuation (PoR §8.3).</summary>
public static class TextFingerprint
{
    /// <summary>Digest of a text whose ASCII is folded; other characters stay as they are.</summary>
    public static Digest Of(ReviewNote note)
    {
        var source = note.Utf8;
        var folded = new byte[source.Length];
        var length = 0;
        foreach (var value in source)
        {
            if (IsWord(value))
                folded[length++] = value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value | 0x20) : value;
            else if (length > 0 && folded[length - 1] != (byte)' ')
                folded[length++] = (byte)' ';
        }

        if (length > 0 && folded[length - 1] == (byte)' ')
            length--;
        return DomainHash.Of(HashDomain.ReviewText, folded.AsSpan(0, length));
    }

    private static bool IsWord(byte value) =>
        value >= 0x80 || char.IsAsciiLetterOrDigit((char)value);
}
