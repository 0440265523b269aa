using System.Runtime.CompilerServices;

namespace PoR.Cryptography.Curves;

/// <summary>Odd multiples of points, prepared to be added by digits of a non-adjacent form.</summary>
internal static class PointTable
{
    /// <summary>Digits of this width need the eight multiples 1, 3, …, 15 of a point.</summary>
    internal const int Width = 5;

    /// <summary>Number of entries for digits of <see cref="Width"/>.</summary>
    internal const int Length = 1 << (Width - 2);

    /// <summary>Digits of this width need the 64 multiples 1, 3, …, 127 of the base point.</summary>
    internal const int BaseWidth = 8;

    /// <summary>Odd multiples of B.</summary>
    internal static readonly CachedPoint[] OfBase = FixedTable(doublings: 0);

    /// <summary>Odd multiples of 2^128·B, so that a scalar's two halves share their doublings.</summary>
    internal static readonly CachedPoint[] OfHighBase = FixedTable(doublings: 128);

    /// <summary>Fills a table with the odd multiples 1, 3, 5, … of a point.</summary>
    [SkipLocalsInit]
    internal static void Fill(Span<CachedPoint> table, in EdwardsPoint point)
    {
        EdwardsPoint.Double(out var twice, point, needsT: true);
        CachedPoint.From(out var step, twice);
        CachedPoint.From(out table[0], point);
        var multiple = point;
        for (var i = 1; i < table.Length; i++)
        {
            EdwardsPoint.Add(out multiple, multiple, step, isMinus: false, needsT: true);
            CachedPoint.From(out table[i], multiple);
        }
    }

    /// <summary>sum ± the multiple that a digit names. The digit is not 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void AddDigit(
        ref EdwardsPoint sum, ReadOnlySpan<CachedPoint> table, int digit, bool needsT)
    {
        var isMinus = digit < 0;
        EdwardsPoint.Add(out sum, sum, table[(isMinus ? -digit : digit) >> 1], isMinus, needsT);
    }

    private static CachedPoint[] FixedTable(int doublings)
    {
        var point = EdwardsPoint.Base;
        for (var i = 0; i < doublings; i++)
            EdwardsPoint.Double(out point, point, needsT: true);

        var table = new CachedPoint[1 << (BaseWidth - 2)];
        EdwardsPoint.Double(out var twice, point, needsT: true);
        CachedPoint.From(out var step, twice);
        for (var i = 0; i < table.Length; i++)
        {
            FieldPowers.Invert(out var inverse, point.Z);
            FieldMultiplication.Multiply(out var x, point.X, inverse);
            FieldMultiplication.Multiply(out var y, point.Y, inverse);
            CachedPoint.FromAffine(out table[i], x, y);
            EdwardsPoint.Add(out point, point, step, isMinus: false, needsT: true);
        }

        return table;
    }
}
