using System.Security.Cryptography;
using PoR.Core.Bytes;
using PoR.Core.Hashing;
using PoR.Core.Identities;

namespace PoR.Cryptography;

/// <summary>INSECURE: keyed hashes in the shapes of real cryptography, for mass simulation only.</summary>
/// <remarks>
/// A signature is a hash of public key and message, a VRF output is a hash of public key and input: anybody who knows
/// the public key can forge both. There is no secret to protect. What holds is that outputs are unique and well spread,
/// and that a message that was not signed does not verify by accident. Every output of a run that uses it must say so
/// (<see cref="IsInsecureModel"/>).
/// </remarks>
public sealed class ModelCryptography : ICryptography
{
    private const int StackLength = 512;

    private enum Purpose : byte
    {
        SigningKey = 1,
        VrfKey = 2,
        Signature = 3,
        Output = 4,
        Proof = 5,
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

    /// <summary>The output, then 16 bytes that depend on it.</summary>
    private static VrfProof ProofOf(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> alpha)
    {
        Span<byte> proof = stackalloc byte[128];
        Hash(Purpose.Output, publicKey, alpha, proof);
        Hash(Purpose.Proof, publicKey, proof[..64], proof[64..]);
        return new VrfProof(proof[..VrfProof.Length]);
    }

    /// <summary>SHA-512(tag ‖ purpose ‖ 32 bytes of key ‖ message).</summary>
    private static void Hash(
        Purpose purpose, ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> hash)
    {
        var tag = HashDomain.Model.Tag.AsSpan();
        var length = tag.Length + 1 + key.Length + message.Length;
        var input = length <= StackLength ? stackalloc byte[StackLength] : new byte[length];
        tag.CopyTo(input);
        input[tag.Length] = (byte)purpose;
        key.CopyTo(input[(tag.Length + 1)..]);
        message.CopyTo(input[(tag.Length + 1 + key.Length)..]);
        SHA512.HashData(input[..length], hash);
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
