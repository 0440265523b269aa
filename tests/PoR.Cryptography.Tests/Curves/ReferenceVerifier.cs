using System.Numerics;
using System.Security.Cryptography;

namespace PoR.Cryptography.Tests.Curves;

/// <summary>
/// Ed25519 verification on <see cref="ReferenceCurve"/>: a double of a library. It multiplies both sides of
/// the equation by a number first; 1 is our rule, 8 is the cofactor.
/// </summary>
internal sealed class ReferenceVerifier(
    int multiplier, bool acceptsAnyScalar = false, bool acceptsAnyKey = false, bool acceptsAnyNonce = false)
{
    internal bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        var s = ReferenceCurve.Number(signature[32..]);
        if (ReferenceCurve.Decode(publicKey) is not { } a || ReferenceCurve.Decode(signature[..32]) is not { } r
            || (!acceptsAnyScalar && s >= ReferenceCurve.L)
            || (!acceptsAnyKey && ReferenceCurve.Multiply(8, a) == ReferenceCurve.Identity)
            || (!acceptsAnyNonce && ReferenceCurve.Multiply(8, r) == ReferenceCurve.Identity))
            return false;

        var difference = ReferenceCurve.Add(
            ReferenceCurve.Multiply(s, ReferenceCurve.Base),
            ReferenceCurve.Negate(ReferenceCurve.Add(
                r, ReferenceCurve.Multiply(Hash(signature[..32], publicKey, message), a))));
        return ReferenceCurve.Multiply(multiplier, difference) == ReferenceCurve.Identity;
    }

    /// <summary>h = SHA-512(R ‖ A ‖ message) modulo L (RFC 8032 §5.1.7).</summary>
    internal static BigInteger Hash(ReadOnlySpan<byte> r, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message) =>
        ReferenceCurve.Number(SHA512.HashData([.. r, .. publicKey, .. message])) % ReferenceCurve.L;
}
