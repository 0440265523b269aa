using System.Buffers.Binary;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using PoR.Consensus.Sortition;
using PoR.Core.Hashing;

namespace PoR.Consensus.Tests.Sortition;

public sealed class SortitionTableTests
{
    private static readonly string[] Digests = ["00", "20", "80", "e0", "fd", "fff0", "ffffff", new('f', 64)];

    public static TheoryData<long, long, long, long[]> Seats => new()
    {
        { 0, 900, 100, [0, 0, 0, 0, 0, 0, 0, 0] },
        { 1, 900, 100, [0, 0, 0, 0, 1, 1, 1, 1] },
        { 7, 900, 100, [0, 0, 1, 2, 3, 5, 7, 7] },
        { 3, 1000, 100, [0, 0, 0, 1, 2, 3, 3, 3] },
        { 40, 1000, 100, [0, 2, 4, 6, 9, 12, 17, 40] },
        { 250, 1000, 100, [0, 20, 25, 30, 36, 43, 53, 250] },
        { 100, 200, 20, [0, 7, 10, 13, 17, 22, 29, 100] },
        { 1000, 5000, 500, [0, 89, 100, 111, 122, 134, 154, 1000] },
        { 2, 2000, 1500, [0, 1, 2, 2, 2, 2, 2, 2] },
        { 1500, 2_000_000, 2990, [0, 1, 2, 4, 6, 9, 14, 1500] },
        { 20, 20, 20, [0, 20, 20, 20, 20, 20, 20, 20] },
    };

    [Theory(DisplayName = "PoR §5.2: seats follow the binomial distribution, by exact vectors")]
    [MemberData(nameof(Seats))]
    public void Seats_follow_the_exact_vectors(long weight, long total, long expected, long[] seats)
    {
        var table = SortitionTable.Of(weight, total, expected);

        Assert.Equal(seats, Digests.Select(d => table.Seats(Convert.ToUInt64(d.PadRight(64, '0')[..16], 16))));
    }

    [Fact]
    public void Every_threshold_is_exact_to_the_last_bit()
    {
        (long Weight, long Total, long Expected)[] cases =
        [
            (1, 3, 1), (1, 3, 2), (1, long.MaxValue, 3), (2, 3, 2), (2, 5, 4), (4, 6, 4), (5, 17, 5), (9, 15, 3),
            (64, 257, 128), (100, 200, 199), (300, 900, 500), (300, 65_537, 65_536), (1000, 10_000, 1000),
            (1000, 10_000, 9_999), (2, 1_000_000_000_000, 1), (3, 1_000_000_000_000, 999_999_999_999),
            (50, 6_700_417, 641), (200, 4_000_000_000_000_000_000, 3_999_999_999_999_999_999),
        ];

        foreach (var (weight, total, expected) in cases)
            AssertEqualsWholeFractions(weight, total, expected);
    }

