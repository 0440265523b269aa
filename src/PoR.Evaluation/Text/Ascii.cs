namespace PoR.Evaluation.Text;

/// <summary>Folds and classifies single bytes of folded text.</summary>
internal static class Ascii
{
    /// <summary>A letter a to z.</summary>
    public const byte Letter = 1;

    /// <summary>A digit 0 to 9.</summary>
    public const byte Digit = 2;

    /// <summary>The first byte of a kept code point above ASCII.</summary>
    public const byte Lead = 3;

    /// <summary>A mark that ends a clause: full stop, comma, semicolon, colon, bracket.</summary>
    public const byte Clause = 4;

    /// <summary>An exclamation or question mark.</summary>
    public const byte Mark = 5;

    /// <summary>A folded sign, see <see cref="SignTables"/>.</summary>
    public const byte Sign = 6;

    private static readonly byte[] Classes = MakeClasses();

    /// <summary>The class of a byte, 0 for what only separates.</summary>
    public static byte ClassOf(byte value) => Classes[value];

    /// <summary>Lower case; control characters become a space.</summary>
    public static byte Fold(byte value) => value switch
    {
        >= (byte)'A' and <= (byte)'Z' => (byte)(value | 0x20),
        (byte)'`' => (byte)'\'',
        <= 0x20 or 0x7F => (byte)' ',
        _ => value,
    };

    private static byte[] MakeClasses()
    {
        var classes = new byte[256];
        classes.AsSpan('a', 26).Fill(Letter);
        classes.AsSpan('0', 10).Fill(Digit);
        classes.AsSpan(0xC2, 0xF5 - 0xC2).Fill(Lead);
        foreach (var mark in ".,;:()[]{}"u8)
            classes[mark] = Clause;
        classes['!'] = Mark;
        classes['?'] = Mark;
        classes[SignTables.Positive] = Sign;
        classes[SignTables.Negative] = Sign;
        return classes;
    }
}
