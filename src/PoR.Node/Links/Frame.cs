using System.Collections.Immutable;
using System.Diagnostics;
using PoR.Actors.Links;
using PoR.Core.Bytes;
using PoR.Core.Canonical;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Node.Links;

/// <summary>
/// What goes over a link in one piece: one byte that names the kind, then the body. Closed: every case is nested here.
/// A kind is never given a second meaning.
/// </summary>
internal abstract record Frame
{
    /// <summary>The longest frame, bytes: Akka's remoting discards what is above 128,000.</summary>
    public const int BytesMax = 65_536;

    /// <summary>The longest message that goes whole, bytes.</summary>
    public const int WholeBytesMax = 60 * 1024;

    /// <summary>The most messages of one batch.</summary>
    public const int BatchMax = 64;

    /// <summary>What each chunk but the last carries, bytes.</summary>
    public const int ChunkBytes = 65_000;

    /// <summary>What a batch adds to each of its messages, bytes.</summary>
    public const int MessageHeadBytes = 4;

    /// <summary>What a batch adds to all its messages, bytes.</summary>
    public const int BatchHeadBytes = 4;

    private Frame()
    {
    }

    private enum Kind : byte
    {
        Batch = 1,
        Chunk = 2,
        Credit = 3,
        Ping = 4,
        Pong = 5,
        Bye = 6,
        Hello = 8, // 7 was a frame of links within a cluster. No kind is ever given a second meaning.
    }

    /// <summary>Whole messages of one urgency.</summary>
    public sealed record Batch(bool IsUrgent, ImmutableArray<ReadOnlyMemory<byte>> Messages) : Frame;

    /// <summary>A part of a message that is too long for a batch.</summary>
    /// <param name="IsUrgent">Of the message.</param>
    /// <param name="Message">Its digest.</param>
    /// <param name="Total">Its length, bytes.</param>
    /// <param name="Index">Of the part, 0 and up.</param>
    /// <param name="Bytes">The part; in a frame that was read, a view of the frame's bytes.</param>
    public sealed record Chunk(
        bool IsUrgent, Bytes32 Message, int Total, int Index, ReadOnlyMemory<byte> Bytes) : Frame;

    /// <summary>How many bytes of messages the receiver has taken since the link is up.</summary>
    public sealed record Credit(long Urgent, long Bulk) : Frame;

    /// <summary>Are you there?</summary>
    public sealed record Ping(ulong Number) : Frame;

    /// <summary>The answer to a <see cref="Ping"/>.</summary>
    public sealed record Pong(ulong Number) : Frame;

    /// <summary>The sender closes the link.</summary>
    public sealed record Bye(ByeReason Reason) : Frame;

    /// <summary>The first frame of a link.</summary>
    /// <param name="Version">Of this protocol, 1 and up.</param>
    /// <param name="VersionLeast">The lowest that the sender understands.</param>
    /// <param name="Network">Its network.</param>
    /// <param name="Incarnation">Drawn at the start of the sender's process.</param>
    /// <param name="Time">By the sender's clock.</param>
    public sealed record Hello(
        int Version, int VersionLeast, NetworkId Network, ulong Incarnation, Timestamp Time) : Frame;

    /// <summary>The frame's bytes.</summary>
    public byte[] ToBytes()
    {
        var writer = new CanonicalWriter(BytesOf());
        Write(writer);
        return writer.ToArray();
    }

    /// <summary>Reads a frame from a peer: nothing is trusted.</summary>
    /// <param name="bytes">The whole frame; what is returned may refer to them.</param>
    /// <param name="kind">The fault, where there is one.</param>
    /// <param name="fault">One sentence; null when the frame is returned.</param>
    /// <returns>Null when the bytes are at fault.</returns>
    public static Frame? Read(ReadOnlyMemory<byte> bytes, out PeerFault kind, out string? fault)
    {
        kind = PeerFault.Undecodable;
        if (bytes.IsEmpty || bytes.Length > BytesMax)
        {
            fault = $"A frame has {bytes.Length} bytes; 1 to {BytesMax} are right.";
            return null;
        }

        if (!Enum.IsDefined((Kind)bytes.Span[0]))
        {
            kind = PeerFault.UnknownKind;
            fault = $"There is no kind {bytes.Span[0]} of frames.";
            return null;
        }

        var reader = new CanonicalReader(bytes.Span);
        var frame = ReadBody((Kind)reader.Byte(), bytes, ref reader);
        if (reader.Fault is null && reader.Remaining > 0)
            reader.Fail($"{reader.Remaining} bytes are left over.");
        fault = reader.Fault;
        return fault is null ? frame : null;
    }

    private int BytesOf() => this switch
    {
        Batch { Messages: var messages } => BatchHeadBytes + messages.Sum(m => MessageHeadBytes + m.Length),
        Chunk { Bytes: var part } => 42 + part.Length,
        _ => 64,
    };

