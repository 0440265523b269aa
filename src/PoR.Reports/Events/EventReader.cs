using System.Globalization;

namespace PoR.Reports.Events;

/// <summary>Reads the events of a run one after the other, with constant memory however many there are.</summary>
/// <param name="name">Of the file, for messages.</param>
/// <param name="stream">Read forwards only; not disposed.</param>
public sealed class EventReader(string name, Stream stream)
{
    private const int LineBytesMax = 1 << 16;

    private readonly byte[] _buffer = new byte[LineBytesMax];
    private int _start;
    private int _end;

    /// <summary>How many have been read.</summary>
    public long Count { get; private set; }

    /// <summary>What is wrong with the file, as a sentence; null: nothing so far.</summary>
    public string? Fault { get; private set; }

    /// <summary>The next one; null at the end, and at a line that is none, which <see cref="Fault"/> tells.</summary>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public RunEvent? Next()
    {
        if (Fault is not null || NextLine() is not { } line)
            return null;
        if (RunEvent.Parse(line) is not { } happened)
            return Wrong("is no event");
        Count++;
        return happened;
    }

    private ReadOnlyMemory<byte>? NextLine()
    {
        while (true)
        {
            if (_buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n') is >= 0 and var length)
            {
                var line = _buffer.AsMemory(_start, length);
                _start += length + 1;
                return line;
            }

            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            var count = _end == LineBytesMax ? 0 : stream.Read(_buffer, _end, LineBytesMax - _end);
            if (count == 0)
            {
                if (_end > 0)
                    Wrong(_end == LineBytesMax ? "is too long for an event" : "is cut off");
                return null;
            }

            _end += count;
        }
    }

    private RunEvent? Wrong(string what)
    {
        Fault = string.Create(
            CultureInfo.InvariantCulture,
            $"'{name}', line {Count + 1} {what}; each line is an object that por simulate --trace has written.");
        return null;
    }
}
