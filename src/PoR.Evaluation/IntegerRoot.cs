namespace PoR.Evaluation;

/// <summary>Square roots without floating point.</summary>
internal static class IntegerRoot
{
    /// <summary>The greatest integer whose square is at most <paramref name="value"/>.</summary>
    public static uint Floor(ulong value)
    {
        ulong root = 0;
        var bit = 1UL << 62;
        while (bit > value)
            bit >>= 2;
        for (; bit != 0; bit >>= 2)
        {
            if (value >= root + bit)
            {
                value -= root + bit;
                root = (root >> 1) + bit;
            }
            else
            {
                root >>= 1;
            }
        }
        return (uint)root;
    }
}
