using System.Runtime.CompilerServices;
using static PoR.Cryptography.Curves.FieldMultiplication;

namespace PoR.Cryptography.Curves;

/// <summary>A point of edwards25519 in extended coordinates: x = X/Z, y = Y/Z, x·y = T/Z.</summary>
/// <remarks>
/// Variable time: for public data only. Formulas of Hisil, Wong, Carter and Dawson (2008) for a = −1;
/// the addition is complete. Coordinates are always products, so their limbs are below 2^52.
/// </remarks>
internal struct EdwardsPoint
{
    internal FieldElement X;
    internal FieldElement Y;
    internal FieldElement Z;
    internal FieldElement T;

    /// <summary>The neutral element (0, 1).</summary>
    internal static EdwardsPoint Identity => new() { Y = FieldElement.One, Z = FieldElement.One };

    /// <summary>The base point B of RFC 8032.</summary>
    internal static EdwardsPoint Base
    {
        get
        {
            var point = new EdwardsPoint
            {
                X = CurveConstants.BaseX,
                Y = CurveConstants.BaseY,
                Z = FieldElement.One,
            };
            Multiply(out point.T, point.X, point.Y);
            return point;
        }
    }

    /// <summary>2·p, without T unless it is asked for: a doubling does not read it.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Double(out EdwardsPoint result, in EdwardsPoint p, bool needsT)
    {
        Unsafe.SkipInit(out result);
        Square(out var a, p.X);
        Square(out var b, p.Y);
        Square(out var c, p.Z);
        FieldElement.Add(out var xy, p.X, p.Y);
        Square(out xy, xy);
        FieldElement.Add(out c, c, c);
        FieldElement.Add(out var ab, a, b);
        FieldElement.Subtract(out var e, xy, ab);
        FieldElement.Subtract(out var g, b, a);
        FieldElement.Subtract(out var f, g, c);
        FieldElement.Subtract(out var h, FieldElement.Zero, ab);
        Multiply(out result.X, e, f);
        Multiply(out result.Y, g, h);
        Multiply(out result.Z, f, g);
        if (needsT)
            Multiply(out result.T, e, h);
    }

    /// <summary>p + q, or p − q.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Add(
        out EdwardsPoint result, in EdwardsPoint p, in CachedPoint q, bool isMinus, bool needsT)
    {
        Unsafe.SkipInit(out result);
        FieldElement.Subtract(out var minus, p.Y, p.X);
        FieldElement.Add(out var plus, p.Y, p.X);
        Multiply(out var c, p.T, q.TwiceDT);
        FieldElement d;
        if (q.IsAffine)
            FieldElement.Add(out d, p.Z, p.Z);
        else
            Multiply(out d, p.Z, q.TwiceZ);

        // −q swaps y + x with y − x and changes the sign of T.
        if (isMinus)
        {
            Multiply(out minus, minus, q.Sum);
            Multiply(out plus, plus, q.Difference);
            FieldElement.Negate(out c, c);
        }
        else
        {
            Multiply(out minus, minus, q.Difference);
            Multiply(out plus, plus, q.Sum);
        }

        FieldElement.Subtract(out var e, plus, minus);
        FieldElement.Add(out var h, plus, minus);
        FieldElement.Subtract(out var f, d, c);
        FieldElement.Add(out var g, d, c);
        Multiply(out result.X, e, f);
        Multiply(out result.Y, g, h);
        Multiply(out result.Z, f, g);
        if (needsT)
            Multiply(out result.T, e, h);
    }

    /// <summary>8·p: a point of the prime-order subgroup.</summary>
    internal static void ClearCofactor(out EdwardsPoint result, in EdwardsPoint p)
    {
        Double(out result, p, needsT: false);
        Double(out result, result, needsT: false);
        Double(out result, result, needsT: true);
    }

    /// <summary>−p.</summary>
    internal static void Negate(out EdwardsPoint result, in EdwardsPoint p)
    {
        result = p;
        FieldElement.Negate(out result.X, p.X);
        FieldElement.Negate(out result.T, p.T);
    }

    /// <summary>Whether this is the neutral element.</summary>
    internal readonly bool IsIdentity() => X.IsZero() && FieldElement.AreEqual(Y, Z);
}
