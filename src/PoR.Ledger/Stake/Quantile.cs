using PoR.Core.Parameters;

namespace PoR.Ledger.Stake;

/// <summary>The q-quantile as the paper interpolates it (PoR §6.3.2).</summary>
internal static class Quantile
{
    /// <summary>
    /// x_j + (h − j)·(x_{j+1} − x_j) with h = q·(N + 1) and j = ⌊h⌋; the first or last stake where h lies beyond them.
    /// </summary>
    /// <param name="ascending">x_1 ≤ … ≤ x_N, at least one.</param>
    /// <param name="q">0..1.</param>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static ExactFraction Of(ReadOnlySpan<long> ascending, Ratio q)
    {
        if (ascending.IsEmpty)
            throw new ArgumentException("A quantile needs at least one value.", nameof(ascending));
        var (j, rest) = Math.DivRem(q.Numerator * (ascending.Length + 1L), q.Denominator);
        if (j < 1)
            return new ExactFraction(ascending[0], 1);
        if (j >= ascending.Length)
            return new ExactFraction(ascending[^1], 1);
        long low = ascending[(int)j - 1], high = ascending[(int)j];
        return new ExactFraction(((Int128)low * q.Denominator) + ((Int128)rest * (high - low)), q.Denominator);
    }
}

/// <summary>An exact quotient of two large integers; compared by multiplication, never divided.</summary>
/// <param name="Numerator">0 and up.</param>
/// <param name="Denominator">1 and up.</param>
internal readonly record struct ExactFraction(Int128 Numerator, Int128 Denominator)
{
    /// <summary>Whether a whole number is at least this.</summary>
    public bool IsAtMost(long value) => Numerator <= value * Denominator;

    /// <summary>The largest whole number that is not above this.</summary>
    internal Int128 Floor => Numerator / Denominator;
}
