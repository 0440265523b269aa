using System.Numerics;
using PoR.Cryptography.Curves;

namespace PoR.Cryptography.Tests.Curves;

public sealed class FieldElementTests
{
    private static readonly BigInteger P = ReferenceCurve.P;

    /// <summary>The edges of the field and of its limbs, and numbers from a fixed stream.</summary>
    private static IEnumerable<BigInteger> Numbers()
    {
        for (var i = 0; i < 40; i++)
            yield return i;
        for (var i = 1; i <= 40; i++)
            yield return BigInteger.Pow(2, 255) - i;
        for (var i = 1; i < 5; i++)
        {
            yield return BigInteger.Pow(2, 51 * i) - 1;
            yield return BigInteger.Pow(2, 51 * i);
        }

        var random = new Random(1);
        var bytes = new byte[32];
        for (var i = 0; i < 200; i++)
        {
            random.NextBytes(bytes);
            bytes[31] &= 0x7f;
            yield return ReferenceCurve.Number(bytes);
        }
    }

    private static FieldElement Field(BigInteger number) => FieldElement.FromBytes(ReferenceCurve.Bytes(number));

    private static BigInteger Number(in FieldElement element)
    {
        var bytes = new byte[32];
        element.WriteTo(bytes);
        return ReferenceCurve.Number(bytes);
    }

    [Fact]
    public void Bytes_are_canonical_also_for_numbers_from_p_up()
    {
        foreach (var a in Numbers())
        {
            Assert.Equal(a % P, Number(Field(a)));
            Assert.Equal((a % P).IsZero, Field(a).IsZero());
            Assert.Equal(!(a % P).IsEven, Field(a).IsOdd());
        }
    }

    [Fact]
    public void Sums_differences_products_and_squares_agree_with_big_integers()
    {
        var numbers = Numbers().ToArray();
        for (var i = 0; i < numbers.Length; i++)
        {
            for (var j = i % 7; j < numbers.Length; j += 7)
            {
                var (a, b) = (Field(numbers[i]), Field(numbers[j]));
                FieldElement.Add(out var sum, a, b);
                FieldElement.Subtract(out var difference, a, b);
                FieldMultiplication.Multiply(out var product, a, b);
                FieldMultiplication.MultiplyPortably(out var portable, a, b);
                FieldMultiplication.Multiply(out var mixed, sum, difference);
                FieldMultiplication.Square(out var square, difference);

                var (x, y) = (numbers[i], numbers[j]);
                Assert.Equal(ReferenceCurve.Mod(x + y), Number(sum));
                Assert.Equal(ReferenceCurve.Mod(x - y), Number(difference));
                Assert.Equal(ReferenceCurve.Mod(x * y), Number(product));
                Assert.Equal(ReferenceCurve.Mod(x * y), Number(portable));
                Assert.Equal(ReferenceCurve.Mod((x + y) * (x - y)), Number(mixed));
                Assert.Equal(ReferenceCurve.Mod((x - y) * (x - y)), Number(square));
                Assert.Equal(ReferenceCurve.Mod(x - y).IsZero, FieldElement.AreEqual(a, b));
            }
        }
    }

    [Fact]
    public void Limbs_at_their_stated_bound_multiply_without_overflow()
    {
        const ulong most = (1UL << 54) - 1;
        var wide = new FieldElement(most, most, most, most, most);
        var number = BigInteger.Zero;
        for (var i = 0; i < 5; i++)
            number += most * BigInteger.Pow(2, 51 * i);

        FieldMultiplication.Multiply(out var product, wide, wide);
        FieldMultiplication.Square(out var square, wide);
        FieldMultiplication.MultiplyPortably(out var portable, wide, wide);

        Assert.Equal(ReferenceCurve.Mod(number * number), Number(product));
        Assert.Equal(ReferenceCurve.Mod(number * number), Number(square));
        Assert.Equal(ReferenceCurve.Mod(number * number), Number(portable));
        foreach (var limb in new[] { product.L0, product.L1, product.L2, product.L3, product.L4, square.L1 })
            Assert.True(limb < 1UL << 52);
    }

    [Fact]
    public void Inverses_and_roots_agree_with_big_integers()
    {
        foreach (var a in Numbers().Where((_, i) => i % 3 == 0))
        {
            FieldPowers.Invert(out var inverse, Field(a));
            FieldElement.Negate(out var negative, Field(a));
            Assert.Equal(ReferenceCurve.Invert(a), Number(inverse));
            Assert.Equal(ReferenceCurve.Mod(-a), Number(negative));

            var hasRoot = FieldPowers.TryRootOfRatio(out var root, Field(a), Field(7));
            var expected = ReferenceCurve.Root(a * ReferenceCurve.Invert(7));
            Assert.Equal(expected is not null, hasRoot);
            if (expected is { } r)
                Assert.Contains(Number(root), new[] { r, ReferenceCurve.Mod(-r) });
        }
    }

    [Fact]
    public void Constants_are_what_their_names_say()
    {
        var root = Number(CurveConstants.RootOfMinus486664);
        Assert.Equal(P - 1, Number(CurveConstants.MinusOne));
        Assert.Equal(ReferenceCurve.D, Number(CurveConstants.D));
        Assert.Equal(ReferenceCurve.Mod(2 * ReferenceCurve.D), Number(CurveConstants.TwiceD));
        Assert.Equal(BigInteger.ModPow(2, (P - 1) / 4, P), Number(CurveConstants.RootOfMinusOne));
        Assert.Equal(BigInteger.ModPow(2, (P + 3) / 8, P), Number(CurveConstants.RootPowerOfTwo));
        Assert.Equal(ReferenceCurve.Mod(-486664), ReferenceCurve.Mod(root * root));
        Assert.True(root.IsEven);
        Assert.Equal(ReferenceCurve.Base.X, Number(CurveConstants.BaseX));
        Assert.Equal(ReferenceCurve.Base.Y, Number(CurveConstants.BaseY));
        var order = BigInteger.Zero;
        for (var i = 3; i >= 0; i--)
            order = (order << 64) + CurveConstants.Order[i];
        Assert.Equal(ReferenceCurve.L, order);
    }
}
