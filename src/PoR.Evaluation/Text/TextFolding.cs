namespace PoR.Evaluation.Text;

/// <summary>Turns UTF-8 text into folded text: lower-case ASCII where that is possible.</summary>
/// <remarks>
/// Folded text is never longer than its source. White space is joined to one space; accents, case,
/// full width and typographic variants are folded; what cannot be seen is removed. Letters of other
/// scripts and emoji without a side stay as UTF-8.
/// </remarks>
internal static class TextFolding
{
    /// <summary>Folds a text; linear in its length.</summary>
    /// <param name="utf8">Valid UTF-8.</param>
    /// <param name="folded">At least as long as <paramref name="utf8"/>, in bytes.</param>
    /// <param name="hasForeignLetter">
    /// Whether the text holds a letter that neither is nor looks like a Latin one.
    /// </param>
    /// <returns>The length of the folded text in bytes.</returns>
    public static int Fold(ReadOnlySpan<byte> utf8, Span<byte> folded, out bool hasForeignLetter)
    {
        hasForeignLetter = false;
        var length = 0;
        for (var i = 0; i < utf8.Length;)
        {
            var first = utf8[i];
            if (first < 0x80)
            {
                Append(folded, ref length, Ascii.Fold(first));
                i++;
                continue;
            }
            var codePoint = Decode(utf8[i..], out var size);
            var image = CodePointFolding.Fold(codePoint);
            if (image > 0)
            {
                if (image > 0xFF)
                    Append(folded, ref length, (byte)(image >> 8));
                Append(folded, ref length, (byte)image);
            }
            else if (image != CodePointFolding.Removed)
            {
                utf8.Slice(i, size).CopyTo(folded[length..]);
                length += size;
                hasForeignLetter |= image == CodePointFolding.KeptLetter
                    && LookalikeOf(codePoint) == 0;
            }
            i += size;
        }
        return length;
    }

    /// <summary>The Latin letter that a kept letter looks like, or 0.</summary>
    public static byte LookalikeOf(int codePoint)
    {
        var index = codePoint - FoldingTables.GreekStart;
        if ((uint)index >= (uint)FoldingTables.GreekAndCyrillic.Length)
            return 0;
        var letter = FoldingTables.GreekAndCyrillic[index];
        return letter == (byte)'.' ? (byte)0 : letter;
    }

    /// <summary>Decodes the first code point of valid UTF-8 and says its size in bytes.</summary>
    public static int Decode(ReadOnlySpan<byte> utf8, out int size)
    {
        int first = utf8[0];
        size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        return size switch
        {
            1 => first,
            2 => ((first & 0x1F) << 6) | (utf8[1] & 0x3F),
            3 => ((first & 0x0F) << 12) | ((utf8[1] & 0x3F) << 6) | (utf8[2] & 0x3F),
            _ => ((first & 0x07) << 18) | ((utf8[1] & 0x3F) << 12)
                | ((utf8[2] & 0x3F) << 6) | (utf8[3] & 0x3F),
        };
    }

    private static void Append(Span<byte> folded, ref int length, byte value)
    {
        if (value == (byte)' ' && (length == 0 || folded[length - 1] == (byte)' '))
            return;
        folded[length++] = value;
    }
}
