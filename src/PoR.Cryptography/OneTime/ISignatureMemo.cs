using PoR.Core.Identities;

namespace PoR.Cryptography.OneTime;

/// <summary>Remembers which signatures hold, so that a link that many votes share is verified once.</summary>
/// <remarks>
/// The answer must be that of <see cref="ICryptography.Verify"/> for the same three arguments; whether
/// it was computed now or before must not show. An implementation states its bound.
/// </remarks>
public interface ISignatureMemo
{
    /// <summary>Whether the signature holds.</summary>
    bool Verify(PublicKey key, ReadOnlySpan<byte> message, Signature signature);
}
