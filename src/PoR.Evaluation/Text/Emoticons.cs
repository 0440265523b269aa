namespace PoR.Evaluation.Text;

/// <summary>Emoticons of punctuation: eyes, perhaps a nose, a mouth.</summary>
internal static class Emoticons
{
    private static ReadOnlySpan<byte> Glad => [SignTables.Positive];

    private static ReadOnlySpan<byte> Sad => [SignTables.Negative];

    /// <summary>Reads an emoticon at the start of folded text.</summary>
    /// <param name="rest">Folded text from the eyes on.</param>
    /// <param name="size">Its length in bytes, or 0 if there is none.</param>
    /// <returns>How it is hashed; glad and sad ones as the emoji of their side.</returns>
    public static ReadOnlySpan<byte> Read(ReadOnlySpan<byte> rest, out int size)
    {
        size = 0;
        if (rest.StartsWith("</3"u8))
            size = 3;
        else if (rest.StartsWith("<3"u8))
            size = 2;
        if (size != 0)
            return IsFollowedByWord(rest, size) ? None(out size) : size == 2 ? Glad : Sad;
        if (rest.Length < 2 || rest[0] is not ((byte)':' or (byte)';' or (byte)'='))
            return None(out size);

        var mouth = rest[1] is (byte)'-' or (byte)'\'' or (byte)'^' ? 2 : 1;
        if (mouth >= rest.Length || IsFollowedByWord(rest, mouth + 1))
            return None(out size);
        size = mouth + 1;
        switch (rest[mouth])
        {
            case (byte)')' or (byte)']' or (byte)'d' or (byte)'>' or (byte)'*' or (byte)'p':
                return Glad;
            case (byte)'(' or (byte)'[' or (byte)'|' or (byte)'\\':
                return Sad;
            case (byte)'/' when mouth + 1 >= rest.Length || rest[mouth + 1] != (byte)'/':
                return Sad; // "://" belongs to an address.
            default:
                return None(out size);
        }
    }

    private static bool IsFollowedByWord(ReadOnlySpan<byte> rest, int size) =>
        size < rest.Length
        && Ascii.ClassOf(rest[size]) is Ascii.Letter or Ascii.Digit or Ascii.Lead;

    private static ReadOnlySpan<byte> None(out int size)
    {
        size = 0;
        return default;
    }
}