    [Fact]
    public void Every_threshold_of_random_small_tables_is_exact_to_the_last_bit()
    {
        var gen = from total in Gen.Choose(1, 400)
                  from weight in Gen.Choose(1, Math.Min(total, 40))
                  from expected in Gen.Choose(1, total)
                  select (weight, total, expected);

        Prop.ForAll(gen.ToArbitrary(), c => AssertEqualsWholeFractions(c.weight, c.total, c.expected))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(1, 3));
    }

    [Theory(DisplayName = "D4: no table underflows where (1−p)^w is far below 2^−124")]
    [InlineData(1_000, 10_000, 1_000)]
    [InlineData(100_000, 1_000_000, 900_000)]
    [InlineData(1_000_000, 2_000_000, 1_000_000)]
    [InlineData(1_000_000, 1_000_000_000_000, 2_500)]
    [InlineData(1_000_000, 1_000_000_000_000, 999_999_999_999)]
    [InlineData(1_000_000, 1_000_001, 1)]
    public void A_median_digest_wins_about_the_expected_seats(long weight, long total, long expected)
    {
        var table = SortitionTable.Of(weight, total, expected);
        var mean = (double)weight * expected / total;

        Assert.InRange(table.Seats(1UL << 63), mean - 1, mean + 1);
        Assert.Equal(0, table.Seats(0));
        Assert.Equal(weight, table.Seats(ulong.MaxValue));
        Assert.InRange(table.Count, 1, (int)(20 * Math.Sqrt(mean + 1)) + 25);
    }

    [Fact]
    public void A_low_first_precision_gives_the_same_thresholds()
    {
        (long, long, long)[] cases = [(2, 1, 2), (4, 2, 1), (100, 1, 9), (1000, 1, 9)];
        foreach (var (weight, success, failure) in cases)
        {
            var expected = BinomialThresholds.Of(weight, success, failure);
            var actual = BinomialThresholds.Of(weight, success, failure, firstBits: 16);

            Assert.Equal(expected.First, actual.First);
            Assert.Equal(expected.Values, actual.Values);
        }
    }

    [Theory(DisplayName = "D4: with too few bits a table is not told, or it is exact")]
    [InlineData(60, 3, 7)]
    [InlineData(3, 102, 95)] // Of 67 bits the terms that were cut off would have moved a threshold by one.
    public void Whatever_few_bits_tell_is_exact(long weight, long success, long failure)
    {
        var told = 0;
        for (var bits = 64; bits < 100; bits++)
        {
            if (BinomialThresholds.TryOf(weight, success, failure, bits) is not { } table)
                continue;
            told++;
            var (first, values) = table;
            Assert.Equal(
                values.Select((_, i) => BinomialThresholds.Exact(weight, success, failure, first + i)), values);
        }

        Assert.InRange(told, 1, 35);
    }

    [Fact]
    public void The_last_resort_by_whole_fractions_gives_the_same_thresholds()
    {
        foreach (var (weight, success, failure) in new[] { (2L, 1L, 2L), (40L, 3L, 2L), (100L, 1L, 9L) })
        {
            var (first, values) = BinomialThresholds.Of(weight, success, failure);

            Assert.Equal(
                values, values.Select((_, i) => BinomialThresholds.Exact(weight, success, failure, first + i)));
        }
    }

    [Theory]
    [InlineData(1_000, 1, 9)]
    [InlineData(250, 1, 9)]
    [InlineData(1_000_000, 1, 1)]
    [InlineData(1_000_000, 1, 399_999_999)]
    public void The_first_precision_suffices_for_ordinary_tables(long weight, long success, long failure) =>
        Assert.NotNull(BinomialThresholds.TryOf(weight, success, failure, bits: 128));

    [Fact(DisplayName = "PoR §5.2: a higher digest or weight never wins fewer seats")]
    public void Seats_are_monotone_in_digest_and_weight()
    {
        var gen = from total in Gen.Choose(2, 5_000)
                  from weight in Gen.Choose(1, total - 1)
                  from expected in Gen.Choose(1, total)
                  from x in ArbMap.Default.GeneratorFor<ulong>()
                  from y in ArbMap.Default.GeneratorFor<ulong>()
                  select (weight, total, expected, low: Math.Min(x, y), high: Math.Max(x, y));

        Prop.ForAll(gen.ToArbitrary(), c =>
        {
            var table = SortitionTable.Of(c.weight, c.total, c.expected);
            var heavier = SortitionTable.Of(c.weight + 1, c.total, c.expected);
            return table.Seats(c.low) <= table.Seats(c.high) && table.Seats(c.high) <= heavier.Seats(c.high);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(5, 7));
    }

    [Fact(DisplayName = "PoR §5.2: 1,000 digests of half the weight win half the seats, within 2 %")]
    public void Total_seats_meet_the_expectation()
    {
        var table = SortitionTable.Of(100, 200, 20);

        var total = Enumerable.Range(0, 1000).Sum(i => table.Seats(Digest("statistical", i)));

        Assert.InRange(total, 9_800, 10_200);
    }

    [Fact(DisplayName = "PoR §5.2: over many rounds a committee has τ seats on average, with variance at most τ")]
    public void Committees_have_the_expected_size_and_no_more_variance_than_tau()
    {
        long[] weights = [.. Enumerable.Range(0, 300).Select(i => 1L + (i % 37))];
        var total = weights.Sum();
        var tables = weights.Select(w => SortitionTable.Of(w, total, 500)).ToArray();

        var sizes = Enumerable.Range(0, 400)
            .Select(r => (double)tables.Select((t, i) => t.Seats(Digest("committee", (r * 300) + i))).Sum())
            .ToArray();
        var mean = sizes.Average();
        var variance = sizes.Sum(s => (s - mean) * (s - mean)) / (sizes.Length - 1);

        Assert.InRange(mean, 495, 505);
        Assert.InRange(variance, 300, 600); // τ·(1 − p) = 450; the spread of the estimate is about 32.
    }

    [Fact(DisplayName = "PoR §5.2: weight split over several keys wins as many seats on average")]
    public void Splitting_weight_gains_nothing()
    {
        var whole = SortitionTable.Of(60, 1000, 100);
        var part = SortitionTable.Of(10, 1000, 100);

        var ofWhole = Enumerable.Range(0, 20_000).Sum(i => whole.Seats(Digest("whole", i)));
        var ofParts = Enumerable.Range(0, 120_000).Sum(i => part.Seats(Digest("part", i)));

        Assert.InRange(ofWhole, 119_000, 121_000);
        Assert.InRange(ofParts, 119_000, 121_000);
    }

    [Fact]
    public void Impossible_numbers_throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SortitionTable.Of(-1, 10, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => SortitionTable.Of(11, 10, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => SortitionTable.Of(0, 0, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => SortitionTable.Of(1, 10, 0));
    }

    private static ulong Digest(string name, int number)
    {
        var bytes = new byte[name.Length + 4];
        System.Text.Encoding.ASCII.GetBytes(name, bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(name.Length), number);
        return DomainHash.Of(HashDomain.Model, bytes).Bytes.Prefix;
    }

    private static void AssertEqualsWholeFractions(long weight, long total, long expected)
    {
        var table = SortitionTable.Of(weight, total, expected);
        BigInteger sum = 0, binomial = 1;
        var denominator = BigInteger.Pow(total, (int)weight);
        for (var j = 0L; j < weight; j++)
        {
            sum += binomial * BigInteger.Pow(expected, (int)j) * BigInteger.Pow(total - expected, (int)(weight - j));
            binomial = binomial * (weight - j) / (j + 1);
            var threshold = (ulong)(sum * ulong.MaxValue / denominator);

            // The seats at a threshold and just above it pin its last bit down.
            Assert.True(table.Seats(threshold) <= j, $"{weight}, {total}, {expected}: {j} at its threshold");
            Assert.True(table.Seats(threshold + 1) > j, $"{weight}, {total}, {expected}: {j} above its threshold");
        }
    }
}
