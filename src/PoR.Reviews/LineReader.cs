using System.Text;
using System.Text.Unicode;

namespace PoR.Reviews;

/// <summary>Cuts a stream of UTF-8 into lines, with constant memory however long they are.</summary>
/// <param name="file">The file's name, for faults.</param>
/// <param name="stream">Read forwards only; not disposed.</param>
internal sealed class LineReader(string file, Stream stream)
{
    /// <summary>The longest line, in bytes.</summary>
    internal const int BytesMax = 1 << 20;

    private readonly byte[] _buffer = new byte[BytesMax + 2];

    private readonly LinkedList<TextLine> _pushedBack = [];

    private int _start;

    private int _end;

    private bool _isAtEnd;

    private long _lines;

    /// <summary>The file's name, for faults.</summary>
    internal string File => file;

    /// <summary>The next line; null at the end.</summary>
    /// <exception cref="IOException">The stream fails.</exception>
    /// <exception cref="InvalidDataException">The stream is a damaged gzip.</exception>
    internal TextLine? Next()
    {
        if (_pushedBack.First is { } first)
        {
            _pushedBack.RemoveFirst();
            return first.Value;
        }
        if (_lines == 0)
            SkipByteOrderMark();
        var isTooLong = false;
        var searched = 0;
        while (true)
        {
            var found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0)
                return Take(searched + found, 1, isTooLong);
            searched = _end - _start;
            if (_isAtEnd)
                return searched == 0 && !isTooLong ? null : Take(searched, 0, isTooLong);
            if (searched > BytesMax + 1)
            {
                // The rest of a line that is too long is skipped; only its end matters, since the next line starts
                // there.
                isTooLong = true;
                _start = _end = searched = 0;
            }
            Fill();
        }
    }

    /// <summary>Gives lines back, to be read again in the same order.</summary>
    internal void PushBack(IReadOnlyList<TextLine> lines)
    {
        for (var i = lines.Count - 1; i >= 0; i--)
            _pushedBack.AddFirst(lines[i]);
    }

    private void SkipByteOrderMark()
    {
        while (!_isAtEnd && _end - _start < 3)
            Fill();
        if (_buffer.AsSpan(_start, _end - _start).StartsWith("\uFEFF"u8))
            _start += 3;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        var count = stream.Read(_buffer, _end, Math.Min(_buffer.Length - _end, 1 << 16));
        _isAtEnd = count == 0;
        _end += count;
    }

    private TextLine Take(int length, int endLength, bool isTooLong)
    {
        var bytes = _buffer.AsSpan(_start, length);
        _start += length + endLength;
        _lines++;
        var hasReturn = bytes.EndsWith("\r"u8);
        if (hasReturn)
            bytes = bytes[..^1];
        var end = (hasReturn ? "\r" : "") + (endLength == 1 ? "\n" : "");
        if (isTooLong || bytes.Length > BytesMax)
            return new TextLine(_lines, "", end, Fault(1, ReviewFaultKind.TooLong, "A line has at most 1 MiB."));
        return new TextLine(_lines, Encoding.UTF8.GetString(bytes), end, Utf8Fault(bytes));
    }

    private ReviewFault? Utf8Fault(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
            return null;
        var valid = 0;
        while (Rune.DecodeFromUtf8(bytes[valid..], out _, out var length) == System.Buffers.OperationStatus.Done)
            valid += length;
        return Fault(
            TextLine.ColumnAfter(bytes[..valid]),
            ReviewFaultKind.InvalidUtf8,
            $"The byte 0x{bytes[valid]:X2} is no UTF-8 here.");
    }

    private ReviewFault Fault(int column, ReviewFaultKind kind, string message) =>
        new(file, _lines, column, kind, message);
}

/// <summary>One line of a file.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Text">Without its end; bytes that are no UTF-8 as U+FFFD; empty when too long.</param>
/// <param name="End">LF, CR LF, or nothing at the end of the file.</param>
/// <param name="Fault">What is wrong with the line as such: InvalidUtf8 or TooLong; else null.</param>
internal sealed record TextLine(long Number, string Text, string End, ReviewFault? Fault)
{
    /// <summary>The column of a character, in code points from 1.</summary>
    /// <param name="index">An index into <see cref="Text"/>, at most its length.</param>
    internal int ColumnOf(int index) => CodePoints(Text.AsSpan(0, index)) + 1;

    /// <summary>The column of a byte, in code points from 1.</summary>
    /// <param name="prefix">The valid UTF-8 before it.</param>
    internal static int ColumnAfter(ReadOnlySpan<byte> prefix) =>
        CodePoints(Encoding.UTF8.GetString(prefix)) + 1;

    private static int CodePoints(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var character in text)
            count += char.IsLowSurrogate(character) ? 0 : 1;
        return count;
    }
}
