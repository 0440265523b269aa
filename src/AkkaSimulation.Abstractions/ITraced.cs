using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace AkkaSimulation;

/// <summary>
/// A message whose content enters the trace of a simulation; without it only the message's type does.
/// </summary>
public interface ITraced
{
    /// <summary>Writes the content: equal messages write equal bytes, in every process.</summary>
    /// <param name="writer">Takes the bytes.</param>
    void WriteTo(ref TraceWriter writer);
}

/// <summary>Takes the bytes of a message for the trace; numbers are little-endian, texts carry their length.</summary>
/// <param name="output">Where the bytes go.</param>
public readonly ref struct TraceWriter(ArrayBufferWriter<byte> output)
{
    private readonly ArrayBufferWriter<byte> _output = output;

    /// <summary>Writes 1 byte.</summary>
    /// <param name="value">0 or 1.</param>
    public void Write(bool value)
    {
        _output.GetSpan(1)[0] = value ? (byte)1 : (byte)0;
        _output.Advance(1);
    }

    /// <summary>Writes 4 bytes.</summary>
    /// <param name="value">Any number.</param>
    public void Write(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_output.GetSpan(sizeof(int)), value);
        _output.Advance(sizeof(int));
    }

    /// <summary>Writes 8 bytes.</summary>
    /// <param name="value">Any number.</param>
    public void Write(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_output.GetSpan(sizeof(long)), value);
        _output.Advance(sizeof(long));
    }

    /// <summary>Writes 8 bytes.</summary>
    /// <param name="value">Any number.</param>
    public void Write(ulong value) => Write(unchecked((long)value));

    /// <summary>Writes the length in UTF-8 as 4 bytes, and the text.</summary>
    /// <param name="value">Any text.</param>
    public void Write(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var length = Encoding.UTF8.GetByteCount(value);
        Write(length);
        Encoding.UTF8.GetBytes(value, _output.GetSpan(length));
        _output.Advance(length);
    }

    /// <summary>Writes bytes as they are, without their length.</summary>
    /// <param name="value">Any bytes.</param>
    public void Write(ReadOnlySpan<byte> value) => _output.Write(value);
}
