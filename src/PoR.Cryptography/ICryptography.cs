using PoR.Core.Identities;

namespace PoR.Cryptography;

/// <summary>Signatures and the verifiable random function: real, or an insecure stand-in of equal shape.</summary>
/// <remarks>
/// All methods are pure functions of their arguments and thread safe. Input from a peer can be wrong in any way, so the
/// verifying methods return an answer and never throw. Using a key of one implementation with the other is our own
/// mistake, and throws.
/// </remarks>
public interface ICryptography
{
    /// <summary>True for the stand-in: anybody can forge its signatures and predict its outputs.</summary>
    bool IsInsecureModel { get; }

    /// <summary>A signing key from a seed.</summary>
    /// <param name="seed">32 secret bytes; the caller erases its copy.</param>
    /// <exception cref="ArgumentException"><paramref name="seed"/> is not 32 bytes long.</exception>
    SigningKey CreateSigningKey(ReadOnlySpan<byte> seed);

    /// <summary>A signing key for an account that a person or an operator owns and that is kept for long.</summary>
    /// <param name="seed">32 secret bytes; the caller erases its copy.</param>
    /// <remarks>
    /// The same key as <see cref="CreateSigningKey"/> makes, but real cryptography keeps its secret in
    /// guarded pages that are not swapped out. Such a key takes 10 KB and four memory mappings, of which
    /// Linux gives a process 65,530, and two to three times as long to make: it is not for thousands of keys.
    /// </remarks>
    /// <exception cref="ArgumentException"><paramref name="seed"/> is not 32 bytes long.</exception>
    SigningKey CreateIdentityKey(ReadOnlySpan<byte> seed);

    /// <summary>Signs a message. The same key and message give the same signature.</summary>
    /// <exception cref="ObjectDisposedException"><paramref name="key"/> has been erased.</exception>
    Signature Sign(SigningKey key, ReadOnlySpan<byte> message);

    /// <summary>Whether a signature holds; false also for a key that is none.</summary>
    bool Verify(PublicKey key, ReadOnlySpan<byte> message, Signature signature);

    /// <summary>A VRF key from a seed.</summary>
    /// <param name="seed">32 secret bytes; the caller erases its copy.</param>
    /// <exception cref="ArgumentException"><paramref name="seed"/> is not 32 bytes long.</exception>
    VrfSecretKey CreateVrfKey(ReadOnlySpan<byte> seed);

    /// <summary>β of an input, without a proof: about half of what <see cref="VrfProve"/> costs.</summary>
    /// <exception cref="ObjectDisposedException"><paramref name="key"/> has been erased.</exception>
    VrfOutput VrfEvaluate(VrfSecretKey key, ReadOnlySpan<byte> alpha);

    /// <summary>π: proves the β of <see cref="VrfEvaluate"/> to everybody who knows the public key.</summary>
    /// <exception cref="ObjectDisposedException"><paramref name="key"/> has been erased.</exception>
    VrfProof VrfProve(VrfSecretKey key, ReadOnlySpan<byte> alpha);

    /// <summary>β when the proof holds.</summary>
    /// <returns>Null when it does not, or when the key is none.</returns>
    VrfOutput? VrfVerify(VrfPublicKey key, ReadOnlySpan<byte> alpha, VrfProof proof);

    /// <summary>
    /// The β that a proof claims, which nobody has verified: a tenth of what <see cref="VrfVerify"/> costs. For
    /// statistics; nothing may be decided by it.
    /// </summary>
    /// <returns>Null when the proof does not even decode.</returns>
    VrfOutput? VrfClaimedOutput(VrfProof proof);
}
