using System.Security.Cryptography;
using PoR.Cryptography.Curves;
using PoR.Cryptography.Sodium;

namespace PoR.Cryptography.Vrf;

/// <summary>The verifiable random function of RFC 9381 over edwards25519.</summary>
/// <remarks>
/// Secret scalars meet libsodium's constant-time code only; the scalars of a simulated key are no secrets
/// (<see cref="SimulatedEcvrfSecret"/>). Everything public (the input's point, a whole verification) runs in our
/// own variable-time group code. An acceptance is RFC 9381 §5.3 with
/// key validation (§5.4.5) and strict decoding: this, not libsodium's narrower rule, is consensus.
/// </remarks>
internal static class Ecvrf
{
    /// <summary>Length of a proof in bytes: Γ (32), c (16), s (32).</summary>
    internal const int ProofLength = 80;

    /// <summary>Length of an output in bytes.</summary>
    internal const int OutputLength = 64;

    private const int ScalarAt = 48;

    /// <summary>The output without its proof: β = SHA-512(suite ‖ 3 ‖ (8x mod L)·H ‖ 0).</summary>
    internal static void Evaluate(
        VrfSuite suite,
        EcvrfSecret secret,
        ReadOnlySpan<byte> publicKey,
        ReadOnlySpan<byte> alpha,
        Span<byte> output)
    {
        HashToCurve.Encode(out var h, suite, publicKey, alpha);
        Span<byte> eightGamma = stackalloc byte[PointEncoding.Length];
        secret.Multiply(h, secret.EightScalar, eightGamma);
        ToOutput(suite, eightGamma, output);
    }

    /// <summary>ECVRF_prove (RFC 9381 §5.1): 80 bytes.</summary>
    internal static unsafe void Prove(
        VrfSuite suite,
        EcvrfSecret secret,
        ReadOnlySpan<byte> publicKey,
        ReadOnlySpan<byte> alpha,
        Span<byte> proof)
    {
        HashToCurve.Encode(out var h, suite, publicKey, alpha);
        Span<byte> points = stackalloc byte[4 * PointEncoding.Length]; // H ‖ Γ ‖ U ‖ V
        Span<byte> scalars = stackalloc byte[4 * ScalarEncoding.Length]; // x, k, c, c·x
        Span<byte> products = stackalloc byte[2 * PointEncoding.Length]; // Γ ‖ V
        PointEncoding.Encode(h, points);
        scalars.Clear();
        secret.Scalar.CopyTo(scalars);
        Nonce(secret.NoncePrefix, points[..32], scalars[32..]);
        secret.Multiply(h, scalars[..64], products);
        products[..32].CopyTo(points[32..]);
        products[32..].CopyTo(points[96..]);
        fixed (byte* p = points, x = scalars, pi = proof)
        {
            Libsodium.Require(Libsodium.ScalarMultiplyBase(p + 64, x + 32));
            Challenge(suite, publicKey, points, scalars.Slice(64, 16));
            Libsodium.ScalarProduct(x + 96, x + 64, x);
            Libsodium.ScalarSum(pi + ScalarAt, x + 32, x + 96);
        }

        products[..32].CopyTo(proof);
        scalars.Slice(64, 16).CopyTo(proof[32..]);
        CryptographicOperations.ZeroMemory(scalars);
    }

