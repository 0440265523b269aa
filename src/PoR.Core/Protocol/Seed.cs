using PoR.Core.Bytes;

namespace PoR.Core.Protocol;

/// <summary>Q^r: what the sortition of round r + 1 is drawn from, 32 bytes (PoR §12.3).</summary>
public readonly record struct Seed(Bytes32 Bytes) : IComparable<Seed>
{
    /// <inheritdoc/>
    public int CompareTo(Seed other) => Bytes.CompareTo(other.Bytes);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Bytes.ToString();
}
