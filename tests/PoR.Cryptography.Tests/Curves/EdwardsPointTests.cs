using System.Numerics;
using PoR.Cryptography.Curves;
using PoR.Cryptography.Sodium;

namespace PoR.Cryptography.Tests.Curves;

public sealed class EdwardsPointTests
{
    private static byte[] Encoded(in EdwardsPoint point)
    {
        var bytes = new byte[32];
        PointEncoding.Encode(point, bytes);
        return bytes;
    }

    private static EdwardsPoint Decoded(ReadOnlySpan<byte> bytes)
    {
        Assert.True(PointEncoding.TryDecode(bytes, out var point));
        return point;
    }

    private static byte[] Scalar(Random random, int length = 32)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return length == 32 ? ReferenceCurve.Bytes(ReferenceCurve.Number(bytes) % ReferenceCurve.L) : bytes;
    }

    private static unsafe byte[] SodiumMultiply(byte[] scalar, byte[] point)
    {
        var product = new byte[32];
        fixed (byte* r = product, n = scalar, p = point)
        {
            Assert.Equal(0, Libsodium.ScalarMultiply(r, n, p));
        }

        return product;
    }

    private static unsafe byte[] SodiumMultiplyBase(byte[] scalar)
    {
        var product = new byte[32];
        fixed (byte* r = product, n = scalar)
        {
            Assert.Equal(0, Libsodium.ScalarMultiplyBase(r, n));
        }

        return product;
    }

    [Fact]
    public void Sums_and_differences_agree_with_the_reference_also_for_equal_opposite_and_neutral_points()
    {
        var random = new Random(2);
        var p = ReferenceCurve.Multiply(ReferenceCurve.Number(Scalar(random)), ReferenceCurve.Base);
        var q = ReferenceCurve.Multiply(ReferenceCurve.Number(Scalar(random)), ReferenceCurve.Base);
        var points = new[] { p, q, ReferenceCurve.Negate(p), ReferenceCurve.Identity }
            .Concat(SmallOrder.Points.Select(s => ReferenceCurve.Decode(s)!.Value)).ToArray();
        foreach (var a in points)
        {
            foreach (var b in points)
            {
                CachedPoint.From(out var cached, Decoded(ReferenceCurve.Encode(b)));
                var left = Decoded(ReferenceCurve.Encode(a));
                EdwardsPoint.Add(out var sum, left, cached, isMinus: false, needsT: true);
                EdwardsPoint.Add(out var difference, left, cached, isMinus: true, needsT: true);
                EdwardsPoint.Add(out var again, sum, cached, isMinus: true, needsT: true);

                Assert.Equal(ReferenceCurve.Encode(ReferenceCurve.Add(a, b)), Encoded(sum));
                Assert.Equal(
                    ReferenceCurve.Encode(ReferenceCurve.Add(a, ReferenceCurve.Negate(b))), Encoded(difference));
                Assert.Equal(ReferenceCurve.Encode(a), Encoded(again));
            }
        }
    }

    [Fact]
    public void Doubling_and_clearing_the_cofactor_agree_with_the_reference()
    {
        var random = new Random(3);
        for (var i = 0; i < 20; i++)
        {
            var a = ReferenceCurve.Multiply(ReferenceCurve.Number(Scalar(random)), ReferenceCurve.Base);
            EdwardsPoint.Double(out var twice, Decoded(ReferenceCurve.Encode(a)), needsT: true);
            EdwardsPoint.ClearCofactor(out var eight, Decoded(ReferenceCurve.Encode(a)));
            EdwardsPoint.Negate(out var negative, Decoded(ReferenceCurve.Encode(a)));

            Assert.Equal(ReferenceCurve.Encode(ReferenceCurve.Multiply(2, a)), Encoded(twice));
            Assert.Equal(ReferenceCurve.Encode(ReferenceCurve.Multiply(8, a)), Encoded(eight));
            Assert.Equal(ReferenceCurve.Encode(ReferenceCurve.Negate(a)), Encoded(negative));
        }
    }

    [Fact]
    public void Differences_of_multiples_agree_with_libsodium_and_with_the_reference()
    {
        var random = new Random(4);
        for (var i = 0; i < 25; i++)
        {
            var (s, t, c) = (Scalar(random), Scalar(random), Scalar(random, 16));
            if (i == 0)
                (s, c) = (new byte[32], new byte[16]);
            if (i == 1)
                (s, c) = (ReferenceCurve.Bytes(ReferenceCurve.L - 1), Enumerable.Repeat((byte)0xff, 16).ToArray());

            var p = SodiumMultiplyBase(Scalar(random));
            var q = SodiumMultiplyBase(t);
            PublicMultiplication.BaseMinus(out var u, s, c, Decoded(p));
            PublicMultiplication.Difference(out var v, s, Decoded(p), c, Decoded(q));

            var minus = ReferenceCurve.Negate(
                ReferenceCurve.Multiply(ReferenceCurve.Number(c), ReferenceCurve.Decode(p)!.Value));
            var sb = ReferenceCurve.Multiply(ReferenceCurve.Number(s), ReferenceCurve.Base);
            Assert.Equal(ReferenceCurve.Encode(ReferenceCurve.Add(sb, minus)), Encoded(u));

            minus = ReferenceCurve.Negate(
                ReferenceCurve.Multiply(ReferenceCurve.Number(c), ReferenceCurve.Decode(q)!.Value));
            var sp = ReferenceCurve.Multiply(ReferenceCurve.Number(s), ReferenceCurve.Decode(p)!.Value);
            Assert.Equal(ReferenceCurve.Encode(ReferenceCurve.Add(sp, minus)), Encoded(v));
        }
    }

    [Fact]
    public void Multiples_of_one_point_agree_with_libsodium()
    {
        var random = new Random(5);
        var p = SodiumMultiplyBase(Scalar(random));
        for (var i = 0; i < 100; i++)
        {
            var s = Scalar(random);
            PublicMultiplication.BaseMinus(out var u, s, new byte[16], Decoded(p));
            PublicMultiplication.Difference(out var v, s, Decoded(p), new byte[16], Decoded(p));

            Assert.Equal(SodiumMultiplyBase(s), Encoded(u));
            Assert.Equal(SodiumMultiply(s, p), Encoded(v));
        }
    }

    [Fact]
    public void Multiples_in_variable_time_are_libsodiums_also_at_the_edges()
    {
        var random = new Random(6);
        var l = ReferenceCurve.L;
        BigInteger[] edges =
        [
            1, 2, 3, 7, 8, 15, 16, 17, 31, 32, l - 1, l - 2, l - 8, l - 16, (l - 1) / 2, (l + 1) / 2,
            .. Enumerable.Range(4, 248).Select(bit => BigInteger.Pow(2, bit)),
            .. Enumerable.Range(4, 248).Select(bit => BigInteger.Pow(2, bit) - 1),
            .. Enumerable.Range(0, 200).Select(_ => ReferenceCurve.Number(Scalar(random))),
        ];
        var p = SodiumMultiplyBase(Scalar(random));
        foreach (var pair in edges.Chunk(2))
        {
            var scalars = pair.SelectMany(ReferenceCurve.Bytes).ToArray();
            var multiples = new EdwardsPoint[pair.Length];
            PublicMultiplication.Multiples(multiples, Decoded(p), scalars);

            foreach (var (scalar, multiple) in pair.Zip(multiples))
                Assert.Equal(SodiumMultiply(ReferenceCurve.Bytes(scalar), p), Encoded(multiple));
        }

        // libsodium refuses a product that is the neutral element; no key has the scalar 0.
        var zero = new EdwardsPoint[1];
        PublicMultiplication.Multiples(zero, Decoded(p), new byte[32]);
        Assert.True(zero[0].IsIdentity());
    }

    [Fact]
    public void Points_decode_exactly_when_the_reference_decodes_them_and_encode_back()
    {
        var random = new Random(6);
        var bytes = new byte[32];
        for (var i = 0; i < 300; i++)
        {
            random.NextBytes(bytes);
            var expected = ReferenceCurve.Decode(bytes);
            Assert.Equal(expected is not null, PointEncoding.TryDecode(bytes, out var point));
            if (expected is not null)
                Assert.Equal(bytes, Encoded(point));
        }
    }

    [Fact(DisplayName = "RFC 8032 §5.1.3: y of p or more, and x = 0 with sign 1, do not decode")]
    public void Non_canonical_points_do_not_decode()
    {
        for (var y = ReferenceCurve.P; y < BigInteger.Pow(2, 255); y++)
        {
            var bytes = ReferenceCurve.Bytes(y);
            Assert.False(PointEncoding.TryDecode(bytes, out _));
            bytes[31] |= 0x80;
            Assert.False(PointEncoding.TryDecode(bytes, out _));
        }

        foreach (var y in new[] { BigInteger.One, ReferenceCurve.P - 1 })
        {
            var bytes = ReferenceCurve.Bytes(y);
            Assert.True(PointEncoding.TryDecode(bytes, out _));
            bytes[31] |= 0x80;
            Assert.False(PointEncoding.TryDecode(bytes, out _));
        }

        Assert.False(PointEncoding.TryDecode(new byte[31], out _));
        Assert.False(PointEncoding.TryDecode(new byte[33], out _));
    }

    [Fact]
    public void Points_encode_together_as_they_do_alone()
    {
        var random = new Random(7);
        var points = new EdwardsPoint[5];
        for (var i = 0; i < points.Length; i++)
            PublicMultiplication.BaseMinus(out points[i], Scalar(random), Scalar(random, 16), EdwardsPoint.Base);
        var together = new byte[5 * 32];
        PointEncoding.EncodeAll(points, together);

        Assert.Equal(points.SelectMany(p => Encoded(p)), together);
    }

    [Fact]
    public void The_map_from_the_field_gives_points_of_the_curve()
    {
        var random = new Random(8);
        for (var i = 0; i < 100; i++)
        {
            var u = i == 0 ? new byte[32] : Scalar(random);
            Elligator.ToEdwards(out var point, FieldElement.FromBytes(u));
            Assert.NotNull(ReferenceCurve.Decode(Encoded(point)));
            FieldMultiplication.Multiply(out var xy, point.X, point.Y);
            FieldMultiplication.Multiply(out var zt, point.Z, point.T);
            Assert.True(FieldElement.AreEqual(xy, zt));
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(8)]
    public void Non_adjacent_digits_add_up_to_the_scalar(int width)
    {
        var random = new Random(width);
        for (var i = 0; i < 100; i++)
        {
            var scalar = Scalar(random, i % 2 == 0 ? 16 : 32);
            if (i == 0)
                scalar.AsSpan().Fill(0xff);
            var digits = new sbyte[8 * scalar.Length + 1];
            ScalarEncoding.ToNonAdjacentForm(scalar, width, digits);

            var sum = BigInteger.Zero;
            for (var at = 0; at < digits.Length; at++)
            {
                sum += digits[at] * BigInteger.Pow(2, at);
                Assert.True(digits[at] == 0 || (digits[at] & 1) != 0 && Math.Abs((int)digits[at]) < 1 << (width - 1));
            }

            Assert.Equal(ReferenceCurve.Number(scalar), sum);
        }
    }

    [Fact]
    public void Scalars_from_L_up_are_not_canonical()
    {
        var l = ReferenceCurve.L;
        foreach (var s in new[] { BigInteger.Zero, BigInteger.One, l - 1, BigInteger.Pow(2, 252) - 1 })
            Assert.True(ScalarEncoding.IsCanonical(ReferenceCurve.Bytes(s)));
        foreach (var s in new[] { l, l + 1, 2 * l, BigInteger.Pow(2, 255), BigInteger.Pow(2, 256) - 1 })
            Assert.False(ScalarEncoding.IsCanonical(ReferenceCurve.Bytes(s)));
    }
}
