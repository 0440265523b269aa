using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace PoR.Cryptography.Curves;

/// <summary>Products and squares modulo 2^255 − 19.</summary>
/// <remarks>
/// The rows are written out, two statements a line: the high half by mulx and the low half by a plain
/// product keep every number in a register, and a comparison turned into 0 or 1 keeps the carries free
/// of branches. Limbs of the factors are below 2^54, those of the result below 2^52. The result may
/// be the same variable as a factor.
/// </remarks>
internal static class FieldMultiplication
{
    /// <summary>a·b.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply(out FieldElement product, in FieldElement a, in FieldElement b)
    {
        if (!Bmi2.X64.IsSupported)
        {
            MultiplyPortably(out product, a, b);
            return;
        }

        ulong lo, hi, p, c;
        ulong a0 = a.L0, a1 = a.L1, a2 = a.L2, a3 = a.L3, a4 = a.L4;
        ulong b0 = b.L0, b1 = b.L1, b2 = b.L2, b3 = b.L3, b4 = b.L4;
        ulong n1 = 19 * b1, n2 = 19 * b2, n3 = 19 * b3, n4 = 19 * b4;

        lo = a0 * b0; hi = Bmi2.X64.MultiplyNoFlags(a0, b0);
        p = a1 * n4; lo += p; hi += Bmi2.X64.MultiplyNoFlags(a1, n4) + (lo < p ? 1UL : 0UL);
        p = a2 * n3; lo += p; hi += Bmi2.X64.MultiplyNoFlags(a2, n3) + (lo < p ? 1UL : 0UL);
        p = a3 * n2; lo += p; hi += Bmi2.X64.MultiplyNoFlags(a3, n2) + (lo < p ? 1UL : 0UL);
        p = a4 * n1; lo += p; hi += Bmi2.X64.MultiplyNoFlags(a4, n1) + (lo < p ? 1UL : 0UL);
        var r0 = lo & FieldElement.Mask;
        c = (lo >> 51) | (hi << 13);
        lo = a0 * b1; hi = Bmi2.X64.MultiplyNoFlags(a0, b1);
        p = a1 * b0; lo += p; hi += Bmi2.X64.MultiplyNoFlags(a1, b0) + (lo < p ? 1UL : 0UL);
        p = a2 * n4; lo += p; hi += Bmi2.X64.MultiplyNoFlags(a2, n4) + (lo < p ? 1UL : 0UL);
        p = a3 * n3; lo += p; hi += Bmi2.X64.MultiplyNoFlags(a3, n3) + (lo < p ? 1UL : 0UL);
        p = a4 * n2; lo += p; hi += Bmi2.X64.MultiplyNoFlags(a4, n2) + (lo < p ? 1UL : 0UL);
        lo += c; hi += lo < c ? 1UL : 0UL;
        var r1 = lo & FieldElement.Mask;
        c = (lo >> 51) | (hi << 13);
        lo = a0 * b2; hi = Bmi2.X64.MultiplyNoFlags(a0, b2);
        p = a1 * b1; lo += p; hi += Bmi2.X64.MultiplyNoFlags(a1, b1) + (lo < p ? 1UL : 0UL);
        p = a2 * b0; lo += p; hi += Bmi2.X64.MultiplyNoFlags(a2, b0) + (lo < p ? 1UL : 0UL);
        p = a3 * n4; lo += p; hi += Bmi2.X64.MultiplyNoFlags(a3, n4) + (lo < p ? 1UL : 0UL);
        p = a4 * n3; lo += p; hi += Bmi2.X64.MultiplyNoFlags(a4, n3) + (lo < p ? 1UL : 0UL);
        lo += c; hi += lo < c ? 1UL : 0UL;
        var r2 = lo & FieldElement.Mask;
        c = (lo >> 51) | (hi << 13);
        lo = a0 * b3; hi = Bmi2.X64.MultiplyNoFlags(a0, b3);
        p = a1 * b2; lo += p; hi += Bmi2.X64.MultiplyNoFlags(a1, b2) + (lo < p ? 1UL : 0UL);
        p = a2 * b1; lo += p; hi += Bmi2.X64.MultiplyNoFlags(a2, b1) + (lo < p ? 1UL : 0UL);
        p = a3 * b0; lo += p; hi += Bmi2.X64.MultiplyNoFlags(a3, b0) + (lo < p ? 1UL : 0UL);
        p = a4 * n4; lo += p; hi += Bmi2.X64.MultiplyNoFlags(a4, n4) + (lo < p ? 1UL : 0UL);
        lo += c; hi += lo < c ? 1UL : 0UL;
        var r3 = lo & FieldElement.Mask;
        c = (lo >> 51) | (hi << 13);
        lo = a0 * b4; hi = Bmi2.X64.MultiplyNoFlags(a0, b4);
        p = a1 * b3; lo += p; hi += Bmi2.X64.MultiplyNoFlags(a1, b3) + (lo < p ? 1UL : 0UL);
        p = a2 * b2; lo += p; hi += Bmi2.X64.MultiplyNoFlags(a2, b2) + (lo < p ? 1UL : 0UL);
        p = a3 * b1; lo += p; hi += Bmi2.X64.MultiplyNoFlags(a3, b1) + (lo < p ? 1UL : 0UL);
        p = a4 * b0; lo += p; hi += Bmi2.X64.MultiplyNoFlags(a4, b0) + (lo < p ? 1UL : 0UL);
        lo += c; hi += lo < c ? 1UL : 0UL;
        var r4 = lo & FieldElement.Mask;
        c = (lo >> 51) | (hi << 13);

        // 2^255 is 19 modulo p.
        r0 += 19 * c;
        product.L0 = r0 & FieldElement.Mask;
        product.L1 = r1 + (r0 >> 51);
        product.L2 = r2;
        product.L3 = r3;
        product.L4 = r4;
    }

