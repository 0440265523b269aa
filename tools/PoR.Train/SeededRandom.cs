namespace PoR.Train;

/// <summary>SplitMix64: the same numbers on every machine and runtime.</summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number of 0 to <paramref name="bound"/> − 1.</summary>
    public int Below(int bound)
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (int)(((mixed ^ (mixed >> 31)) >> 32) * (ulong)bound >> 32);
    }

    /// <summary>Puts items into a random order.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var other = Below(i + 1);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }
}
