using PoR.Core.Bytes;

namespace PoR.Core.Protocol;

/// <summary>An account: its Ed25519 public key, 32 bytes (PoR §3.7 pk).</summary>
public readonly record struct PublicKey(Bytes32 Bytes) : IComparable<PublicKey>
{
    /// <inheritdoc/>
    public int CompareTo(PublicKey other) => Bytes.CompareTo(other.Bytes);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Bytes.ToString();
}
