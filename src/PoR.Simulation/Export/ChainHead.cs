using PoR.Core.Blocks;
using PoR.Core.Canonical;
using PoR.Core.Protocol;

namespace PoR.Simulation.Export;

/// <summary>Where an exported chain ends, so that a missing last block is noticed.</summary>
/// <param name="Network">Digest of its genesis.</param>
/// <param name="Round">Of the last block; 0 for a chain that has none.</param>
/// <param name="Block">H(B^r) of the last block; that of genesis for a chain without blocks.</param>
public sealed record ChainHead(NetworkId Network, Round Round, BlockDigest Block) : ICanonical<ChainHead>
{
    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Fixed(Network.Bytes);
        writer.Int64(Round.Number);
        writer.Fixed(Block.Bytes);
    }

    /// <inheritdoc/>
    public static ChainHead? Read(ref CanonicalReader reader)
    {
        var head = new ChainHead(
            new NetworkId(reader.Fixed32()), new Round(reader.Int64()), new BlockDigest(reader.Fixed32()));
        if (head.Round.Number < 0)
            reader.Fail("a round must be 0 or more.");
        return reader.Fault is null ? head : null;
    }
}