    /// <summary>a².</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Square(out FieldElement square, in FieldElement a)
    {
        if (!Bmi2.X64.IsSupported)
        {
            MultiplyPortably(out square, a, a);
            return;
        }

        ulong lo, hi, p, c;
        ulong a0 = a.L0, a1 = a.L1, a2 = a.L2, a3 = a.L3, a4 = a.L4;
        ulong d0 = 2 * a0, d1 = 2 * a1, d2 = 2 * a2, d3 = 2 * a3, n3 = 19 * a3, n4 = 19 * a4;

        lo = a0 * a0; hi = Bmi2.X64.MultiplyNoFlags(a0, a0);
        p = d1 * n4; lo += p; hi += Bmi2.X64.MultiplyNoFlags(d1, n4) + (lo < p ? 1UL : 0UL);
        p = d2 * n3; lo += p; hi += Bmi2.X64.MultiplyNoFlags(d2, n3) + (lo < p ? 1UL : 0UL);
        var r0 = lo & FieldElement.Mask;
        c = (lo >> 51) | (hi << 13);
        lo = d0 * a1; hi = Bmi2.X64.MultiplyNoFlags(d0, a1);
        p = d2 * n4; lo += p; hi += Bmi2.X64.MultiplyNoFlags(d2, n4) + (lo < p ? 1UL : 0UL);
        p = a3 * n3; lo += p; hi += Bmi2.X64.MultiplyNoFlags(a3, n3) + (lo < p ? 1UL : 0UL);
        lo += c; hi += lo < c ? 1UL : 0UL;
        var r1 = lo & FieldElement.Mask;
        c = (lo >> 51) | (hi << 13);
        lo = d0 * a2; hi = Bmi2.X64.MultiplyNoFlags(d0, a2);
        p = a1 * a1; lo += p; hi += Bmi2.X64.MultiplyNoFlags(a1, a1) + (lo < p ? 1UL : 0UL);
        p = d3 * n4; lo += p; hi += Bmi2.X64.MultiplyNoFlags(d3, n4) + (lo < p ? 1UL : 0UL);
        lo += c; hi += lo < c ? 1UL : 0UL;
        var r2 = lo & FieldElement.Mask;
        c = (lo >> 51) | (hi << 13);
        lo = d0 * a3; hi = Bmi2.X64.MultiplyNoFlags(d0, a3);
        p = d1 * a2; lo += p; hi += Bmi2.X64.MultiplyNoFlags(d1, a2) + (lo < p ? 1UL : 0UL);
        p = a4 * n4; lo += p; hi += Bmi2.X64.MultiplyNoFlags(a4, n4) + (lo < p ? 1UL : 0UL);
        lo += c; hi += lo < c ? 1UL : 0UL;
        var r3 = lo & FieldElement.Mask;
        c = (lo >> 51) | (hi << 13);
        lo = d0 * a4; hi = Bmi2.X64.MultiplyNoFlags(d0, a4);
        p = d1 * a3; lo += p; hi += Bmi2.X64.MultiplyNoFlags(d1, a3) + (lo < p ? 1UL : 0UL);
        p = a2 * a2; lo += p; hi += Bmi2.X64.MultiplyNoFlags(a2, a2) + (lo < p ? 1UL : 0UL);
        lo += c; hi += lo < c ? 1UL : 0UL;
        var r4 = lo & FieldElement.Mask;
        c = (lo >> 51) | (hi << 13);

        r0 += 19 * c;
        square.L0 = r0 & FieldElement.Mask;
        square.L1 = r1 + (r0 >> 51);
        square.L2 = r2;
        square.L3 = r3;
        square.L4 = r4;
    }

