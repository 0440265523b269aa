using PoR.Core.Identities;
using PoR.Cryptography;

namespace PoR.Simulation.Tests.Checks;

/// <summary>Takes every signature and every credential for good.</summary>
internal sealed class GullibleCryptography(ICryptography inner) : ICryptography
{
    public bool IsInsecureModel => inner.IsInsecureModel;

    public SigningKey CreateSigningKey(ReadOnlySpan<byte> seed) => inner.CreateSigningKey(seed);

    public SigningKey CreateIdentityKey(ReadOnlySpan<byte> seed) => inner.CreateIdentityKey(seed);

    public Signature Sign(SigningKey key, ReadOnlySpan<byte> message) => inner.Sign(key, message);

    public bool Verify(PublicKey key, ReadOnlySpan<byte> message, Signature signature) => true;

    public VrfSecretKey CreateVrfKey(ReadOnlySpan<byte> seed) => inner.CreateVrfKey(seed);

    public VrfOutput VrfEvaluate(VrfSecretKey key, ReadOnlySpan<byte> alpha) => inner.VrfEvaluate(key, alpha);

    public VrfProof VrfProve(VrfSecretKey key, ReadOnlySpan<byte> alpha) => inner.VrfProve(key, alpha);

    public VrfOutput? VrfVerify(VrfPublicKey key, ReadOnlySpan<byte> alpha, VrfProof proof) => VrfClaimedOutput(proof);

    public VrfOutput? VrfClaimedOutput(VrfProof proof) => inner.VrfClaimedOutput(proof);
}
