using System.Numerics;
using PoR.Core.Identities;

namespace PoR.Consensus.Sortition;

/// <summary>
/// Seats of one weight: the least j with x ≤ ⌊(2^64−1)·CDF(j; w, p)⌋, p = min(1, τ/W), w if there is none (D4).
/// Exact integers; immutable.
/// </summary>
/// <remarks>
/// Thresholds below w never exceed 2^64−2, since CDF(j) &lt; 1 there: so x = 2^64−1 gives w, as x = 0 gives 0. The
/// table keeps only thresholds between 1 and the first 2^64−2: about 20 standard deviations, whatever w is.
/// </remarks>
public sealed class SortitionTable
{
    /// <summary>2^64−2: the greatest threshold below j = w.</summary>
    internal const ulong ThresholdMax = ulong.MaxValue - 1;

    private readonly long _weight;
    private readonly long _first;
    private readonly ulong[] _thresholds;

    private SortitionTable(long weight, long first, ulong[] thresholds)
    {
        _weight = weight;
        _first = first;
        _thresholds = thresholds;
    }

    /// <summary>How many thresholds are kept.</summary>
    internal int Count => _thresholds.Length;

    /// <summary>Builds the table; its cost grows with the standard deviation √(w·p·(1−p)).</summary>
    /// <param name="weight">w: the member's sub-users, 0..W.</param>
    /// <param name="totalWeight">W: all sub-users, 1 and up.</param>
    /// <param name="expectedSeats">τ, 1 and up; above W it counts as W.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static SortitionTable Of(long weight, long totalWeight, long expectedSeats)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(weight);
        ArgumentOutOfRangeException.ThrowIfLessThan(totalWeight, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weight, totalWeight);
        ArgumentOutOfRangeException.ThrowIfLessThan(expectedSeats, 1);
        if (weight == 0 || expectedSeats >= totalWeight)
            return new SortitionTable(weight, 0, []);

        var divisor = (long)BigInteger.GreatestCommonDivisor(expectedSeats, totalWeight);
        var success = expectedSeats / divisor;
        var failure = (totalWeight / divisor) - success;
        if (weight == 1)
        {
            var threshold = (ulong)((UInt128)ulong.MaxValue * (ulong)failure / ((UInt128)success + (ulong)failure));
            return new SortitionTable(weight, 0, [threshold]);
        }

        var (first, thresholds) = BinomialThresholds.Of(weight, success, failure);
        return new SortitionTable(weight, first, thresholds);
    }

    /// <summary>How many seats a credential's output wins: 0..w.</summary>
    public long Seats(VrfOutput output) => Seats(output.Prefix);

    /// <summary>How many seats x wins: 0..w.</summary>
    /// <param name="x">The first 8 bytes of β, big-endian.</param>
    public long Seats(ulong x)
    {
        if (x == 0)
            return 0; // Even for p = 1: 0 ≤ CDF(0) always holds.
        var (low, high) = (0, _thresholds.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (x <= _thresholds[middle])
                high = middle;
            else
                low = middle + 1;
        }

        return low == _thresholds.Length ? _weight : _first + low;
    }
}
