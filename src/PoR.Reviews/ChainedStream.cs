namespace PoR.Reviews;

/// <summary>A stream between two strings of bytes, as one.</summary>
/// <param name="before">Comes first.</param>
/// <param name="middle">Disposed with this one; need not seek.</param>
/// <param name="after">Comes last.</param>
internal sealed class ChainedStream(ReadOnlyMemory<byte> before, Stream middle, ReadOnlyMemory<byte> after)
    : ForwardStream
{
    private ReadOnlyMemory<byte> _before = before;

    private ReadOnlyMemory<byte> _after = after;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (!_before.IsEmpty)
            return Take(ref _before, buffer);
        var count = middle.Read(buffer);
        return count > 0 ? count : Take(ref _after, buffer);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            middle.Dispose();
        base.Dispose(disposing);
    }

    private static int Take(ref ReadOnlyMemory<byte> bytes, Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, bytes.Length);
        bytes.Span[..count].CopyTo(buffer);
        bytes = bytes[count..];
        return count;
    }
}
