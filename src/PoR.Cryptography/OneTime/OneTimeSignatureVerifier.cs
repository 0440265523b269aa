using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Cryptography.OneTime;

/// <summary>Checks signatures of <see cref="OneTimeKeys"/> against a registered root.</summary>
public static class OneTimeSignatureVerifier
{
    /// <summary>Number of links of a slot's chain.</summary>
    /// <returns>0 when there is no such round or step.</returns>
    internal static int ChainLength(Round round, Step step) =>
        OneTimePath.Exists(round, step) ? OneTimePath.Of(round, step).Length : 0;

    /// <summary>Whether the slot's key, certified link by link from the root, signed the message.</summary>
    /// <param name="cryptography">Verifies.</param>
    /// <param name="root">The signer's registered root.</param>
    /// <param name="round">The message's round.</param>
    /// <param name="step">The message's step.</param>
    /// <param name="message">What should be signed.</param>
    /// <param name="signature">As a peer sent it.</param>
    /// <param name="chains">
    /// What is remembered of signers' chains, or null to verify each link anew. A further vote of the same signer
    /// in the same round shares all links but the last one or two.
    /// </param>
    /// <returns>False for everything that is wrong, also for a chain of another length.</returns>
    public static bool Verify(
        ICryptography cryptography,
        OneTimeRootKey root,
        Round round,
        Step step,
        ReadOnlySpan<byte> message,
        OneTimeSignature signature,
        VerifiedChains? chains = null)
    {
        if (!OneTimePath.Exists(round, step) || signature.Chain.IsDefault)
            return false;

        var path = OneTimePath.Of(round, step);
        if (signature.Chain.Length != path.Length)
            return false;

        var shared = chains?.SharedWith(root, path, signature.Chain) ?? 0;
        Span<byte> digest = stackalloc byte[Bytes32.Length];
        var parent = new PublicKey(shared == 0 ? root.Bytes : signature.Chain[shared - 1].Key);
        for (var depth = shared; depth < path.Length; depth++)
        {
            var link = signature.Chain[depth];
            path.WriteLinkDigest(depth, path.Children[depth], link.Key, digest);
            if (!cryptography.Verify(parent, digest, link.Certificate))
                return false;

            parent = new PublicKey(link.Key);
        }

        if (!cryptography.Verify(parent, message, signature.Signature))
            return false;
        if (shared < path.Length)
            chains?.Keep(root, path, signature.Chain);
        return true;
    }
}
