using PoR.Core.Bytes;

namespace PoR.Core.Blocks;

/// <summary>H(B): digest of a block's header, 32 bytes (PoR §5.1).</summary>
public readonly record struct BlockDigest(Bytes32 Bytes) : IComparable<BlockDigest>
{
    /// <inheritdoc/>
    public int CompareTo(BlockDigest other) => Bytes.CompareTo(other.Bytes);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Bytes.ToString();
}
