using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Cryptography;
using PoR.Cryptography.OneTime;

namespace PoR.Consensus.Votes;

/// <summary>Checks every credential and signature anew; links of key chains through a memo, if one is given.</summary>
public sealed class CryptographyChecks : ICredentialChecks
{
    private readonly ICryptography _cryptography;
    private readonly ISignatureMemo? _links;

    /// <summary>Joins the cryptography and a memo of chain links.</summary>
    /// <param name="cryptography">Real, or the insecure stand-in.</param>
    /// <param name="links">Null to verify each link anew.</param>
    public CryptographyChecks(ICryptography cryptography, ISignatureMemo? links = null)
    {
        _cryptography = cryptography;
        _links = links;
    }

    /// <inheritdoc/>
    public VrfOutput? OutputOf(VrfPublicKey key, ReadOnlySpan<byte> alpha, VrfProof proof) =>
        _cryptography.VrfVerify(key, alpha, proof);

    /// <inheritdoc/>
    public bool IsSigned(
        OneTimeRootKey root, Round round, Step step, ReadOnlySpan<byte> message, OneTimeSignature signature) =>
        OneTimeSignatureVerifier.Verify(_cryptography, root, round, step, message, signature, _links);
}
