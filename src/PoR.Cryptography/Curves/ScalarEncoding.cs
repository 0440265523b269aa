using System.Buffers.Binary;

namespace PoR.Cryptography.Curves;

/// <summary>Public scalars: 32 bytes, little-endian.</summary>
internal static class ScalarEncoding
{
    /// <summary>Length of a scalar in bytes.</summary>
    internal const int Length = 32;

    /// <summary>Whether a scalar is below the group's order L.</summary>
    internal static bool IsCanonical(ReadOnlySpan<byte> scalar)
    {
        for (var i = 3; i >= 0; i--)
        {
            var word = BinaryPrimitives.ReadUInt64LittleEndian(scalar[(8 * i)..]);
            if (word != CurveConstants.Order[i])
                return word < CurveConstants.Order[i];
        }

        return false;
    }

    /// <summary>
    /// The non-adjacent form: digits that are 0 or odd, of absolute value below 2^(width−1), at most
    /// one of any <paramref name="width"/> neighbours not 0.
    /// </summary>
    /// <param name="scalar">Little-endian, 16 or 32 bytes; with 32, below 2^255.</param>
    /// <param name="width">2..8.</param>
    /// <param name="digits">8·length of the scalar + 1 digits, lowest first.</param>
    internal static void ToNonAdjacentForm(ReadOnlySpan<byte> scalar, int width, Span<sbyte> digits)
    {
        Span<ulong> words = stackalloc ulong[5];
        words.Clear();
        for (var i = 0; i < scalar.Length / 8; i++)
            words[i] = BinaryPrimitives.ReadUInt64LittleEndian(scalar[(8 * i)..]);

        digits.Clear();
        var mask = (1UL << width) - 1;
        var carry = 0UL;
        for (var at = 0; at < digits.Length;)
        {
            var (word, bit) = (at >> 6, at & 63);
            var bits = words[word] >> bit;
            if (bit > 64 - width)
                bits |= words[word + 1] << (64 - bit);

            var window = carry + (bits & mask);
            if ((window & 1) == 0)
            {
                at++;
                continue;
            }

            carry = window > mask >> 1 ? 1UL : 0UL;
            digits[at] = (sbyte)((int)window - (int)(carry << width));
            at += width;
        }
    }
}
