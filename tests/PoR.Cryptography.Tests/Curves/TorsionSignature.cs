using System.Numerics;
using System.Security.Cryptography;

namespace PoR.Cryptography.Tests.Curves;

/// <summary>Signatures as a cheat makes them: with points of small order added to the key A and to R.</summary>
internal static class TorsionSignature
{
    /// <summary>A signature whose equation is off by a multiple, 0..7, of a point of order 8.</summary>
    /// <param name="ofKey">How often that point is in the key.</param>
    /// <param name="ofNonce">How often it is in R.</param>
    /// <param name="message">What is signed.</param>
    /// <param name="hasSecret">False: the secret is 0, so that the key is of small order.</param>
    /// <param name="hasNonce">False: the nonce is 0, so that R is of small order.</param>
    internal static (byte[] PublicKey, byte[] Signature, int Residue) Of(
        int ofKey, int ofNonce, byte[] message, bool hasSecret = true, bool hasNonce = true)
    {
        var secret = hasSecret ? Scalar([1, (byte)ofKey]) : 0;
        var nonce = hasNonce ? Scalar([2, (byte)ofKey, (byte)ofNonce, .. message]) : 0;
        var publicKey = WithTorsion(secret, ofKey);
        var r = WithTorsion(nonce, ofNonce);
        var h = ReferenceVerifier.Hash(r, publicKey, message);
        byte[] signature = [.. r, .. ReferenceCurve.Bytes((nonce + h * secret) % ReferenceCurve.L)];
        return (publicKey, signature, (int)((h * ofKey + ofNonce) % 8));
    }

    private static byte[] WithTorsion(BigInteger scalar, int multiple) =>
        ReferenceCurve.Encode(ReferenceCurve.Add(
            ReferenceCurve.Multiply(scalar, ReferenceCurve.Base),
            ReferenceCurve.Decode(SmallOrder.Points[multiple])!.Value));

    private static BigInteger Scalar(byte[] seed) =>
        ReferenceCurve.Number(SHA512.HashData(seed)) % ReferenceCurve.L;
}
