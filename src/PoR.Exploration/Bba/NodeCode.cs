namespace PoR.Exploration.Bba;

/// <summary>One honest node after a step, in nine bits; never 0.</summary>
internal static class NodeCode
{
    private const int OwnShift = 2;
    private const int SaidShift = 5;
    private const int UnsentBit = 1 << 8;

    /// <summary>A node.</summary>
    /// <param name="seats">1 to 3.</param>
    /// <param name="own">What it holds: the word of its position.</param>
    /// <param name="said">What it has signed and stored in the step.</param>
    /// <param name="isUnsent">Whether it crashed before the vote was sent, so that nobody hears it in time.</param>
    public static int Of(int seats, int own, int said, bool isUnsent) =>
        seats | (own << OwnShift) | (said << SaidShift) | (isUnsent ? UnsentBit : 0);

    public static int Seats(int code) => code & 3;

    public static int Own(int code) => (code >> OwnShift) & 7;

    public static int Said(int code) => (code >> SaidShift) & 7;

    public static bool IsUnsent(int code) => (code & UnsentBit) != 0;
}
