using System.Security.Cryptography;
using PoR.Cryptography.Curves;

namespace PoR.Cryptography.Vrf;

/// <summary>ECVRF_encode_to_curve: a point from a public key and an input (RFC 9381 §5.4.1).</summary>
internal static class HashToCurve
{
    private const int HashLength = SHA512.HashSizeInBytes;
    private const int BlockLength = 128;
    private const int FieldBytes = 48;
    private const int StackLength = 1024;

    private static ReadOnlySpan<byte> SuiteName => "ECVRF_edwards25519_XMD:SHA-512_ELL2_NU_"u8;

    /// <summary>The point H of the prime-order subgroup.</summary>
    /// <param name="point">H.</param>
    /// <param name="suite">The suite.</param>
    /// <param name="salt">The encoded public key, 32 bytes.</param>
    /// <param name="alpha">The input, of any length.</param>
    internal static void Encode(
        out EdwardsPoint point, VrfSuite suite, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> alpha)
    {
        if (suite == VrfSuite.Elligator2)
            ByElligator(out point, salt, alpha);
        else
            ByTrying(out point, salt, alpha);
    }

    /// <summary>RFC 9381 §5.4.1.2 with hash_to_field and expand_message_xmd of RFC 9380 §5.</summary>
    private static void ByElligator(
        out EdwardsPoint point, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> alpha)
    {
        // DST′ = DST ‖ its length, DST = name ‖ suite string.
        Span<byte> tag = stackalloc byte[SuiteName.Length + 2];
        SuiteName.CopyTo(tag);
        tag[^2] = (byte)VrfSuite.Elligator2;
        tag[^1] = (byte)(SuiteName.Length + 1);

        // b0 = H(128 zeros ‖ message ‖ length as two bytes ‖ 0 ‖ DST′)
        var length = BlockLength + salt.Length + alpha.Length + 3 + tag.Length;
        var message = length <= StackLength ? stackalloc byte[StackLength] : new byte[length];
        message = message[..length];
        message[..BlockLength].Clear();
        salt.CopyTo(message[BlockLength..]);
        alpha.CopyTo(message[(BlockLength + salt.Length)..]);
        var tail = message[(BlockLength + salt.Length + alpha.Length)..];
        tail[0] = 0;
        tail[1] = FieldBytes;
        tail[2] = 0;
        tag.CopyTo(tail[3..]);

        // b1 = H(b0 ‖ 1 ‖ DST′), of which 48 bytes are needed.
        Span<byte> second = stackalloc byte[HashLength + 1 + tag.Length];
        SHA512.HashData(message, second);
        second[HashLength] = 1;
        tag.CopyTo(second[(HashLength + 1)..]);
        Span<byte> uniform = stackalloc byte[HashLength];
        SHA512.HashData(second, uniform);

        FromBigEndian(out var u, uniform[..FieldBytes]);
        Elligator.ToEdwards(out point, u);
        EdwardsPoint.ClearCofactor(out point, point);
    }

    /// <summary>A number of 48 bytes, big-endian, modulo p.</summary>
    private static void FromBigEndian(out FieldElement u, Span<byte> bytes)
    {
        bytes.Reverse();
        Span<byte> part = stackalloc byte[32];
        part.Clear();
        bytes[..24].CopyTo(part);
        var low = FieldElement.FromBytes(part);
        bytes[24..].CopyTo(part);
        var high = FieldElement.FromBytes(part);

        // 2^192 = 2^(3·51 + 39): the power's only bit is in the fourth limb.
        FieldMultiplication.Multiply(out u, high, new FieldElement(0, 0, 0, 1UL << 39, 0));
        FieldElement.Add(out u, u, low);
    }

    /// <summary>RFC 9381 §5.4.1.1.</summary>
    private static void ByTrying(
        out EdwardsPoint point, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> alpha)
    {
        byte[] message =
            [(byte)VrfSuite.TryAndIncrement, 0x01, .. salt, .. alpha, 0x00, 0x00];
        Span<byte> hash = stackalloc byte[HashLength];

        // Half of all tries succeed; 256 failures are a bug, not bad luck.
        for (var counter = 0; counter <= byte.MaxValue; counter++)
        {
            message[^2] = (byte)counter;
            SHA512.HashData(message, hash);
            if (!PointEncoding.TryDecode(hash[..PointEncoding.Length], out var candidate))
                continue;

            EdwardsPoint.ClearCofactor(out point, candidate);
            if (!point.IsIdentity())
                return;
        }

        throw new InvalidOperationException("No counter gave a point of the curve.");
    }
}
