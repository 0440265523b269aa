using System.Buffers.Binary;
using System.Collections.Immutable;
using PoR.Core.Bytes;
using PoR.Core.Identities;

namespace PoR.Core.Canonical;

/// <summary>
/// Reads what <see cref="CanonicalWriter"/> wrote. After the first fault every read returns nothing, so a decoder
/// need only look at <see cref="Fault"/> before it builds a value.
/// </summary>
public ref struct CanonicalReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private int _position;

    /// <summary>Starts at the first of <paramref name="bytes"/>.</summary>
    public CanonicalReader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>What is wrong, in one sentence with the offset; null while nothing is.</summary>
    public string? Fault { get; private set; }

    /// <summary>True when all bytes have been read without a fault.</summary>
    public readonly bool IsComplete => Fault is null && _position == _bytes.Length;

    /// <summary>Bytes that have not been read.</summary>
    public readonly int Remaining => _bytes.Length - _position;

    /// <summary>Notes a fault, unless there is one.</summary>
    public void Fail(string reason) => Fault ??= $"At byte {_position}: {reason}";

    /// <summary>One byte.</summary>
    public byte Byte() => Take(1) is { Length: 1 } b ? b[0] : (byte)0;

    /// <summary>A byte that must be 0 or 1.</summary>
    public bool Boolean()
    {
        var value = Byte();
        if (value > 1)
            Fail($"a boolean must be 0 or 1, not {value}.");
        return value == 1;
    }

    /// <summary>4 bytes.</summary>
    public int Int32() => Take(4) is { Length: 4 } b ? BinaryPrimitives.ReadInt32BigEndian(b) : 0;

    /// <summary>8 bytes.</summary>
    public long Int64() => Take(8) is { Length: 8 } b ? BinaryPrimitives.ReadInt64BigEndian(b) : 0;

    /// <summary>8 bytes.</summary>
    public ulong UInt64() => Take(8) is { Length: 8 } b ? BinaryPrimitives.ReadUInt64BigEndian(b) : 0;

    /// <summary>32 bytes.</summary>
    public Bytes32 Fixed32() => Take(32) is { Length: 32 } b ? new Bytes32(b) : default;

    /// <summary>64 bytes.</summary>
    public Bytes64 Fixed64() => Take(64) is { Length: 64 } b ? new Bytes64(b) : default;

    /// <summary>80 bytes.</summary>
    public VrfProof Proof() =>
        Take(VrfProof.Length) is { Length: VrfProof.Length } b ? new VrfProof(b) : default;

    /// <summary>Bytes behind their length.</summary>
    /// <param name="lengthMax">More than this is a fault.</param>
    public ReadOnlySpan<byte> Bytes(int lengthMax)
    {
        var length = Count(lengthMax);
        return Take(length);
    }

    /// <summary>All bytes that have not been read.</summary>
    public ReadOnlySpan<byte> Rest() => Take(Remaining);

    /// <summary>A text of strict UTF-8.</summary>
    /// <param name="bytesMax">More bytes than this are a fault.</param>
    public string Text(int bytesMax)
    {
        var bytes = Bytes(bytesMax);
        if (System.Text.Unicode.Utf8.IsValid(bytes))
            return System.Text.Encoding.UTF8.GetString(bytes);
        Fail("a text must be valid UTF-8.");
        return "";
    }

    /// <summary>A count or length that must lie in 0..<paramref name="max"/>.</summary>
    public int Count(int max)
    {
        var count = Int32();
        if (count >= 0 && count <= max)
            return count;
        Fail($"a length or count must be 0..{max}, not {count}.");
        return 0;
    }

    /// <summary>A value or none.</summary>
    public T? Optional<T>()
        where T : class, ICanonical<T> => Boolean() ? T.Read(ref this) : null;

    /// <summary>Values behind their count.</summary>
    /// <param name="countMax">More than this is a fault.</param>
    public ImmutableArray<T> List<T>(int countMax)
        where T : ICanonical<T>
    {
        var count = Count(countMax);
        var builder = ImmutableArray.CreateBuilder<T>(Math.Min(count, 1024));
        for (var i = 0; i < count && Fault is null; i++)
        {
            if (T.Read(ref this) is { } value)
                builder.Add(value);
            else
                Fail("a value is not in canonical form.");
        }

        return builder.ToImmutable();
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (Fault is not null)
            return default;
        if (length > Remaining)
        {
            Fail($"{length} bytes are expected, {Remaining} are left.");
            return default;
        }

        var taken = _bytes.Slice(_position, length);
        _position += length;
        return taken;
    }
}
