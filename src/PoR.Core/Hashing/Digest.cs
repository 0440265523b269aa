using PoR.Core.Bytes;

namespace PoR.Core.Hashing;

/// <summary>A SHA-256 digest of canonical bytes under a domain, 32 bytes.</summary>
public readonly record struct Digest(Bytes32 Bytes) : IComparable<Digest>
{
    /// <inheritdoc/>
    public int CompareTo(Digest other) => Bytes.CompareTo(other.Bytes);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Bytes.ToString();
}
