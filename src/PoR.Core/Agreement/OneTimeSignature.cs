using System.Collections.Immutable;
using PoR.Core.Canonical;
using PoR.Core.Protocol;

namespace PoR.Core.Agreement;

/// <summary>ESIG: a signature by a key that signs once, with its chain from the registered root (PoR §6.1).</summary>
/// <param name="Signature">By the leaf key of (round, step).</param>
/// <param name="Chain">From the root's child down to the leaf; the places follow from round and step.</param>
public sealed record OneTimeSignature(Signature Signature, ImmutableArray<KeyLink> Chain)
    : ICanonical<OneTimeSignature>
{
    /// <summary>The longest chain that a decoder accepts: enough for every round and step of 63 bits.</summary>
    public const int ChainMax = 128;

    /// <summary>Length of the canonical bytes.</summary>
    public int ByteCount => Signature.Length + 4 + (96 * Chain.Length);

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
