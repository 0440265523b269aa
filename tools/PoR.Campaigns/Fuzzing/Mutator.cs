using System.Buffers.Binary;
using System.Text;
using AkkaSimulation;

namespace PoR.Campaigns.Fuzzing;

/// <summary>Makes cases of a decoder's samples: a few changes to one of them, all by one stream of numbers.</summary>
internal sealed class Mutator
{
    private const int ChangesMax = 4;
    private const int BlockMax = 64;
    private const int ScanMax = 64;

    private static readonly byte[] s_bytes = [0, 1, 2, 0x7f, 0x80, 0xff, (byte)'\n', (byte)'"', (byte)'{', (byte)'['];
    private static readonly long[] s_extremes =
        [0, 1, -1, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue, 1 << 16, 1 << 24, 1 << 30];

    private static readonly string[] s_words =
    [
        "0", "-1", "99999999999999999999", "1e308", "0.0000000001", "\0", "\uFEFF", "\u2028", "\u202E", "𝒳", "\t",
        "\r\n", "\"", "\\", "\\u0000", "\\ud800", "{", "}", "[", "]", ",", ":", " ", "null", "%", "/", "@", "+",
    ];

    private readonly Decoder _decoder;
    private readonly byte[][] _words;
    private readonly int _lengthMax;

    public Mutator(Decoder decoder)
    {
        _decoder = decoder;
        _words = [.. decoder.Words.Concat(decoder.Words.IsEmpty ? [] : s_words).Select(Encoding.UTF8.GetBytes)];
        _lengthMax = Math.Max(4_096, 4 * decoder.Samples.Max(static sample => sample.Length));
    }

    /// <summary>One case.</summary>
    /// <param name="random">Decides all of it.</param>
    public byte[] Next(RandomStream random)
    {
        var bytes = Any(random);
        for (var left = 1 + random.Next(ChangesMax); left > 0; left--)
            bytes = Change(bytes, random);
        return bytes.Length <= _lengthMax ? bytes : bytes[.._lengthMax];
    }

    private byte[] Any(RandomStream random) => _decoder.Samples[random.Next(_decoder.Samples.Length)];

    private byte[] Change(byte[] bytes, RandomStream random)
    {
        if (bytes.Length == 0)
            return Noise(1 + random.Next(BlockMax), random);
        var at = random.Next(bytes.Length);
        var block = Math.Min(1 + random.Next(BlockMax), bytes.Length - at);
        return random.Next(_words.Length > 0 ? 14 : 10) switch
        {
            0 => With(bytes, at, b => (byte)(b ^ (1 << random.Next(8)))),
            1 => With(bytes, at, _ => s_bytes[random.Next(s_bytes.Length)]),
            2 or 3 => WithLength(bytes, at, random),
            4 => bytes[..at],
            5 => [.. bytes, .. Noise(block, random)],
            6 => [.. bytes[..at], .. bytes[(at + block)..]],
            7 => Spliced(bytes, at, random),
            8 => Repeated(bytes, at, block, random),
            9 => WithExtreme(bytes, at, random),
            _ => [.. bytes[..at], .. _words[random.Next(_words.Length)], .. bytes[(at + random.Next(block))..]],
        };
    }

    private static byte[] With(byte[] bytes, int at, Func<byte, byte> change)
    {
        byte[] changed = [.. bytes];
        changed[at] = change(changed[at]);
        return changed;
    }

    /// <summary>Where four bytes may be a length or a count, another one.</summary>
    private static byte[] WithLength(byte[] bytes, int from, RandomStream random)
    {
        byte[] changed = [.. bytes];
        for (var at = from; at <= bytes.Length - sizeof(int) && at < from + ScanMax; at++)
        {
            var value = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
            if (value < 0 || value > bytes.Length)
                continue;
            var left = bytes.Length - at - sizeof(int);
            BinaryPrimitives.WriteInt32BigEndian(changed.AsSpan(at), random.Next(6) switch
            {
                0 => value + 1,
                1 => value - 1,
                2 => left,
                3 => left + 1,
                _ => (int)s_extremes[random.Next(s_extremes.Length)],
            });
            break;
        }

        return changed;
    }

    /// <summary>Two, four or eight bytes become a number at the end of a range.</summary>
    private static byte[] WithExtreme(byte[] bytes, int at, RandomStream random)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(number, s_extremes[random.Next(s_extremes.Length)]);
        var length = Math.Min(2 << random.Next(3), bytes.Length - at);
        byte[] changed = [.. bytes];
        number[^length..].CopyTo(changed.AsSpan(at));
        return changed;
    }

    /// <summary>The rest is another sample's: from the same place on, or from any.</summary>
    private byte[] Spliced(byte[] bytes, int at, RandomStream random)
    {
        var other = Any(random);
        var from = random.Next(2) == 0 ? Math.Min(at, other.Length) : random.Next(other.Length + 1);
        return [.. bytes[..at], .. other[from..]];
    }

    private byte[] Repeated(byte[] bytes, int at, int block, RandomStream random)
    {
        var times = Math.Min(1 << random.Next(11), _lengthMax / block);
        var changed = new byte[bytes.Length + (times * block)];
        bytes.AsSpan(0, at).CopyTo(changed);
        for (var i = 0; i < times; i++)
            bytes.AsSpan(at, block).CopyTo(changed.AsSpan(at + (i * block)));
        bytes.AsSpan(at).CopyTo(changed.AsSpan(at + (times * block)));
        return changed;
    }

    private static byte[] Noise(int length, RandomStream random)
    {
        var noise = new byte[length];
        foreach (ref var one in noise.AsSpan())
            one = (byte)random.Next(256);
        return noise;
    }
}
