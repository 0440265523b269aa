using PoR.Core.Canonical;
using PoR.Core.Rounds;

namespace PoR.Core.Agreement;

/// <summary>A place in a chain: which block stands where.</summary>
/// <param name="Round">r, 0 and up.</param>
/// <param name="Block">H(B^r).</param>
public readonly record struct ChainPoint(Round Round, BlockDigest Block) : ICanonical<ChainPoint>
{
    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Int64(Round.Number);
        writer.Fixed(Block.Bytes);
    }

    /// <inheritdoc/>
    public static ChainPoint Read(ref CanonicalReader reader)
    {
        var round = reader.Int64();
        if (round < 0)
            reader.Fail("a round must be 0 or more.");
        return new ChainPoint(new Round(round), new BlockDigest(reader.Fixed32()));
    }
}
