using PoR.Core.Bytes;

namespace PoR.Core.Identities;

/// <summary>π: an ECVRF proof, 80 bytes: Γ (32), c (16), s (32) (RFC 9381 §5.1).</summary>
public readonly struct VrfProof : IEquatable<VrfProof>
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 80;

    private readonly Bytes64 _first;
    private readonly UInt128 _last;

    /// <summary>Copies 80 bytes.</summary>
    /// <exception cref="ArgumentException"><paramref name="bytes"/> is not 80 bytes long.</exception>
    public VrfProof(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
            throw new ArgumentException($"80 bytes are expected, not {bytes.Length}.", nameof(bytes));
        _first = new Bytes64(bytes[..64]);
        _last = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes[64..]);
    }

    /// <summary>Writes the 80 bytes to the start of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination)
    {
        _first.CopyTo(destination);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(destination[64..], _last);
    }

    /// <summary>A copy as an array of 80 bytes.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public bool Equals(VrfProof other) => _first == other._first && _last == other._last;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is VrfProof other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _first.GetHashCode();

    /// <summary>160 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToArray());

    /// <summary>Equal bytes.</summary>
    public static bool operator ==(VrfProof left, VrfProof right) => left.Equals(right);

    /// <summary>Different bytes.</summary>
    public static bool operator !=(VrfProof left, VrfProof right) => !left.Equals(right);
}

/// <summary>β: what a VRF proof proves, 64 bytes (RFC 9381 §5.2).</summary>
public readonly record struct VrfOutput(Bytes64 Bytes)
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 64;

    /// <summary>x: the first 8 bytes, big-endian; what the sortition compares.</summary>
    public ulong Prefix => Bytes.Prefix;

    /// <summary>128 lower-case hexadecimal digits.</summary>
    public override string ToString() => Bytes.ToString();
}

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
