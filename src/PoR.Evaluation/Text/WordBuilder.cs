namespace PoR.Evaluation.Text;

/// <summary>Spells one word as it is hashed.</summary>
internal static class WordBuilder
{
    /// <summary>Longest spelling in bytes; what follows is ignored.</summary>
    public const int MaxBytes = 40;

    /// <summary>Writes the spelling of a word.</summary>
    /// <param name="source">The word in folded text.</param>
    /// <param name="word">At least <see cref="MaxBytes"/> + 3 bytes.</param>
    /// <param name="foldLookalikes">Whether Greek and Cyrillic lookalikes become Latin.</param>
    /// <param name="keep">What remains of a letter that stands three or more times: 1 or 2.</param>
    /// <param name="hasLongRun">Whether a letter stands three or more times in a row.</param>
    /// <returns>The length of the spelling in bytes.</returns>
    public static int Spell(
        ReadOnlySpan<byte> source, Span<byte> word, bool foldLookalikes, int keep,
        out bool hasLongRun)
    {
        hasLongRun = false;
        var length = 0;
        var run = 0;
        byte last = 0;
        for (var i = 0; i < source.Length && length < MaxBytes;)
        {
            var letter = source[i];
            var size = 1;
            if (letter >= 0x80)
            {
                var codePoint = TextFolding.Decode(source[i..], out size);
                letter = foldLookalikes ? TextFolding.LookalikeOf(codePoint) : (byte)0;
                if (letter == 0)
                {
                    source.Slice(i, size).CopyTo(word[length..]);
                    length += size;
                    last = 0;
                }
            }
            else if (letter == (byte)'\'' && EndsInNt(source[i..], last))
            {
                letter = 0; // "don't" is spelled as the many who leave the mark out do.
            }
            i += size;
            if (letter == 0)
                continue;
            run = letter == last ? run + 1 : 1;
            last = letter;
            if (run < 3 || Ascii.ClassOf(letter) != Ascii.Letter)
            {
                word[length++] = letter;
                continue;
            }
            hasLongRun = true;
            if (run == 3 && keep == 1)
                length--;
        }
        return length;
    }

    private static bool EndsInNt(ReadOnlySpan<byte> rest, byte last) =>
        last == (byte)'n' && rest.Length == 2 && rest[1] == (byte)'t';
}
