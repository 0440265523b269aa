using System.Buffers.Binary;
using PoR.Core.Canonical;

namespace PoR.Actors.Messages;

/// <summary>
/// Records one after the other: the length, big-endian in 4 bytes, then the canonical bytes. Peers write such streams
/// for observers outside their process.
/// </summary>
public static class RecordStream
{
    // A block has 8 MiB as a rule, and its certificate some more.
    private const int RecordBytesMax = 1 << 28;

    /// <summary>Adds a record, in one piece.</summary>
    public static void Add<T>(Stream stream, T record)
        where T : ICanonical<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        var writer = new CanonicalWriter();
        writer.Bytes(CanonicalBytes.Of(record));
        stream.Write(writer.WrittenSpan);
    }

    /// <summary>The next record's canonical bytes.</summary>
    /// <returns>Null at the end, and where the last record was cut off, as a kill does it.</returns>
    /// <exception cref="IOException">It states a length that no record has, or cannot be read.</exception>
    public static byte[]? Next(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var head = new byte[sizeof(int)];
        if (stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length)
            return null;
        var length = BinaryPrimitives.ReadInt32BigEndian(head);
        if (length is < 0 or > RecordBytesMax)
            throw new IOException($"a record has at most {RecordBytesMax} bytes.");
        var record = new byte[length];
        return stream.ReadAtLeast(record, length, throwOnEndOfStream: false) == length ? record : null;
    }
}
