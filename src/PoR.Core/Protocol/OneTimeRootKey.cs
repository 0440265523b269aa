using PoR.Core.Bytes;

namespace PoR.Core.Protocol;

/// <summary>The registered root of an account's one-time keys, 32 bytes (PoR §6.1 ephemeral keys).</summary>
public readonly record struct OneTimeRootKey(Bytes32 Bytes) : IComparable<OneTimeRootKey>
{
    /// <inheritdoc/>
    public int CompareTo(OneTimeRootKey other) => Bytes.CompareTo(other.Bytes);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Bytes.ToString();
}
