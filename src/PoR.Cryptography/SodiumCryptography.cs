using System.Security.Cryptography;
using NSec.Cryptography;
using PoR.Core.Bytes;
using PoR.Core.Identities;
using PoR.Cryptography.Sodium;
using PoR.Cryptography.Vrf;
using PublicKey = PoR.Core.Identities.PublicKey;

namespace PoR.Cryptography;

/// <summary>Ed25519 (RFC 8032) and ECVRF-EDWARDS25519-SHA512-ELL2 (RFC 9381) on libsodium.</summary>
/// <remarks>
/// Secret scalars are only used in constant-time code (ADR 3). Signatures are verified by NSec.Cryptography, with
/// libsodium's rule: s·B = R + h·A without the cofactor, s below L, neither A nor R non-canonical or of small order.
/// Every node must accept the same ones, so a library with another rule is refused when it is loaded.
/// </remarks>
public sealed class SodiumCryptography : ICryptography
{
    /// <summary>Loads libsodium, once per process.</summary>
    /// <exception cref="LibsodiumUnusableException">It is not there, or must not be used.</exception>
    public SodiumCryptography() => LibsodiumLoader.EnsureLoaded();

    /// <inheritdoc/>
    public bool IsInsecureModel => false;

    /// <inheritdoc/>
    public unsafe SigningKey CreateSigningKey(ReadOnlySpan<byte> seed)
    {
        Require(seed.Length == SigningKey.SeedLength, nameof(seed));

        // Pinned, so that the collector leaves no copies of the secret behind.
        var secret = GC.AllocateArray<byte>(64, pinned: true);
        Span<byte> publicKey = stackalloc byte[Bytes32.Length];
        int result;
        fixed (byte* pk = publicKey, sk = secret, s = seed)
        {
            result = Libsodium.SignSeedKeypair(pk, sk, s);
        }

        return result == 0
            ? new SigningKey(this, secret)
            : throw new CryptographicException("libsodium made no key pair.");
    }

    /// <inheritdoc/>
    public SigningKey CreateIdentityKey(ReadOnlySpan<byte> seed)
    {
        Require(seed.Length == SigningKey.SeedLength, nameof(seed));
        return new SigningKey(Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey));
    }

    /// <inheritdoc/>
    public unsafe Signature Sign(SigningKey key, ReadOnlySpan<byte> message)
    {
        Require(!key.IsInsecureModel, nameof(key));
        Span<byte> signature = stackalloc byte[Signature.Length];
        if (key.Guarded is { } guarded)
        {
            SignatureAlgorithm.Ed25519.Sign(guarded, message, signature);
            return new Signature(new Bytes64(signature));
        }

        int result;
        fixed (byte* s = signature, m = message, sk = key.Secret)
        {
            result = Libsodium.SignDetached(s, null, m, (ulong)message.Length, sk);
        }

        return result == 0
            ? new Signature(new Bytes64(signature))
            : throw new CryptographicException("libsodium did not sign.");
    }

    /// <inheritdoc/>
    public bool Verify(PublicKey key, ReadOnlySpan<byte> message, Signature signature)
    {
        Span<byte> publicKey = stackalloc byte[Bytes32.Length];
        Span<byte> bytes = stackalloc byte[Signature.Length];
        key.Bytes.CopyTo(publicKey);
        signature.Bytes.CopyTo(bytes);
        return NSec.Cryptography.PublicKey.TryImport(
                SignatureAlgorithm.Ed25519, publicKey, KeyBlobFormat.RawPublicKey, out var imported)
            && SignatureAlgorithm.Ed25519.Verify(imported!, message, bytes);
    }

    /// <inheritdoc/>
    public VrfSecretKey CreateVrfKey(ReadOnlySpan<byte> seed)
    {
        Require(seed.Length == VrfSecretKey.SeedLength, nameof(seed));
        Span<byte> publicKey = stackalloc byte[Bytes32.Length];
        var secret = EcvrfSecret.FromSeed(seed, publicKey);
        return new VrfSecretKey(publicKey, secret);
    }

    /// <inheritdoc/>
    public VrfOutput VrfEvaluate(VrfSecretKey key, ReadOnlySpan<byte> alpha)
    {
        Span<byte> output = stackalloc byte[Ecvrf.OutputLength];
        Ecvrf.Evaluate(VrfSuite.Elligator2, key.Secret, key.EncodedPublicKey, alpha, output);
        return new VrfOutput(new Bytes64(output));
    }

    /// <inheritdoc/>
    public VrfProof VrfProve(VrfSecretKey key, ReadOnlySpan<byte> alpha)
    {
        Span<byte> proof = stackalloc byte[Ecvrf.ProofLength];
        Ecvrf.Prove(VrfSuite.Elligator2, key.Secret, key.EncodedPublicKey, alpha, proof);
        return new VrfProof(proof);
    }

    /// <inheritdoc/>
    public VrfOutput? VrfVerify(VrfPublicKey key, ReadOnlySpan<byte> alpha, VrfProof proof)
    {
        Span<byte> publicKey = stackalloc byte[Bytes32.Length];
        Span<byte> bytes = stackalloc byte[Ecvrf.ProofLength];
        Span<byte> output = stackalloc byte[Ecvrf.OutputLength];
        key.Bytes.CopyTo(publicKey);
        proof.CopyTo(bytes);
        return Ecvrf.TryVerify(VrfSuite.Elligator2, publicKey, alpha, bytes, output)
            ? new VrfOutput(new Bytes64(output))
            : null;
    }

    /// <inheritdoc/>
    public VrfOutput? VrfClaimedOutput(VrfProof proof)
    {
        Span<byte> bytes = stackalloc byte[Ecvrf.ProofLength];
        Span<byte> output = stackalloc byte[Ecvrf.OutputLength];
        proof.CopyTo(bytes);
        return Ecvrf.TryProofToHash(VrfSuite.Elligator2, bytes, output)
            ? new VrfOutput(new Bytes64(output))
            : null;
    }

    private static void Require(bool holds, string parameter)
    {
        if (!holds)
            throw new ArgumentException("Not 32 bytes, or a key of the stand-in.", parameter);
    }
}
