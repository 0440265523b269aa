using static PoR.Cryptography.Curves.FieldMultiplication;

namespace PoR.Cryptography.Curves;

/// <summary>The map from a field element to a point, Elligator 2 (RFC 9380 §6.7.1, §6.8.2, §G.2).</summary>
/// <remarks>Variable time: what we map is public (a VRF's public key and input).</remarks>
internal static class Elligator
{
    private static readonly FieldElement J = FieldElement.Of(486662);

    /// <summary>map_to_curve_elligator2_edwards25519 (RFC 9380 §G.2.2); the cofactor is not cleared.</summary>
    internal static void ToEdwards(out EdwardsPoint point, in FieldElement u)
    {
        ToMontgomery(out var xn, out var xd, out var y, u);

        // x = √−486664·(xn/xd)/y; y = (xn − xd)/(xn + xd).
        Multiply(out var edwardsXn, xn, CurveConstants.RootOfMinus486664);
        Multiply(out var edwardsXd, xd, y);
        FieldElement.Subtract(out var edwardsYn, xn, xd);
        FieldElement.Add(out var edwardsYd, xn, xd);
        Multiply(out var z, edwardsXd, edwardsYd);
        if (z.IsZero())
        {
            point = EdwardsPoint.Identity;
            return;
        }

        Multiply(out point.X, edwardsXn, edwardsYd);
        Multiply(out point.Y, edwardsYn, edwardsXd);
        point.Z = z;
        Multiply(out point.T, edwardsXn, edwardsYn);
    }

    /// <summary>map_to_curve_elligator2_curve25519 (RFC 9380 §G.2.1): x = xn/xd, and y.</summary>
    private static void ToMontgomery(
        out FieldElement xn, out FieldElement xd, out FieldElement y, in FieldElement u)
    {
        Square(out var tv1, u);
        FieldElement.Add(out tv1, tv1, tv1); // 2u²
        FieldElement.Add(out xd, tv1, FieldElement.One); // Never 0: −1 is a square, 2u² is not.
        FieldElement.Negate(out var x1n, J);
        Square(out var xd2, xd);
        Multiply(out var gxd, xd2, xd);
        Multiply(out var gx1, J, tv1);
        Multiply(out gx1, gx1, x1n);
        FieldElement.Add(out gx1, gx1, xd2);
        Multiply(out gx1, gx1, x1n); // x1n³ + J·x1n²·xd + x1n·xd²

        Square(out var power, gxd);
        Square(out var gxd4, power);
        Multiply(out power, power, gxd);
        Multiply(out power, power, gx1); // gx1·gxd³
        Multiply(out var y11, gxd4, power); // gx1·gxd⁷
        FieldPowers.ToRootExponent(out y11, y11);
        Multiply(out y11, y11, power);

        var hasFirst = TryChooseRoot(out y, y11, gxd, gx1);
        xn = x1n;
        if (!hasFirst)
        {
            Multiply(out xn, x1n, tv1);
            Multiply(out var y21, y11, u);
            Multiply(out y21, y21, CurveConstants.RootPowerOfTwo);
            Multiply(out var gx2, gx1, tv1);
            TryChooseRoot(out y, y21, gxd, gx2);
        }

        // The sign of y is 1 for the first candidate, 0 for the second.
        if (y.IsOdd() != hasFirst)
            FieldElement.Negate(out y, y);
    }

    /// <summary>The one of root and √−1·root whose square times gxd is gx; false when neither is.</summary>
    private static bool TryChooseRoot(
        out FieldElement chosen, in FieldElement root, in FieldElement gxd, in FieldElement gx)
    {
        Square(out var check, root);
        Multiply(out check, check, gxd);
        if (FieldElement.AreEqual(check, gx))
        {
            chosen = root;
            return true;
        }

        // (√−1·root)² = −root².
        Multiply(out chosen, root, CurveConstants.RootOfMinusOne);
        FieldElement.Negate(out check, check);
        return FieldElement.AreEqual(check, gx);
    }
}
