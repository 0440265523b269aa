using PoR.Core.Bytes;
using PoR.Core.Canonical;
using PoR.Core.Protocol;

namespace PoR.Core.Agreement;

/// <summary>One link of a one-time key's chain: a child key, certified by its parent.</summary>
/// <param name="Key">The child's Ed25519 public key, 32 bytes.</param>
/// <param name="Certificate">The parent's signature over the child's place and key.</param>
public sealed record KeyLink(Bytes32 Key, Signature Certificate) : ICanonical<KeyLink>
{
    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Fixed(Key);
        writer.Fixed(Certificate.Bytes);
    }

    /// <inheritdoc/>
    public static KeyLink? Read(ref CanonicalReader reader) =>
        new(reader.Fixed32(), new Signature(reader.Fixed64()));
}