    /// <summary>a^(2^times).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SquareRepeatedly(out FieldElement power, in FieldElement a, int times)
    {
        Square(out power, a);
        for (var i = 1; i < times; i++)
            Square(out power, power);
    }

    /// <summary>a·b where the processor has no mulx.</summary>
    internal static void MultiplyPortably(out FieldElement product, in FieldElement a, in FieldElement b)
    {
        ulong n1 = 19 * b.L1, n2 = 19 * b.L2, n3 = 19 * b.L3, n4 = 19 * b.L4;
        var w0 = Wide(a.L0, b.L0) + Wide(a.L1, n4) + Wide(a.L2, n3) + Wide(a.L3, n2) + Wide(a.L4, n1);
        var w1 = Wide(a.L0, b.L1) + Wide(a.L1, b.L0) + Wide(a.L2, n4) + Wide(a.L3, n3) + Wide(a.L4, n2);
        var w2 = Wide(a.L0, b.L2) + Wide(a.L1, b.L1) + Wide(a.L2, b.L0) + Wide(a.L3, n4) + Wide(a.L4, n3);
        var w3 = Wide(a.L0, b.L3) + Wide(a.L1, b.L2) + Wide(a.L2, b.L1) + Wide(a.L3, b.L0) + Wide(a.L4, n4);
        var w4 = Wide(a.L0, b.L4) + Wide(a.L1, b.L3) + Wide(a.L2, b.L2) + Wide(a.L3, b.L1) + Wide(a.L4, b.L0);
        w1 += w0 >> 51;
        w2 += w1 >> 51;
        w3 += w2 >> 51;
        w4 += w3 >> 51;
        var r0 = ((ulong)w0 & FieldElement.Mask) + 19 * (ulong)(w4 >> 51);
        product.L0 = r0 & FieldElement.Mask;
        product.L1 = ((ulong)w1 & FieldElement.Mask) + (r0 >> 51);
        product.L2 = (ulong)w2 & FieldElement.Mask;
        product.L3 = (ulong)w3 & FieldElement.Mask;
        product.L4 = (ulong)w4 & FieldElement.Mask;
    }

    private static UInt128 Wide(ulong a, ulong b) => Math.BigMul(a, b);
}
