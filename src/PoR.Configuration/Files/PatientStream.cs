namespace PoR.Configuration.Files;

/// <summary>A stream that a stop ends, also while it waits for whoever is at the other end of a pipe.</summary>
/// <param name="inner">Used forwards only; disposed with this one.</param>
/// <param name="mayBlock">Whether a call may wait for ever, as with a pipe; a file on a disk does not.</param>
/// <param name="stop">Ends reading at once, and writing two seconds later.</param>
/// <param name="late">Told once when a read takes more than a second; may be null.</param>
public sealed class PatientStream(Stream inner, bool mayBlock, CancellationToken stop, Action? late = null) : Stream
{
    private const int ChunkBytes = 1 << 16;

    // Two seconds are enough for a reader that still reads to take the result.
    private static readonly TimeSpan WriteGrace = TimeSpan.FromSeconds(2);

    private readonly byte[] _chunk = new byte[mayBlock ? ChunkBytes : 0];

    private Action? _late = late;

    private bool _isLeftBehind;

    /// <summary>Whether what is read comes once only, as from a pipe.</summary>
    public bool IsPipe => mayBlock;

    /// <inheritdoc/>
    public override bool CanRead => inner.CanRead;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => inner.CanWrite;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="OperationCanceledException">The stop came first.</exception>
    public override int Read(Span<byte> buffer)
    {
        stop.ThrowIfCancellationRequested();
        if (!mayBlock)
            return inner.Read(buffer);
        var size = Math.Min(buffer.Length, ChunkBytes);
        var count = Patience.Call(() => inner.Read(_chunk, 0, size), stop, TellLate);
        _chunk.AsSpan(0, count).CopyTo(buffer);
        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    /// <exception cref="OperationCanceledException">Two seconds after the stop, nobody has taken the bytes.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var size = Math.Min(buffer.Length, ChunkBytes);
            WriteChunk(buffer[..size]);
            buffer = buffer[size..];
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private void WriteChunk(ReadOnlySpan<byte> bytes)
    {
        if (!mayBlock)
        {
            inner.Write(bytes);
            return;
        }

        // The abandoned call may still be writing this chunk.
        if (_isLeftBehind)
            throw new OperationCanceledException(stop);
        var size = bytes.Length;
        bytes.CopyTo(_chunk);
        try
        {
            Patience.Call(() => WriteAll(size), stop, late: null, WriteGrace);
        }
        catch (OperationCanceledException)
        {
            _isLeftBehind = true;
            throw;
        }
    }

    private bool WriteAll(int size)
    {
        inner.Write(_chunk, 0, size);
        return true;
    }

    private void TellLate()
    {
        _late?.Invoke();
        _late = null;
    }
}