    private void Write(CanonicalWriter writer)
    {
        switch (this)
        {
            case Batch { IsUrgent: var isUrgent, Messages: var messages }:
                writer.Byte((byte)Kind.Batch);
                writer.Boolean(isUrgent);
                WriteUInt16(writer, messages.Length);
                foreach (var message in messages)
                    writer.Bytes(message.Span);
                break;
            case Chunk c:
                writer.Byte((byte)Kind.Chunk);
                writer.Boolean(c.IsUrgent);
                writer.Fixed(c.Message);
                writer.Int32(c.Total);
                writer.Int32(c.Index);
                writer.Raw(c.Bytes.Span);
                break;
            case Credit { Urgent: var urgent, Bulk: var bulk }:
                writer.Byte((byte)Kind.Credit);
                writer.Int64(urgent);
                writer.Int64(bulk);
                break;
            case Ping { Number: var number }: WriteNumber(writer, Kind.Ping, number); break;
            case Pong { Number: var number }: WriteNumber(writer, Kind.Pong, number); break;
            case Bye { Reason: var reason }:
                writer.Byte((byte)Kind.Bye);
                writer.Byte((byte)reason);
                break;
            case Hello hello:
                writer.Byte((byte)Kind.Hello);
                WriteUInt16(writer, hello.Version);
                WriteUInt16(writer, hello.VersionLeast);
                writer.Fixed(hello.Network.Bytes);
                writer.UInt64(hello.Incarnation);
                writer.Int64(hello.Time.Milliseconds);
                break;
            default: throw new UnreachableException($"No form for {GetType().Name}.");
        }
    }

    private static Frame ReadBody(Kind kind, ReadOnlyMemory<byte> bytes, ref CanonicalReader reader)
    {
        switch (kind)
        {
            case Kind.Batch: return ReadBatch(bytes, ref reader);
            case Kind.Chunk: return ReadChunk(bytes, ref reader);
            case Kind.Credit: return new Credit(ReadCount(ref reader), ReadCount(ref reader));
            case Kind.Ping: return new Ping(reader.UInt64());
            case Kind.Pong: return new Pong(reader.UInt64());
            case Kind.Bye:
                var reason = (ByeReason)reader.Byte();
                if (!Enum.IsDefined(reason))
                    reader.Fail($"there is no reason {(byte)reason}.");
                return new Bye(reason);
            case Kind.Hello:
                return new Hello(
                    ReadUInt16(ref reader), ReadUInt16(ref reader), new NetworkId(reader.Fixed32()), reader.UInt64(),
                    new Timestamp(reader.Int64()));
            default: throw new UnreachableException($"No form for {kind}.");
        }
    }

    private static Batch ReadBatch(ReadOnlyMemory<byte> bytes, ref CanonicalReader reader)
    {
        var isUrgent = reader.Boolean();
        var count = ReadUInt16(ref reader);
        if (count is 0 or > BatchMax)
            reader.Fail($"a batch has 1 to {BatchMax} messages, not {count}.");
        var messages = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(Math.Min(count, BatchMax));
        for (var i = 0; i < count && reader.Fault is null; i++)
        {
            var length = reader.Bytes(WholeBytesMax).Length;
            messages.Add(bytes.Slice(bytes.Length - reader.Remaining - length, length));
        }

        return new Batch(isUrgent, messages.ToImmutable());
    }

    private static Chunk ReadChunk(ReadOnlyMemory<byte> bytes, ref CanonicalReader reader)
    {
        var isUrgent = reader.Boolean();
        var digest = reader.Fixed32();
        var total = reader.Int32();
        var index = reader.Int32();
        if (total <= WholeBytesMax)
            reader.Fail($"a message of {total} bytes is not cut into chunks.");
        var part = bytes[^reader.Rest().Length..];
        var parts = (total + (long)ChunkBytes - 1) / ChunkBytes;
        var right = index == parts - 1 ? total - ((parts - 1) * ChunkBytes) : ChunkBytes;
        if (index < 0 || index >= parts)
            reader.Fail($"{parts} chunks have no number {index}.");
        else if (part.Length != right)
            reader.Fail($"chunk {index} of {total} bytes carries {right} bytes, not {part.Length}.");
        return new Chunk(isUrgent, digest, total, index, part);
    }

    private static long ReadCount(ref CanonicalReader reader)
    {
        var count = reader.Int64();
        if (count < 0)
            reader.Fail("a count of bytes must not be negative.");
        return count;
    }

    private static void WriteNumber(CanonicalWriter writer, Kind kind, ulong number)
    {
        writer.Byte((byte)kind);
        writer.UInt64(number);
    }

    private static void WriteUInt16(CanonicalWriter writer, int value)
    {
        writer.Byte((byte)(value >> 8));
        writer.Byte((byte)value);
    }

    private static int ReadUInt16(ref CanonicalReader reader) => (reader.Byte() << 8) | reader.Byte();
}

/// <summary>Why a peer closes a link.</summary>
internal enum ByeReason : byte
{
    /// <summary>It stops, or another connection of the same two peers stays.</summary>
    Closing = 0,

    /// <summary>The other peer speaks another version of the protocol.</summary>
    AnotherVersion = 1,

    /// <summary>The other peer is of another network.</summary>
    AnotherNetwork = 2,

    /// <summary>The other peer is banned.</summary>
    Banned = 3,
}
