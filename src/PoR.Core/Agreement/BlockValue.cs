using PoR.Core.Canonical;
using PoR.Core.Identities;

namespace PoR.Core.Agreement;

/// <summary>v = (H(B_ℓ), ℓ): what votes are for; ⊥ is its absence (PoR §5.2 step 2).</summary>
/// <param name="Block">H(B_ℓ).</param>
/// <param name="Leader">ℓ.</param>
public sealed record BlockValue(BlockDigest Block, PublicKey Leader) : ICanonical<BlockValue>
{
    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Fixed(Block.Bytes);
        writer.Fixed(Leader.Bytes);
    }

    /// <inheritdoc/>
    public static BlockValue? Read(ref CanonicalReader reader) =>
        new(new BlockDigest(reader.Fixed32()), new PublicKey(reader.Fixed32()));
}
