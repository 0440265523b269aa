using PoR.Core.Identities;

namespace PoR.Cryptography.Tests.OneTime;

/// <summary>Counts what is asked of another implementation.</summary>
internal sealed class CountingCryptography(ICryptography inner) : ICryptography
{
    /// <summary>Every signing key that was ever made.</summary>
    internal List<SigningKey> Keys { get; } = [];

    internal int KeysMade { get; private set; }

    internal int Signed { get; private set; }

    internal int Verified { get; private set; }

    public bool IsInsecureModel => inner.IsInsecureModel;

    internal void Reset() => (KeysMade, Signed, Verified) = (0, 0, 0);

    public SigningKey CreateSigningKey(ReadOnlySpan<byte> seed)
    {
        KeysMade++;
        var key = inner.CreateSigningKey(seed);
        Keys.Add(key);
        return key;
    }

    public SigningKey CreateIdentityKey(ReadOnlySpan<byte> seed) => inner.CreateIdentityKey(seed);

    public Signature Sign(SigningKey key, ReadOnlySpan<byte> message)
    {
        Signed++;
        return inner.Sign(key, message);
    }

    public bool Verify(PublicKey key, ReadOnlySpan<byte> message, Signature signature)
    {
        Verified++;
        return inner.Verify(key, message, signature);
    }

    public VrfSecretKey CreateVrfKey(ReadOnlySpan<byte> seed) => inner.CreateVrfKey(seed);

    public VrfOutput VrfEvaluate(VrfSecretKey key, ReadOnlySpan<byte> alpha) => inner.VrfEvaluate(key, alpha);

    public VrfProof VrfProve(VrfSecretKey key, ReadOnlySpan<byte> alpha) => inner.VrfProve(key, alpha);

    public VrfOutput? VrfVerify(VrfPublicKey key, ReadOnlySpan<byte> alpha, VrfProof proof) =>
        inner.VrfVerify(key, alpha, proof);

    public VrfOutput? VrfClaimedOutput(VrfProof proof) => inner.VrfClaimedOutput(proof);
}
