using PoR.Core.Bytes;

namespace PoR.Core.Protocol;

/// <summary>
/// Orders credentials: least wins the round (leader) or throws the coin. 32 bytes, compared first byte first.
/// </summary>
public readonly record struct CredentialRank(Bytes32 Bytes) : IComparable<CredentialRank>
{
    /// <inheritdoc/>
    public int CompareTo(CredentialRank other) => Bytes.CompareTo(other.Bytes);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Bytes.ToString();
}
