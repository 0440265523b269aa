using System.Buffers.Binary;

namespace PoR.Core.Bytes;

/// <summary>32 bytes as a value: compared byte by byte, first byte first.</summary>
public readonly struct Bytes32 : IEquatable<Bytes32>, IComparable<Bytes32>
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 32;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    /// <summary>Copies 32 bytes.</summary>
    /// <exception cref="ArgumentException"><paramref name="bytes"/> is not 32 bytes long.</exception>
    public Bytes32(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
            throw new ArgumentException($"32 bytes are expected, not {bytes.Length}.", nameof(bytes));
        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>The first 8 bytes, big-endian: enough to mark a value in a trace, never to identify it.</summary>
    public ulong Prefix => _a;

    /// <summary>Writes the 32 bytes to the start of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _a);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], _d);
    }

    /// <summary>A copy as an array of 32 bytes.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Reads 64 hexadecimal digits.</summary>
    /// <exception cref="FormatException"><paramref name="hex"/> is not 64 hexadecimal digits.</exception>
    public static Bytes32 Parse(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        return bytes.Length == Length
            ? new Bytes32(bytes)
            : throw new FormatException($"64 hexadecimal digits are expected, not {hex.Length}.");
    }

    /// <summary>Reads 64 hexadecimal digits; null where there is anything else.</summary>
    public static Bytes32? TryParse(string hex) =>
        hex.Length == 2 * Length && hex.All(char.IsAsciiHexDigit) ? Parse(hex) : null;

    /// <inheritdoc/>
    public bool Equals(Bytes32 other) =>
        _a == other._a && _b == other._b && _c == other._c && _d == other._d;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Bytes32 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)(_d ^ (_a >> 32));

    /// <inheritdoc/>
    public int CompareTo(Bytes32 other)
    {
        if (_a != other._a) return _a < other._a ? -1 : 1;
        if (_b != other._b) return _b < other._b ? -1 : 1;
        if (_c != other._c) return _c < other._c ? -1 : 1;
        return _d.CompareTo(other._d);
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToArray());

    /// <summary>Equal bytes.</summary>
    public static bool operator ==(Bytes32 left, Bytes32 right) => left.Equals(right);

    /// <summary>Different bytes.</summary>
    public static bool operator !=(Bytes32 left, Bytes32 right) => !left.Equals(right);
}
