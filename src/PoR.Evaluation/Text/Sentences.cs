namespace PoR.Evaluation.Text;

/// <summary>Cuts folded text into sentences.</summary>
internal static class Sentences
{
    /// <summary>
    /// The length in bytes of the first sentence: up to and with its full stop, exclamation or
    /// question marks and the space behind them, or the whole text.
    /// </summary>
    public static int FirstLength(ReadOnlySpan<byte> folded)
    {
        for (var i = 0; i + 1 < folded.Length; i++)
        {
            if (folded[i] is (byte)'.' or (byte)'!' or (byte)'?' && folded[i + 1] == (byte)' ')
                return i + 2;
        }
        return folded.Length;
    }
}
