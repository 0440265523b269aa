using PoR.Core.Bytes;

namespace PoR.Core.Protocol;

/// <summary>The ECVRF public key of an account, 32 bytes: whose credentials it makes (PoR §5.2).</summary>
public readonly record struct VrfPublicKey(Bytes32 Bytes) : IComparable<VrfPublicKey>
{
    /// <inheritdoc/>
    public int CompareTo(VrfPublicKey other) => Bytes.CompareTo(other.Bytes);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Bytes.ToString();
}
