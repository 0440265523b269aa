using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace PoR.Cryptography.Curves;

/// <summary>A number modulo p = 2^255 − 19 in five limbs of 51 bits (radix 2^51).</summary>
/// <remarks>
/// Variable time: for public data only. Bounds: a product has limbs below 2^52; a sum or a difference
/// of two numbers below 2^53 − 76 has limbs below 2^54, which is what a multiplication accepts. A sum
/// or difference is never subtracted: it would not fit under the 4p that keep limbs above zero.
/// </remarks>
internal struct FieldElement
{
    /// <summary>51 bits.</summary>
    internal const ulong Mask = (1UL << 51) - 1;

    internal ulong L0;
    internal ulong L1;
    internal ulong L2;
    internal ulong L3;
    internal ulong L4;

    internal FieldElement(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4)
    {
        L0 = l0;
        L1 = l1;
        L2 = l2;
        L3 = l3;
        L4 = l4;
    }

    internal static FieldElement Zero => default;

    internal static FieldElement One => new(1, 0, 0, 0, 0);

    /// <summary>A small number.</summary>
    /// <param name="value">Below 2^51.</param>
    internal static FieldElement Of(ulong value) => new(value, 0, 0, 0, 0);

    /// <summary>Reads 32 bytes, little-endian; bit 255 is ignored; the number may be p or above.</summary>
    internal static FieldElement FromBytes(ReadOnlySpan<byte> bytes)
    {
        var a = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        var b = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
        var c = BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]);
        var d = BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]);
        return new FieldElement(
            a & Mask,
            ((a >> 51) | (b << 13)) & Mask,
            ((b >> 38) | (c << 26)) & Mask,
            ((c >> 25) | (d << 39)) & Mask,
            (d >> 12) & Mask);
    }

    /// <summary>Writes the canonical 32 bytes, little-endian, below p.</summary>
    internal readonly void WriteTo(Span<byte> bytes)
    {
        var f = this;
        Carry(ref f);
        Carry(ref f);

        // Now the number is below 2^255 + a little: q = 1 exactly when it is p or above.
        var q = (f.L0 + 19) >> 51;
        q = (f.L1 + q) >> 51;
        q = (f.L2 + q) >> 51;
        q = (f.L3 + q) >> 51;
        q = (f.L4 + q) >> 51;
        f.L0 += 19 * q;
        f.L1 += f.L0 >> 51;
        f.L2 += f.L1 >> 51;
        f.L3 += f.L2 >> 51;
        f.L4 += f.L3 >> 51;
        f = new FieldElement(f.L0 & Mask, f.L1 & Mask, f.L2 & Mask, f.L3 & Mask, f.L4 & Mask);

        BinaryPrimitives.WriteUInt64LittleEndian(bytes, f.L0 | (f.L1 << 51));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], (f.L1 >> 13) | (f.L2 << 38));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[16..], (f.L2 >> 26) | (f.L3 << 25));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[24..], (f.L3 >> 39) | (f.L4 << 12));
    }

    /// <summary>a + b, without carrying.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Add(out FieldElement sum, in FieldElement a, in FieldElement b)
    {
        sum.L0 = a.L0 + b.L0;
        sum.L1 = a.L1 + b.L1;
        sum.L2 = a.L2 + b.L2;
        sum.L3 = a.L3 + b.L3;
        sum.L4 = a.L4 + b.L4;
    }

    /// <summary>a − b + 4p, without carrying, so that no limb goes below zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Subtract(out FieldElement difference, in FieldElement a, in FieldElement b)
    {
        const ulong low = 4 * (Mask - 18);
        const ulong high = 4 * Mask;
        difference.L0 = a.L0 + low - b.L0;
        difference.L1 = a.L1 + high - b.L1;
        difference.L2 = a.L2 + high - b.L2;
        difference.L3 = a.L3 + high - b.L3;
        difference.L4 = a.L4 + high - b.L4;
    }

    /// <summary>−a, carried, so that its limbs are as small as a product's.</summary>
    internal static void Negate(out FieldElement negative, in FieldElement a)
    {
        Subtract(out negative, Zero, a);
        Carry(ref negative);
    }

    /// <summary>Whether two numbers are equal modulo p.</summary>
    internal static bool AreEqual(in FieldElement a, in FieldElement b)
    {
        Subtract(out var difference, a, b);
        return difference.IsZero();
    }

    /// <summary>Whether this is 0 modulo p.</summary>
    internal readonly bool IsZero()
    {
        Span<byte> bytes = stackalloc byte[32];
        WriteTo(bytes);
        return !bytes.ContainsAnyExcept((byte)0);
    }

    /// <summary>The lowest bit of the canonical number; RFC 8032's sign, RFC 9380's sgn0.</summary>
    internal readonly bool IsOdd()
    {
        Span<byte> bytes = stackalloc byte[32];
        WriteTo(bytes);
        return (bytes[0] & 1) != 0;
    }

    /// <summary>Brings each limb down to 51 bits and a little.</summary>
    private static void Carry(ref FieldElement f)
    {
        f.L1 += f.L0 >> 51;
        f.L0 &= Mask;
        f.L2 += f.L1 >> 51;
        f.L1 &= Mask;
        f.L3 += f.L2 >> 51;
        f.L2 &= Mask;
        f.L4 += f.L3 >> 51;
        f.L3 &= Mask;
        f.L0 += 19 * (f.L4 >> 51);
        f.L4 &= Mask;
    }
}
