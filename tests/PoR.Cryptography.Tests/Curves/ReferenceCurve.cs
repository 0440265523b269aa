using System.Numerics;

namespace PoR.Cryptography.Tests.Curves;

/// <summary>edwards25519 by the book, on big integers and affine points: slow, and hard to get wrong.</summary>
internal static class ReferenceCurve
{
    internal static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;

    internal static readonly BigInteger L =
        BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493");

    internal static readonly BigInteger D = Mod(-121665 * Invert(121666));

    internal static readonly (BigInteger X, BigInteger Y) Identity = (0, 1);

    internal static readonly (BigInteger X, BigInteger Y) Base =
        Decode(Convert.FromHexString("58" + string.Concat(Enumerable.Repeat("66", 31))))!.Value;

    internal static BigInteger Mod(BigInteger a) => ((a % P) + P) % P;

    internal static BigInteger Invert(BigInteger a) => BigInteger.ModPow(Mod(a), P - 2, P);

    internal static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true);

    internal static byte[] Bytes(BigInteger number)
    {
        var bytes = new byte[32];
        number.TryWriteBytes(bytes, out _, isUnsigned: true);
        return bytes;
    }

    internal static (BigInteger X, BigInteger Y) Add(
        (BigInteger X, BigInteger Y) a, (BigInteger X, BigInteger Y) b)
    {
        var t = Mod(D * a.X * b.X % P * a.Y * b.Y);
        return (Mod((a.X * b.Y + b.X * a.Y) * Invert(1 + t)), Mod((a.Y * b.Y + a.X * b.X) * Invert(1 - t)));
    }

    internal static (BigInteger X, BigInteger Y) Negate((BigInteger X, BigInteger Y) a) => (Mod(-a.X), a.Y);

    internal static (BigInteger X, BigInteger Y) Multiply(BigInteger n, (BigInteger X, BigInteger Y) point)
    {
        // Projective coordinates, since an inversion for each addition takes too long.
        var (x, y, z) = (BigInteger.Zero, BigInteger.One, BigInteger.One);
        var p = (point.X, point.Y, Z: BigInteger.One);
        for (; n > 0; n >>= 1)
        {
            if (!n.IsEven)
                (x, y, z) = Add((x, y, z), p);
            p = Add(p, p);
        }

        return (Mod(x * Invert(z)), Mod(y * Invert(z)));
    }

    private static (BigInteger X, BigInteger Y, BigInteger Z) Add(
        (BigInteger X, BigInteger Y, BigInteger Z) p, (BigInteger X, BigInteger Y, BigInteger Z) q)
    {
        var a = Mod(p.Z * q.Z);
        var b = Mod(a * a);
        var c = Mod(p.X * q.X);
        var d = Mod(p.Y * q.Y);
        var e = Mod(D * c * d);
        return (
            Mod(a * (b - e) * ((p.X + p.Y) * (q.X + q.Y) - c - d)),
            Mod(a * (b + e) * (d + c)),
            Mod((b - e) * (b + e)));
    }

    internal static byte[] Encode((BigInteger X, BigInteger Y) point) =>
        Bytes(point.Y + (point.X.IsEven ? 0 : BigInteger.Pow(2, 255)));

    internal static BigInteger? Root(BigInteger square)
    {
        var root = BigInteger.ModPow(Mod(square), (P + 3) / 8, P);
        if (Mod(root * root) != Mod(square))
            root = Mod(root * BigInteger.ModPow(2, (P - 1) / 4, P));
        return Mod(root * root) == Mod(square) ? root : null;
    }

    internal static (BigInteger X, BigInteger Y)? Decode(ReadOnlySpan<byte> bytes)
    {
        var isOdd = (bytes[31] & 0x80) != 0;
        var y = Number(bytes) - (isOdd ? BigInteger.Pow(2, 255) : 0);
        if (y >= P || Root((y * y - 1) * Invert(D * y * y + 1)) is not { } x || (x.IsZero && isOdd))
            return null;
        return (x.IsEven == isOdd ? Mod(-x) : x, y);
    }
}
