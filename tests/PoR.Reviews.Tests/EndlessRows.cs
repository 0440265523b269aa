namespace PoR.Reviews.Tests;

/// <summary>A TSV file that never ends.</summary>
internal sealed class EndlessRows : ForwardStream
{
    /// <summary>The length of each line.</summary>
    internal const int RowBytes = 5;

    private static readonly byte[] Line = "text\n"u8.ToArray();

    /// <summary>How much was asked for so far.</summary>
    internal long BytesRead { get; private set; }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        for (var i = 0; i < buffer.Length; i++)
            buffer[i] = Line[BytesRead++ % RowBytes];
        return buffer.Length;
    }
}
