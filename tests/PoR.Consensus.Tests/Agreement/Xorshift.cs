namespace PoR.Consensus.Tests.Agreement;

/// <summary>A seeded stream of numbers, equal on every machine.</summary>
internal sealed class Xorshift
{
    private ulong _state;

    public Xorshift(ulong seed)
    {
        _state = Mix(seed + 1);
    }

    public static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return (x ^ (x >> 31)) | 1;
    }

    public ulong Next()
    {
        _state ^= _state << 13;
        _state ^= _state >> 7;
        _state ^= _state << 17;
        return _state;
    }

    /// <summary>0 up to below the bound.</summary>
    public int Below(int bound) => (int)((Next() >> 11) % (ulong)bound);

    /// <summary>True once in so many times.</summary>
    public bool OnceIn(int times) => Below(times) == 0;

    public T Pick<T>(IReadOnlyList<T> from) => from[Below(from.Count)];

    public T[] Shuffled<T>(IEnumerable<T> items)
    {
        var array = items.ToArray();
        for (var i = array.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (array[i], array[j]) = (array[j], array[i]);
        }

        return array;
    }
}
