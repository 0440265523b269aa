using System.Collections.Immutable;
using PoR.Core.Bytes;
using PoR.Core.Canonical;
using PoR.Core.Identities;

namespace PoR.Core.Agreement;

/// <summary>ESIG: a signature by a key that signs once, with its chain from the registered root (PoR §6.1).</summary>
/// <param name="Signature">By the leaf key of (round, step).</param>
/// <param name="Chain">From the root's child down to the leaf; the places follow from round and step.</param>
public sealed record OneTimeSignature(Signature Signature, ImmutableArray<KeyLink> Chain)
    : ICanonical<OneTimeSignature>
{
    /// <summary>The longest chain that a decoder accepts: enough for every round and step of 63 bits.</summary>
    public const int ChainMax = 128;

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Fixed(Signature.Bytes);
        writer.List(Chain);
    }

    /// <inheritdoc/>
    public static OneTimeSignature? Read(ref CanonicalReader reader) =>
        new(new Signature(reader.Fixed64()), reader.List<KeyLink>(ChainMax));
}

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
