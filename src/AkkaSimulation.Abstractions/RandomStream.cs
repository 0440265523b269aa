namespace AkkaSimulation;

/// <summary>
/// A deterministic stream of pseudo-random numbers (SplitMix64). Equal on every machine; not for
/// keys or anything else that must not be guessed.
/// </summary>
public sealed class RandomStream
{
    private const ulong Increment = 0x9E37_79B9_7F4A_7C15;

    /// <summary>A stream that starts at the given state.</summary>
    /// <param name="state">Any value; equal states give equal streams.</param>
    public RandomStream(ulong state) => State = state;

    /// <summary>The whole state of the stream: setting it back repeats the numbers.</summary>
    public ulong State { get; set; }

    /// <summary>The stream of a run's seed and a name, for example an actor's address.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="name">Which stream of the run.</param>
    /// <returns>A stream at its start.</returns>
    public static RandomStream Of(ulong seed, string name)
    {
        var state = Mix(seed + Increment);
        foreach (var character in name)
            state = Mix((state ^ character) + Increment);
        return new RandomStream(state);
    }

    /// <summary>One step of the mixing function, a bijection on 64 bits.</summary>
    /// <param name="value">Any value.</param>
    /// <returns>The mixed value.</returns>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }

    /// <summary>The next number, uniform on all 64 bits.</summary>
    /// <returns>0..2^64−1.</returns>
    public ulong NextUInt64() => Mix(State += Increment);

    /// <summary>A number below a limit; the bias is below limit / 2^64.</summary>
    /// <param name="maxExclusive">At least 1.</param>
    /// <returns>0..<paramref name="maxExclusive"/>−1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
    public int Next(int maxExclusive)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxExclusive, 1);
        return (int)Math.BigMul(NextUInt64(), (ulong)maxExclusive, out _);
    }

    /// <summary>Puts items into an order drawn uniformly (Fisher and Yates).</summary>
    /// <param name="items">Any number of them.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>A fraction with 53 random bits, exactly equal on every machine.</summary>
    /// <returns>0 (inclusive) to 1 (exclusive).</returns>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));
}
