using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Cryptography;
using PoR.Cryptography.OneTime;

namespace PoR.Consensus.Votes;

/// <summary>Checks every credential and signature anew.</summary>
/// <param name="cryptography">Real, or the insecure stand-in.</param>
/// <param name="chains">What is remembered of signers' chains of keys; null to verify each link anew.</param>
public sealed class CryptographyChecks(ICryptography cryptography, VerifiedChains? chains = null) : ICredentialChecks
{
    /// <inheritdoc/>
    public VrfOutput? OutputOf(VrfPublicKey key, ReadOnlySpan<byte> alpha, VrfProof proof) =>
        cryptography.VrfVerify(key, alpha, proof);

    /// <inheritdoc/>
    public bool IsSigned(
        OneTimeRootKey root, Round round, Step step, ReadOnlySpan<byte> message, OneTimeSignature signature) =>
        OneTimeSignatureVerifier.Verify(cryptography, root, round, step, message, signature, chains);
}
