using static PoR.Cryptography.Curves.FieldMultiplication;

namespace PoR.Cryptography.Curves;

/// <summary>Points as 32 bytes (RFC 8032 §5.1.2 and §5.1.3): y, little-endian, with the sign of x on top.</summary>
internal static class PointEncoding
{
    /// <summary>Length of an encoded point in bytes.</summary>
    internal const int Length = 32;

    /// <summary>Decodes strictly: y ≥ p, x = 0 with sign 1 and points off the curve are refused.</summary>
    internal static bool TryDecode(ReadOnlySpan<byte> bytes, out EdwardsPoint point)
    {
        point = default;
        if (bytes.Length != Length || !IsCanonical(bytes))
            return false;

        var isOdd = (bytes[31] & 0x80) != 0;
        point.Y = FieldElement.FromBytes(bytes);
        point.Z = FieldElement.One;
        Square(out var yy, point.Y);
        Multiply(out var v, yy, CurveConstants.D);
        FieldElement.Add(out var u, yy, CurveConstants.MinusOne);
        FieldElement.Add(out v, v, FieldElement.One);
        if (!FieldPowers.TryRootOfRatio(out point.X, u, v))
            return false;

        if (point.X.IsZero() && isOdd)
            return false;

        if (point.X.IsOdd() != isOdd)
            FieldElement.Negate(out point.X, point.X);

        Multiply(out point.T, point.X, point.Y);
        return true;
    }

    /// <summary>Encodes one point. One inversion: encode several together where there are several.</summary>
    internal static void Encode(in EdwardsPoint point, Span<byte> bytes)
    {
        FieldPowers.Invert(out var inverse, point.Z);
        Encode(point, inverse, bytes);
    }

    /// <summary>Encodes points one after the other, with one inversion for all (Montgomery's trick).</summary>
    /// <param name="points">At most 8 points.</param>
    /// <param name="bytes">32 bytes for each.</param>
    internal static void EncodeAll(ReadOnlySpan<EdwardsPoint> points, Span<byte> bytes)
    {
        const int most = 8;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(points.Length, most);
        Span<FieldElement> products = stackalloc FieldElement[most];
        var product = FieldElement.One;
        for (var i = 0; i < points.Length; i++)
        {
            products[i] = product;
            Multiply(out product, product, points[i].Z);
        }

        FieldPowers.Invert(out var inverse, product);
        for (var i = points.Length - 1; i >= 0; i--)
        {
            Multiply(out var own, inverse, products[i]);
            Encode(points[i], own, bytes[(i * Length)..]);
            Multiply(out inverse, inverse, points[i].Z);
        }
    }

    private static void Encode(in EdwardsPoint point, in FieldElement inverse, Span<byte> bytes)
    {
        Multiply(out var x, point.X, inverse);
        Multiply(out var y, point.Y, inverse);
        y.WriteTo(bytes);
        if (x.IsOdd())
            bytes[31] |= 0x80;
    }

    /// <summary>Whether y is below p = 2^255 − 19.</summary>
    private static bool IsCanonical(ReadOnlySpan<byte> bytes)
    {
        if ((bytes[31] & 0x7f) != 0x7f || bytes[1..31].ContainsAnyExcept((byte)0xff))
            return true;

        return bytes[0] < 0xed;
    }
}
