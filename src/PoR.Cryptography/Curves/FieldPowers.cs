using static PoR.Cryptography.Curves.FieldMultiplication;

namespace PoR.Cryptography.Curves;

/// <summary>The two fixed powers that the curve needs: inversion and the square root's exponent.</summary>
internal static class FieldPowers
{
    /// <summary>a^(p−2) = 1/a; 0 for 0.</summary>
    internal static void Invert(out FieldElement inverse, in FieldElement a)
    {
        To2Power250Minus1(out var power, out var a11, a);
        SquareRepeatedly(out power, power, 5);
        Multiply(out inverse, power, a11); // 2^255 − 32 + 11 = p − 2.
    }

    /// <summary>a^((p−5)/8) = a^(2^252 − 3).</summary>
    internal static void ToRootExponent(out FieldElement power, in FieldElement a)
    {
        var copy = a;
        To2Power250Minus1(out power, out _, copy);
        SquareRepeatedly(out power, power, 2);
        Multiply(out power, power, copy);
    }

    /// <summary>√(u/v), of either sign, when there is one.</summary>
    /// <returns>False when u/v is no square; the root is then of no use.</returns>
    /// <remarks>RFC 8032 §5.1.3. Limbs of u are below 2^53 − 76: it is no difference.</remarks>
    internal static bool TryRootOfRatio(out FieldElement root, in FieldElement u, in FieldElement v)
    {
        Square(out var v3, v);
        Multiply(out v3, v3, v);
        Square(out var uv7, v3);
        Multiply(out uv7, uv7, v);
        Multiply(out uv7, uv7, u);
        ToRootExponent(out root, uv7);
        Multiply(out root, root, v3);
        Multiply(out root, root, u);

        Square(out var check, root);
        Multiply(out check, check, v);
        if (FieldElement.AreEqual(check, u))
            return true;

        FieldElement.Negate(out var negative, u);
        Multiply(out root, root, CurveConstants.RootOfMinusOne);
        return FieldElement.AreEqual(check, negative);
    }

    private static void To2Power250Minus1(out FieldElement power, out FieldElement a11, in FieldElement a)
    {
        Square(out var a2, a);
        SquareRepeatedly(out var a9, a2, 2);
        Multiply(out a9, a9, a);
        Multiply(out a11, a9, a2);
        Square(out var t5, a11);
        Multiply(out t5, t5, a9); // 2^5 − 1.
        SquareRepeatedly(out var t10, t5, 5);
        Multiply(out t10, t10, t5);
        SquareRepeatedly(out var t20, t10, 10);
        Multiply(out t20, t20, t10);
        SquareRepeatedly(out var t40, t20, 20);
        Multiply(out t40, t40, t20);
        SquareRepeatedly(out var t50, t40, 10);
        Multiply(out t50, t50, t10);
        SquareRepeatedly(out var t100, t50, 50);
        Multiply(out t100, t100, t50);
        SquareRepeatedly(out var t200, t100, 100);
        Multiply(out t200, t200, t100);
        SquareRepeatedly(out power, t200, 50);
        Multiply(out power, power, t50);
    }
}