    /// <summary>ECVRF_verify with validate_key (RFC 9381 §5.3).</summary>
    /// <returns>False for every proof that does not hold; the output is then all zeros.</returns>
    internal static bool TryVerify(
        VrfSuite suite,
        ReadOnlySpan<byte> publicKey,
        ReadOnlySpan<byte> alpha,
        ReadOnlySpan<byte> proof,
        Span<byte> output)
    {
        output[..OutputLength].Clear();
        if (proof.Length != ProofLength || !ScalarEncoding.IsCanonical(proof[ScalarAt..])
            || !TryDecodeKey(publicKey, out var y)
            || !PointEncoding.TryDecode(proof[..32], out var gamma))
            return false;

        var c = proof[32..ScalarAt];
        var s = proof[ScalarAt..];
        Span<EdwardsPoint> points = stackalloc EdwardsPoint[4]; // H, 8Γ, U, V
        HashToCurve.Encode(out points[0], suite, publicKey, alpha);
        EdwardsPoint.ClearCofactor(out points[1], gamma);
        PublicMultiplication.BaseMinus(out points[2], s, c, y);
        PublicMultiplication.Difference(out points[3], s, points[0], c, gamma);
        Span<byte> encoded = stackalloc byte[4 * PointEncoding.Length];
        PointEncoding.EncodeAll(points, encoded);

        Span<byte> eightGamma = stackalloc byte[PointEncoding.Length];
        encoded.Slice(32, 32).CopyTo(eightGamma);
        proof[..32].CopyTo(encoded[32..]);
        Span<byte> expected = stackalloc byte[16];
        Challenge(suite, publicKey, encoded, expected);
        if (!c.SequenceEqual(expected))
            return false;

        ToOutput(suite, eightGamma, output);
        return true;
    }

    /// <summary>ECVRF_proof_to_hash (RFC 9381 §5.2): the output of a proof that is not verified here.</summary>
    /// <returns>False when the proof does not even decode.</returns>
    internal static bool TryProofToHash(VrfSuite suite, ReadOnlySpan<byte> proof, Span<byte> output)
    {
        output[..OutputLength].Clear();
        if (proof.Length != ProofLength || !ScalarEncoding.IsCanonical(proof[ScalarAt..])
            || !PointEncoding.TryDecode(proof[..32], out var gamma))
            return false;

        EdwardsPoint.ClearCofactor(out var eight, gamma);
        Span<byte> encoded = stackalloc byte[PointEncoding.Length];
        PointEncoding.Encode(eight, encoded);
        ToOutput(suite, encoded, output);
        return true;
    }

    /// <summary>Whether a public key decodes and is not of low order (RFC 9381 §5.4.5).</summary>
    internal static bool TryDecodeKey(ReadOnlySpan<byte> publicKey, out EdwardsPoint key)
    {
        if (!PointEncoding.TryDecode(publicKey, out key))
            return false;

        EdwardsPoint.ClearCofactor(out var eight, key);
        return !eight.IsIdentity();
    }

    /// <summary>k of RFC 9381 §5.4.2.2, reduced modulo L: secret.</summary>
    private static unsafe void Nonce(
        ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> encodedH, Span<byte> nonce)
    {
        Span<byte> input = stackalloc byte[64];
        Span<byte> hash = stackalloc byte[64];
        prefix.CopyTo(input);
        encodedH.CopyTo(input[32..]);
        SHA512.HashData(input, hash);
        fixed (byte* k = nonce, wide = hash)
        {
            Libsodium.ScalarReduce(k, wide);
        }

        CryptographicOperations.ZeroMemory(input);
        CryptographicOperations.ZeroMemory(hash);
    }

    /// <summary>c of RFC 9381 §5.4.3, 16 bytes; the points are H ‖ Γ ‖ U ‖ V.</summary>
    private static void Challenge(
        VrfSuite suite, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> points, Span<byte> challenge)
    {
        Span<byte> input = stackalloc byte[2 + 5 * PointEncoding.Length + 1];
        Span<byte> hash = stackalloc byte[64];
        input[0] = (byte)suite;
        input[1] = 0x02;
        publicKey.CopyTo(input[2..]);
        points.CopyTo(input[34..]);
        input[^1] = 0x00;
        SHA512.HashData(input, hash);
        hash[..16].CopyTo(challenge);
    }

    private static void ToOutput(VrfSuite suite, ReadOnlySpan<byte> eightGamma, Span<byte> output)
    {
        Span<byte> input = stackalloc byte[2 + PointEncoding.Length + 1];
        input[0] = (byte)suite;
        input[1] = 0x03;
        eightGamma.CopyTo(input[2..]);
        input[^1] = 0x00;
        SHA512.HashData(input, output);
    }
}
