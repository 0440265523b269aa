using System.Numerics;

namespace PoR.Consensus.Sortition;

/// <summary>
/// ⌊(2^64−1)·CDF(j; w, p)⌋ for p = τ/W, exact to the last bit (D4). Nothing underflows: terms are
/// taken relative to the greatest one, and the sum is scaled once at the end.
/// </summary>
/// <remarks>
/// Let u(i) = P(i)/P(m) with m the mode ⌊(w+1)·p⌋, so u ≤ 1, and every ratio away from the mode is ≤ 1. Terms are
/// computed outwards in fixed point, each rounded down, hence after D steps 0 ≤ u(i) − u'(i) ≤ D units. Beyond the
/// first u' = 0 on either side u(i) ≤ D units as well. So any partial sum is short by at most E = (w+1)·(D+1)
/// units, which encloses each threshold in an interval. If its ends have one floor, that is the exact value;
/// otherwise the precision is doubled, and at last the candidate is compared as a whole fraction.
/// </remarks>
internal static class BinomialThresholds
{
    private const int FirstBits = 128;
    private const int LastBits = 2048;

    /// <summary>The thresholds that differ from both ends.</summary>
    /// <param name="weight">w, 2 and up.</param>
    /// <param name="success">Numerator of p in lowest terms, 1 and up.</param>
    /// <param name="failure">Numerator of 1 − p over the same denominator, 1 and up.</param>
    /// <param name="firstBits">Bits behind the point to begin with.</param>
    /// <returns>
    /// Thresholds of j = First, First + 1, …: those below First are 0, those behind the last and below w are
    /// 2^64−2, which is the greatest floor of a CDF below 1.
    /// </returns>
    public static (long First, ulong[] Values) Of(
        long weight, long success, long failure, int firstBits = FirstBits)
    {
        for (var bits = firstBits; ; bits *= 2)
        {
            if (TryOf(weight, success, failure, bits, bits >= LastBits) is { } thresholds)
                return thresholds;
        }
    }

    /// <summary>As <see cref="Of"/> at one precision; null when it leaves a threshold open.</summary>
    internal static (long First, ulong[] Values)? TryOf(
        long weight, long success, long failure, int bits, bool isLast = false) =>
        new Terms(weight, success, failure, bits).Thresholds(isLast);

    /// <summary>
    /// ⌊(2^64−1)·CDF(j)⌋ by whole fractions: slow, needed only where it is a whole number or nearly so.
    /// </summary>
    public static ulong Exact(long weight, long success, long failure, long j)
    {
        BigInteger sum = 0;
        var term = BigInteger.Pow(failure, checked((int)weight));
        for (var i = 0L; i <= j; i++)
        {
            sum += term;
            term = term * (weight - i) * success / (i + 1) / failure;
        }

        var denominator = BigInteger.Pow((BigInteger)success + failure, (int)weight);
        return (ulong)(sum * ulong.MaxValue / denominator);
    }

    /// <summary>The terms around the mode at one precision.</summary>
    private sealed class Terms
    {
        private readonly long _weight;
        private readonly long _success;
        private readonly long _failure;
        private readonly int _bits;
        private readonly List<BigInteger> _below = [];
        private readonly List<BigInteger> _from = [];
        private readonly long _mode;

        public Terms(long weight, long success, long failure, int bits)
        {
            (_weight, _success, _failure, _bits) = (weight, success, failure, bits);
            _mode = (long)((UInt128)(weight + 1) * (ulong)success / ((UInt128)success + (ulong)failure));
            var term = BigInteger.One << bits;
            for (var i = _mode; i <= weight && !term.IsZero; i++)
            {
                _from.Add(term);
                term = term * Product(weight - i, success) / Product(i + 1, failure);
            }

            term = _from[0];
            for (var i = _mode; i > 0; i--)
            {
                term = term * Product(i, failure) / Product(weight - i + 1, success);
                if (term.IsZero)
                    break;
                _below.Add(term);
            }
        }

        private BigInteger Error =>
            ((BigInteger)_weight + 1) * (Math.Max(_below.Count, _from.Count) + 2);

        /// <summary>Null when a threshold is left open and <paramref name="isLast"/> is not set.</summary>
        public (long First, ulong[] Values)? Thresholds(bool isLast)
        {
            var error = Error;
            var total = BigInteger.Zero;
            foreach (var term in _below)
                total += term;
            foreach (var term in _from)
                total += term;
            var scaleMin = ((BigInteger)ulong.MaxValue << (2 * _bits)) / (total + error);
            var scaleMax = (((BigInteger)ulong.MaxValue << (2 * _bits)) / total) + 1;
            if (!((error * scaleMax) >> (2 * _bits)).IsZero)
                return null; // What is left out on the low side might reach 1.

            var values = new List<ulong>(_below.Count + _from.Count);
            var first = 0L;
            var sum = BigInteger.Zero;
            for (var j = _mode - _below.Count; j < Math.Min(_weight, _mode + _from.Count); j++)
            {
                sum += j < _mode ? _below[(int)(_mode - j - 1)] : _from[(int)(j - _mode)];
                var min = Floor(sum * scaleMin);
                var max = Floor((sum + error) * scaleMax);
                if (min != max && !isLast)
                    return null;
                var value = min == max ? min : Exact(_weight, _success, _failure, j);
                if (value == 0)
                    continue;
                if (values.Count == 0)
                    first = j;
                values.Add(value);
                if (value == SortitionTable.ThresholdMax)
                    break;
            }

            var isComplete = _mode + _from.Count >= _weight
                || (values.Count > 0 && values[^1] == SortitionTable.ThresholdMax);
            return isComplete ? (first, [.. values]) : null;
        }

        /// <summary>Below w the CDF is below 1, so its floor is at most 2^64−2 whatever the interval says.</summary>
        private ulong Floor(BigInteger scaled)
        {
            var whole = scaled >> (2 * _bits);
            return whole >= ulong.MaxValue ? SortitionTable.ThresholdMax : (ulong)whole;
        }

        private static BigInteger Product(long a, long b)
        {
            var product = (UInt128)(ulong)a * (ulong)b;
            return product <= long.MaxValue ? (BigInteger)(long)product : (BigInteger)product;
        }
    }
}
