using PoR.Core.Bytes;

namespace PoR.Core.Identities;

/// <summary>
/// Names one network, so that its messages mean nothing in another: 32 bytes, the digest of its genesis.
/// </summary>
public readonly record struct NetworkId(Bytes32 Bytes) : IComparable<NetworkId>
{
    /// <inheritdoc/>
    public int CompareTo(NetworkId other) => Bytes.CompareTo(other.Bytes);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Bytes.ToString();
}
