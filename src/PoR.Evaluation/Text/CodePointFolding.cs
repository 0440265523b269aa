namespace PoR.Evaluation.Text;

/// <summary>What one code point above ASCII becomes.</summary>
internal static class CodePointFolding
{
    /// <summary>The code point leaves no trace: zero-width, bidi control, combining mark.</summary>
    public const int Removed = 0;

    /// <summary>The code point stays as its UTF-8 bytes: a letter of another script.</summary>
    public const int KeptLetter = -1;

    /// <summary>The code point stays as its UTF-8 bytes: an emoji.</summary>
    public const int KeptSign = -2;

    /// <summary>
    /// One ASCII byte (1..127), two of them (first in the high byte), or one of the constants.
    /// </summary>
    /// <param name="codePoint">U+0080 or above.</param>
    public static int Fold(int codePoint) => codePoint switch
    {
        < 0xC0 => FoldLatinSigns(codePoint),
        < 0x250 => FromTable(FoldingTables.Latin[codePoint - FoldingTables.LatinStart]),
        < 0x2B0 => KeptLetter,
        < 0x300 => codePoint is 0x2B9 or 0x2BB or 0x2BC or 0x2BD or 0x2C8 or 0x2CA or 0x2CB
            ? '\'' : ' ',
        < 0x370 => Removed,
        < 0x2000 => FoldOtherScript(codePoint),
        < 0x2070 => FoldPunctuation(codePoint),
        < 0x3000 => FoldSymbol(codePoint),
        < 0xFE00 => FoldEastern(codePoint),
        < 0x10000 => FoldForm(codePoint),
        _ => FoldSupplementary(codePoint),
    };

    private static int FromTable(byte entry) => entry switch
    {
        (byte)'.' => KeptLetter,
        (byte)'-' => ' ',
        _ => FoldingTables.Pair(entry),
    };

    private static int FoldLatinSigns(int codePoint) => codePoint switch
    {
        0xAD => Removed,
        0xAA => 'a',
        0xBA => 'o',
        0xB4 => '\'',
        0xB5 => 'u',
        0xB2 or 0xB3 => '0' + (codePoint - 0xB0),
        0xB9 => '1',
        0xA1 => '!',
        0xBF => '?',
        _ => ' ',
    };

    private static int FoldOtherScript(int codePoint) => codePoint switch
    {
        0x483 or 0x484 or 0x485 or 0x486 or 0x487 or 0x488 or 0x489 => Removed,
        0x61C or 0x115F or 0x1160 or 0x17B4 or 0x17B5 => Removed,
        0x37E => ';',
        0x387 => ',',
        0x60C or 0x61B => ',',
        0x61F => '?',
        0x1680 => ' ',
        >= 0x180B and <= 0x180F => Removed,
        >= 0x1AB0 and <= 0x1AFF => Removed,
        >= 0x1DC0 and <= 0x1DFF => Removed,
        >= 0x1E00 and <= 0x1EFF => FromTable(
            FoldingTables.LatinAdditional[codePoint - FoldingTables.LatinAdditionalStart]),
        _ => KeptLetter,
    };

    private static int FoldPunctuation(int codePoint) => codePoint switch
    {
        <= 0x200A => ' ',
        <= 0x200F => Removed,
        <= 0x2013 or 0x2043 => '-',
        0x2014 or 0x2015 => ';',
        0x2018 or 0x2019 or 0x201A or 0x201B or 0x2032 => '\'',
        0x2026 => '.',
        >= 0x202A and <= 0x202E => Removed,
        0x203C => '!' << 8 | '!',
        0x2047 => '?' << 8 | '?',
        0x2048 => '?' << 8 | '!',
        0x2049 => '!' << 8 | '?',
        >= 0x2060 => Removed,
        _ => ' ',
    };

    private static int FoldSymbol(int codePoint) => codePoint switch
    {
        < 0x20D0 => ' ',
        < 0x2100 => Removed,
        >= 0x24B6 and <= 0x24E9 => 'a' + ((codePoint - 0x24B6) % 26),
        >= 0x2C00 and < 0x2E00 => KeptLetter,
        _ when SignTables.IsSign(codePoint) => FoldSign(codePoint),
        _ => ' ',
    };

    private static int FoldEastern(int codePoint) => codePoint switch
    {
        0x3001 => ',',
        0x3002 => '.',
        0x3164 => Removed,
        0x302A or 0x302B or 0x302C or 0x302D or 0x3099 or 0x309A => Removed,
        <= 0x3004 or (>= 0x3008 and <= 0x3020) or 0x3030 => ' ',
        >= 0xE000 and <= 0xF8FF => ' ',
        >= 0xFB00 and <= 0xFB06 => FoldLigature(codePoint),
        _ => KeptLetter,
    };

    private static int FoldLigature(int codePoint) => codePoint switch
    {
        0xFB01 => 'f' << 8 | 'i',
        0xFB02 => 'f' << 8 | 'l',
        0xFB05 or 0xFB06 => 's' << 8 | 't',
        _ => 'f' << 8 | 'f', // ff, ffi and ffl: the third letter is given up.
    };

    private static int FoldForm(int codePoint) => codePoint switch
    {
        <= 0xFE0F or (>= 0xFE20 and <= 0xFE2F) => Removed,
        0xFEFF or 0xFFA0 or (>= 0xFFF0 and <= 0xFFFB) => Removed,
        >= 0xFF01 and <= 0xFF5E => Ascii.Fold((byte)(codePoint - 0xFEE0)),
        >= 0xFE70 and <= 0xFEFC => KeptLetter,
        >= 0xFF66 and <= 0xFFDC => KeptLetter,
        _ => ' ',
    };

    private static int FoldSupplementary(int codePoint) => codePoint switch
    {
        >= 0x1D400 and <= 0x1D6A3 => 'a' + ((codePoint - 0x1D400) % 26),
        >= 0x1D7CE and <= 0x1D7FF => '0' + ((codePoint - 0x1D7CE) % 10),
        >= 0x1F130 and <= 0x1F149 => 'a' + (codePoint - 0x1F130),
        >= 0x1F150 and <= 0x1F169 => 'a' + (codePoint - 0x1F150),
        >= 0x1F170 and <= 0x1F189 => 'a' + (codePoint - 0x1F170),
        >= 0x1F3FB and <= 0x1F3FF => Removed,
        >= 0xE0000 => codePoint <= 0xE0FFF ? Removed : ' ',
        _ when SignTables.IsSign(codePoint) => FoldSign(codePoint),
        _ => KeptLetter,
    };

    private static int FoldSign(int codePoint) =>
        SignTables.SideOf(codePoint) is var side and not 0 ? side : KeptSign;
}
