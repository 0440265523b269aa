namespace PoR.Evaluation.Text;

/// <summary>Emoji: which code points are one, and which of them are plainly glad or sad.</summary>
internal static class SignTables
{
    /// <summary>The folded byte of a glad sign: 👍, ❤, and the token of ":)".</summary>
    public const byte Positive = 0x01;

    /// <summary>The folded byte of a sad or angry sign: 👎, 💔, and the token of ":(".</summary>
    public const byte Negative = 0x02;

    /// <summary>Whether a code point of U+0080 or above counts as one emoji token.</summary>
    public static bool IsSign(int codePoint) => codePoint switch
    {
        >= 0x2300 and <= 0x23FF => true,
        >= 0x2600 and <= 0x27BF => true,
        >= 0x2B00 and <= 0x2BFF => true,
        >= 0x1F000 and <= 0x1FAFF => true,
        _ => false,
    };

    /// <summary><see cref="Positive"/>, <see cref="Negative"/>, or 0 for an emoji without a side.</summary>
    public static byte SideOf(int codePoint) => codePoint switch
    {
        0x263A or 0x2665 or 0x2728 or 0x2763 or 0x2764 => Positive,
        0x1F31F or 0x1F389 or 0x1F38A or 0x1F3C6 or 0x1F44C or 0x1F44D or 0x1F44F => Positive,
        >= 0x1F493 and <= 0x1F49F => codePoint == 0x1F494 ? Negative : Positive,
        0x1F4AF or (>= 0x1F600 and <= 0x1F606) or (>= 0x1F609 and <= 0x1F60B) => Positive,
        0x1F60D or 0x1F60E or (>= 0x1F617 and <= 0x1F61A) => Positive,
        (>= 0x1F638 and <= 0x1F63B) or 0x1F642 or 0x1F64C or 0x1F917 or 0x1F929 => Positive,
        0x1F947 or 0x1F970 or 0x1F973 => Positive,
        0x2639 or 0x274C or 0x1F44E or 0x1F47F or 0x1F4A9 or 0x1F595 or 0x1F5D1 => Negative,
        0x1F612 or (>= 0x1F614 and <= 0x1F616) or (>= 0x1F61E and <= 0x1F627) => Negative,
        0x1F629 or 0x1F62A or 0x1F62B or 0x1F62D or 0x1F63E or 0x1F63F => Negative,
        0x1F641 or 0x1F644 or 0x1F922 or 0x1F926 or 0x1F92C or 0x1F92E => Negative,
        _ => 0,
    };
}
