using System.Buffers.Binary;
using System.Buffers;
using System.Collections.Immutable;
using PoR.Core.Bytes;
using PoR.Core.Identities;

namespace PoR.Core.Canonical;

/// <summary>Appends fields in canonical form: integers big-endian and fixed, lengths before bytes.</summary>
/// <param name="capacity">Bytes for which there is room at first.</param>
public sealed class CanonicalWriter(int capacity = 256)
{
    private const int KeptBytesMax = 1024 * 1024;

    [ThreadStatic]
    private static CanonicalWriter? t_spare;

    private readonly ArrayBufferWriter<byte> _buffer = new(capacity);

    /// <summary>
    /// An empty writer. The thread's own one is used again if it is free, since growing a new buffer for each
    /// certificate costs more than writing into it.
    /// </summary>
    internal static CanonicalWriter Take()
    {
        var writer = t_spare ?? new CanonicalWriter();
        t_spare = null;
        return writer;
    }

    /// <summary>Gives a writer back; what it has written is gone.</summary>
    internal void Return()
    {
        if (_buffer.Capacity > KeptBytesMax)
            return;
        _buffer.ResetWrittenCount();
        t_spare = this;
    }

    /// <summary>What has been written so far.</summary>
    public ReadOnlySpan<byte> WrittenSpan => _buffer.WrittenSpan;

    /// <summary>How many bytes have been written.</summary>
    public int WrittenCount => _buffer.WrittenCount;

    /// <summary>A copy of what has been written.</summary>
    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    /// <summary>Appends one byte.</summary>
    public void Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }

    /// <summary>Appends a boolean as 0 or 1.</summary>
    public void Boolean(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>Appends 4 bytes.</summary>
    public void Int32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
    }

    /// <summary>Appends 8 bytes.</summary>
    public void Int64(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
    }

    /// <summary>Appends 8 bytes.</summary>
    public void UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
    }

    /// <summary>Appends 32 bytes.</summary>
    public void Fixed(Bytes32 value)
    {
        value.CopyTo(_buffer.GetSpan(32));
        _buffer.Advance(32);
    }

    /// <summary>Appends 64 bytes.</summary>
    public void Fixed(Bytes64 value)
    {
        value.CopyTo(_buffer.GetSpan(64));
        _buffer.Advance(64);
    }

    /// <summary>Appends 80 bytes.</summary>
    public void Fixed(VrfProof value)
    {
        value.CopyTo(_buffer.GetSpan(VrfProof.Length));
        _buffer.Advance(VrfProof.Length);
    }

    /// <summary>Appends a length (4 bytes) and the bytes.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        Int32(value.Length);
        _buffer.Write(value);
    }

    /// <summary>Appends what is in canonical form already.</summary>
    public void Raw(ReadOnlySpan<byte> canonical) => _buffer.Write(canonical);

    /// <summary>Appends a text as length and strict UTF-8.</summary>
    public void Text(string value) => Bytes(System.Text.Encoding.UTF8.GetBytes(value));

    /// <summary>Appends one value.</summary>
    public void Value<T>(T value)
        where T : ICanonical<T> => value.Write(this);

    /// <summary>Appends 0, or 1 and the value.</summary>
    public void Optional<T>(T? value)
        where T : class, ICanonical<T>
    {
        Boolean(value is not null);
        value?.Write(this);
    }

    /// <summary>Appends a count (4 bytes) and the values.</summary>
    public void List<T>(ImmutableArray<T> values)
        where T : ICanonical<T>
    {
        Int32(values.Length);
        foreach (var value in values)
            value.Write(this);
    }
}
