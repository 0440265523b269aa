namespace PoR.Evaluation;

/// <summary>A Bloom filter of the words that the model was trained on.</summary>
/// <remarks>
/// Hashed weights cannot tell a known word from a collision; the filter can, save for about one
/// unknown word in a hundred. It is part of the model, so all nodes err alike.
/// </remarks>
internal static class KnownWords
{
    private const int Probes = 3;

    /// <summary>Whether a word is in the filter.</summary>
    /// <param name="filter">A power of two of bits, eight to a byte.</param>
    /// <param name="hash">FNV-1a of the word.</param>
    public static bool Contains(ReadOnlySpan<byte> filter, uint hash)
    {
        var (probe, step) = Start(hash);
        var mask = (uint)filter.Length * 8 - 1;
        for (var i = 0; i < Probes; i++, probe += step)
        {
            var bit = probe & mask;
            if ((filter[(int)(bit >> 3)] & (1 << (int)(bit & 7))) == 0)
                return false;
        }
        return true;
    }

    /// <summary>Puts a word into the filter.</summary>
    public static void Add(Span<byte> filter, uint hash)
    {
        var (probe, step) = Start(hash);
        var mask = (uint)filter.Length * 8 - 1;
        for (var i = 0; i < Probes; i++, probe += step)
        {
            var bit = probe & mask;
            filter[(int)(bit >> 3)] |= (byte)(1 << (int)(bit & 7));
        }
    }

    private static (uint Probe, uint Step) Start(uint hash)
    {
        var probe = Text.FeatureHash.Finish(hash);
        return (probe, Text.FeatureHash.Finish(probe ^ 0x9E3779B9) | 1);
    }
}
