using PoR.Core.Identities;
using PoR.Cryptography;

namespace PoR.Actors.Tests.Stages;

/// <summary>Counts what is checked.</summary>
internal sealed class CountingCryptography(ICryptography inner) : ICryptography
{
    /// <summary>Signatures and credentials checked.</summary>
    public int Checked { get; private set; }

    public bool IsInsecureModel => inner.IsInsecureModel;

    public SigningKey CreateSigningKey(ReadOnlySpan<byte> seed) => inner.CreateSigningKey(seed);

    public SigningKey CreateIdentityKey(ReadOnlySpan<byte> seed) => inner.CreateIdentityKey(seed);

    public Signature Sign(SigningKey key, ReadOnlySpan<byte> message) => inner.Sign(key, message);

    public bool Verify(PublicKey key, ReadOnlySpan<byte> message, Signature signature)
    {
        Checked++;
        return inner.Verify(key, message, signature);
    }

    public VrfSecretKey CreateVrfKey(ReadOnlySpan<byte> seed) => inner.CreateVrfKey(seed);

    public VrfOutput VrfEvaluate(VrfSecretKey key, ReadOnlySpan<byte> alpha) => inner.VrfEvaluate(key, alpha);

    public VrfProof VrfProve(VrfSecretKey key, ReadOnlySpan<byte> alpha) => inner.VrfProve(key, alpha);

    public VrfOutput? VrfVerify(VrfPublicKey key, ReadOnlySpan<byte> alpha, VrfProof proof)
    {
        Checked++;
        return inner.VrfVerify(key, alpha, proof);
    }

    public VrfOutput? VrfClaimedOutput(VrfProof proof) => inner.VrfClaimedOutput(proof);
}
