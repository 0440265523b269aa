namespace PoR.Core.Bytes;

/// <summary>64 bytes as a value.</summary>
public readonly struct Bytes64 : IEquatable<Bytes64>
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 64;

    private readonly Bytes32 _first;
    private readonly Bytes32 _second;

    /// <summary>Copies 64 bytes.</summary>
    /// <exception cref="ArgumentException"><paramref name="bytes"/> is not 64 bytes long.</exception>
    public Bytes64(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
            throw new ArgumentException($"64 bytes are expected, not {bytes.Length}.", nameof(bytes));
        _first = new Bytes32(bytes[..32]);
        _second = new Bytes32(bytes[32..]);
    }

    /// <summary>The first 8 bytes, big-endian.</summary>
    public ulong Prefix => _first.Prefix;

    /// <summary>Writes the 64 bytes to the start of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination)
    {
        _first.CopyTo(destination);
        _second.CopyTo(destination[32..]);
    }

    /// <summary>A copy as an array of 64 bytes.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public bool Equals(Bytes64 other) => _first == other._first && _second == other._second;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Bytes64 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _first.GetHashCode() ^ (31 * _second.GetHashCode());

    /// <summary>128 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToArray());

    /// <summary>Equal bytes.</summary>
    public static bool operator ==(Bytes64 left, Bytes64 right) => left.Equals(right);

    /// <summary>Different bytes.</summary>
    public static bool operator !=(Bytes64 left, Bytes64 right) => !left.Equals(right);
}
