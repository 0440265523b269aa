using PoR.Core.Bytes;

namespace PoR.Core.Transactions;

/// <summary>Digest of a transaction's canonical bytes without its signature, 32 bytes.</summary>
public readonly record struct TransactionId(Bytes32 Bytes) : IComparable<TransactionId>
{
    /// <inheritdoc/>
    public int CompareTo(TransactionId other) => Bytes.CompareTo(other.Bytes);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Bytes.ToString();
}
