using System.Runtime.CompilerServices;

namespace PoR.Cryptography.Curves;

/// <summary>Sums of multiples of points, in variable time: public scalars and public points only.</summary>
/// <remarks>
/// Straus' method on non-adjacent forms. The short scalar has 16 bytes, as a VRF challenge has. That
/// the time tells the scalars is no loss here: every reader of a proof knows them.
/// </remarks>
internal static class PublicMultiplication
{
    /// <summary>Length of a short scalar in bytes.</summary>
    internal const int ShortLength = 16;

    private const int ShortDigits = 8 * ShortLength + 1;
    private const int LongDigits = 8 * ScalarEncoding.Length + 1;

    /// <summary>s·B − c·P.</summary>
    /// <param name="result">The sum, without T.</param>
    /// <param name="s">32 bytes, below 2^255.</param>
    /// <param name="c">16 bytes.</param>
    /// <param name="p">P.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void BaseMinus(
        out EdwardsPoint result, ReadOnlySpan<byte> s, ReadOnlySpan<byte> c, in EdwardsPoint p)
    {
        Span<sbyte> low = stackalloc sbyte[ShortDigits];
        Span<sbyte> high = stackalloc sbyte[ShortDigits];
        Span<sbyte> minus = stackalloc sbyte[ShortDigits];
        ScalarEncoding.ToNonAdjacentForm(s[..ShortLength], PointTable.BaseWidth, low);
        ScalarEncoding.ToNonAdjacentForm(s[ShortLength..], PointTable.BaseWidth, high);
        ScalarEncoding.ToNonAdjacentForm(c, PointTable.Width, minus);
        Span<CachedPoint> table = stackalloc CachedPoint[PointTable.Length];
        PointTable.Fill(table, p);
        var (ofBase, ofHighBase) = (PointTable.OfBase, PointTable.OfHighBase);

        result = EdwardsPoint.Identity;
        for (var i = ShortDigits - 1; i >= 0; i--)
        {
            // T costs a product, and only an addition reads it.
            int l = low[i], h = high[i], m = -minus[i];
            EdwardsPoint.Double(out result, result, needsT: (l | h | m) != 0);
            if (l != 0)
                PointTable.AddDigit(ref result, ofBase, l, needsT: (h | m) != 0);
            if (h != 0)
                PointTable.AddDigit(ref result, ofHighBase, h, needsT: m != 0);
            if (m != 0)
                PointTable.AddDigit(ref result, table, m, needsT: false);
        }
    }

    /// <summary>s·P − c·Q.</summary>
    /// <param name="result">The sum, without T.</param>
    /// <param name="s">32 bytes, below 2^255.</param>
    /// <param name="p">P.</param>
    /// <param name="c">16 bytes.</param>
    /// <param name="q">Q.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Difference(
        out EdwardsPoint result,
        ReadOnlySpan<byte> s,
        in EdwardsPoint p,
        ReadOnlySpan<byte> c,
        in EdwardsPoint q)
    {
        Span<sbyte> plus = stackalloc sbyte[LongDigits];
        Span<sbyte> minus = stackalloc sbyte[LongDigits];
        ScalarEncoding.ToNonAdjacentForm(s, PointTable.Width, plus);
        minus.Clear();
        ScalarEncoding.ToNonAdjacentForm(c, PointTable.Width, minus[..ShortDigits]);
        Span<CachedPoint> plusTable = stackalloc CachedPoint[PointTable.Length];
        Span<CachedPoint> minusTable = stackalloc CachedPoint[PointTable.Length];
        PointTable.Fill(plusTable, p);
        PointTable.Fill(minusTable, q);

        var first = LongDigits - 1;
        while (first > 0 && plus[first] == 0 && minus[first] == 0)
            first--;

        result = EdwardsPoint.Identity;
        for (var i = first; i >= 0; i--)
        {
            int l = plus[i], m = -minus[i];
            EdwardsPoint.Double(out result, result, needsT: (l | m) != 0);
            if (l != 0)
                PointTable.AddDigit(ref result, plusTable, l, needsT: m != 0);
            if (m != 0)
                PointTable.AddDigit(ref result, minusTable, m, needsT: false);
        }
    }

    /// <summary>n·P for each of some scalars n, with one table of P.</summary>
    /// <param name="results">n·P of each n, without T.</param>
    /// <param name="p">P.</param>
    /// <param name="scalars">32 bytes each, below 2^255.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiples(Span<EdwardsPoint> results, in EdwardsPoint p, ReadOnlySpan<byte> scalars)
    {
        Span<sbyte> digits = stackalloc sbyte[LongDigits];
        Span<CachedPoint> table = stackalloc CachedPoint[PointTable.Length];
        PointTable.Fill(table, p);
        for (var n = 0; n < results.Length; n++)
        {
            var scalar = scalars.Slice(n * ScalarEncoding.Length, ScalarEncoding.Length);
            ScalarEncoding.ToNonAdjacentForm(scalar, PointTable.Width, digits);
            ref var result = ref results[n];
            result = EdwardsPoint.Identity;
            for (var i = digits.LastIndexOfAnyExcept((sbyte)0); i >= 0; i--)
            {
                int digit = digits[i];
                EdwardsPoint.Double(out result, result, needsT: digit != 0);
                if (digit != 0)
                    PointTable.AddDigit(ref result, table, digit, needsT: false);
            }
        }
    }
}
