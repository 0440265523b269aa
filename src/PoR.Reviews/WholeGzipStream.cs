using System.IO.Compression;

namespace PoR.Reviews;

/// <summary>Unpacks gzip, of one or more members, and tells a file that ends early.</summary>
/// <remarks>
/// <see cref="GZipStream"/> takes a file that was cut off for its end. So one more member, with a
/// known content, is put behind the file: it comes out again only if the file is whole.
/// </remarks>
internal sealed class WholeGzipStream : ForwardStream
{
    private static readonly byte[] Mark = "4f2c9d17b86e4a53 the end 35a4e68b71d9c2f4"u8.ToArray();

    private readonly GZipStream _unpacked;

    private readonly byte[] _buffer = new byte[1 << 16];

    private int _start;

    private int _end;

    private bool _isAtEnd;

    /// <summary>Unpacks a stream.</summary>
    /// <param name="head">The stream's first bytes, which were read already.</param>
    /// <param name="packed">The rest; disposed with this one.</param>
    internal WholeGzipStream(ReadOnlyMemory<byte> head, Stream packed) =>
        _unpacked = new GZipStream(new ChainedStream(head, packed, Pack(Mark)), CompressionMode.Decompress);

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file is damaged or ends early.</exception>
    public override int Read(Span<byte> buffer)
    {
        // Bytes that may be the start of the mark are held back until more bytes follow.
        while (!_isAtEnd && _end - _start <= Mark.Length)
            Fill();
        var count = Math.Min(buffer.Length, _end - _start - Mark.Length);
        if (count <= 0)
            return 0;
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _unpacked.Dispose();
        base.Dispose(disposing);
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var count = Unpack();
        _end += count;
        _isAtEnd = count == 0;
        if (_isAtEnd && !_buffer.AsSpan(0, _end).EndsWith(Mark))
            throw new InvalidDataException("The gzip data ends early, or is followed by something else.");
    }

    private int Unpack()
    {
        try
        {
            return _unpacked.Read(_buffer, _end, _buffer.Length - _end);
        }
        catch (InvalidDataException fault)
        {
            // The message of the library speaks of archives and compression methods, which would not help the user.
            throw new InvalidDataException("The gzip data is damaged or ends early.", fault);
        }
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
