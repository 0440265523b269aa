using PoR.Core.Bytes;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Cryptography.Sodium;

namespace PoR.Cryptography;

/// <summary>INSECURE: keyed hashes in the shapes of real cryptography, for mass simulation only.</summary>
/// <remarks>
/// A signature is a hash of public key and message, a VRF output is a hash of public key and input: anybody who knows
/// the public key can forge both. There is no secret to protect. What holds is that outputs are unique and well spread,
/// and that a message that was not signed does not verify by accident. Every output of a run that uses it must say so
/// (<see cref="IsInsecureModel"/>).
/// The hash is libsodium's BLAKE2b: the platform's SHA-512 takes four times as long for a short message, and a run with
/// the stand-in spends a tenth of its time here.
/// </remarks>
public sealed class ModelCryptography : ICryptography
{
    // What BLAKE2b takes as a domain, 16 bytes: the tag, and the purpose as the last one.
    private const int PersonalLength = 16;

    /// <summary>Loads libsodium, once per process.</summary>
    /// <exception cref="LibsodiumUnusableException">It is not there, or must not be used.</exception>
    public ModelCryptography() => LibsodiumLoader.EnsureLoaded();

    private enum Purpose : byte
    {
        SigningKey = 1,
        VrfKey = 2,
        Signature = 3,
        Output = 4,
    }

    /// <inheritdoc/>
    public bool IsInsecureModel => true;

    /// <inheritdoc/>
    public SigningKey CreateSigningKey(ReadOnlySpan<byte> seed)
    {
        RequireSeed(seed);
        Span<byte> hash = stackalloc byte[64];
        Hash(Purpose.SigningKey, seed, [], hash);
        var secret = new byte[64];
        seed.CopyTo(secret);
        hash[..32].CopyTo(secret.AsSpan(32));
        return new SigningKey(this, secret);
    }

    /// <inheritdoc/>
    public SigningKey CreateIdentityKey(ReadOnlySpan<byte> seed) => CreateSigningKey(seed);

    /// <inheritdoc/>
    public Signature Sign(SigningKey key, ReadOnlySpan<byte> message)
    {
        if (!key.IsInsecureModel)
            throw new ArgumentException("The stand-in must not see a real key.", nameof(key));

        return SignatureOf(key.Secret[SigningKey.SeedLength..], message);
    }

    /// <inheritdoc/>
    public bool Verify(PublicKey key, ReadOnlySpan<byte> message, Signature signature)
    {
        Span<byte> publicKey = stackalloc byte[Bytes32.Length];
        key.Bytes.CopyTo(publicKey);
        return SignatureOf(publicKey, message) == signature;
    }

    /// <inheritdoc/>
    public VrfSecretKey CreateVrfKey(ReadOnlySpan<byte> seed)
    {
        RequireSeed(seed);
        Span<byte> hash = stackalloc byte[64];
        Hash(Purpose.VrfKey, seed, [], hash);
        return new VrfSecretKey(hash[..32], null);
    }

    /// <inheritdoc/>
    public VrfOutput VrfEvaluate(VrfSecretKey key, ReadOnlySpan<byte> alpha)
    {
        RequireOwn(key);
        Span<byte> output = stackalloc byte[64];
        Hash(Purpose.Output, key.EncodedPublicKey, alpha, output);
        return new VrfOutput(new Bytes64(output));
    }

    /// <inheritdoc/>
    public VrfProof VrfProve(VrfSecretKey key, ReadOnlySpan<byte> alpha)
    {
        RequireOwn(key);
        return ProofOf(key.EncodedPublicKey, alpha);
    }

    /// <inheritdoc/>
    public VrfOutput? VrfVerify(VrfPublicKey key, ReadOnlySpan<byte> alpha, VrfProof proof)
    {
        Span<byte> publicKey = stackalloc byte[Bytes32.Length];
        key.Bytes.CopyTo(publicKey);
        if (ProofOf(publicKey, alpha) != proof)
            return null;

        return VrfClaimedOutput(proof);
    }

    /// <inheritdoc/>
    public VrfOutput? VrfClaimedOutput(VrfProof proof)
    {
        Span<byte> bytes = stackalloc byte[VrfProof.Length];
        proof.CopyTo(bytes);
        return new VrfOutput(new Bytes64(bytes[..64]));
    }

    private static Signature SignatureOf(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message)
    {
        Span<byte> hash = stackalloc byte[64];
        Hash(Purpose.Signature, publicKey, message, hash);
        return new Signature(new Bytes64(hash));
    }

    /// <summary>The output, then its first 16 bytes again, to have a proof's length.</summary>
    private static VrfProof ProofOf(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> alpha)
    {
        Span<byte> proof = stackalloc byte[VrfProof.Length];
        Hash(Purpose.Output, publicKey, alpha, proof[..64]);
        proof[..(VrfProof.Length - 64)].CopyTo(proof[64..]);
        return new VrfProof(proof);
    }

    /// <summary>BLAKE2b of a message under a key of 32 bytes and a purpose.</summary>
    private static unsafe void Hash(
        Purpose purpose, ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> hash)
    {
        Span<byte> personal = stackalloc byte[PersonalLength];
        personal.Clear();
        HashDomain.Model.Tag.AsSpan().CopyTo(personal);
        personal[^1] = (byte)purpose;
        int result;
        fixed (byte* h = hash, m = message, k = key, p = personal)
        {
            result = Libsodium.KeyedHash(
                h, (nuint)hash.Length, m, (ulong)message.Length, k, (nuint)key.Length, null, p);
        }

        Libsodium.Require(result);
    }

    private static void RequireSeed(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SigningKey.SeedLength)
            throw new ArgumentException("32 bytes are expected.", nameof(seed));
    }

    private static void RequireOwn(VrfSecretKey key)
    {
        if (!key.IsInsecureModel)
            throw new ArgumentException("The stand-in must not see a real key.", nameof(key));
    }
}
