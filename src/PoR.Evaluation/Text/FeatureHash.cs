using System.Runtime.CompilerServices;

namespace PoR.Evaluation.Text;

/// <summary>The hash of features: 32-bit FNV-1a over bytes, then a finalizer.</summary>
/// <remarks>
/// Byte by byte: a word is hashed over its spelling. A single-word feature is hashed over the
/// spelling and one tag byte; a feature of two or three words over the words' hashes, four bytes
/// each, least significant first, and one tag byte. The finalizer is MurmurHash3's fmix32; a
/// feature's bucket is the low bits of its result.
/// </remarks>
internal static class FeatureHash
{
    /// <summary>FNV-1a's offset basis: the state before the first byte.</summary>
    public const uint Basis = 2166136261;

    /// <summary>Tag of a single word or sign.</summary>
    public const byte SingleTag = 0x01;

    /// <summary>Tag of a single word under a negation.</summary>
    public const byte NegatedTag = 0x02;

    /// <summary>Tag of two consecutive tokens.</summary>
    public const byte PairTag = 0x03;

    /// <summary>Tag of three consecutive tokens.</summary>
    public const byte TripleTag = 0x04;

    private const uint Prime = 16777619;

    /// <summary>FNV-1a of a spelling.</summary>
    public static uint OfWord(ReadOnlySpan<byte> spelling)
    {
        var state = Basis;
        foreach (var value in spelling)
            state = (state ^ value) * Prime;
        return state;
    }

    /// <summary>The state after one more byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Append(uint state, byte value) => (state ^ value) * Prime;

    /// <summary>The state after the four bytes of a word's hash, least significant first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AppendHash(uint state, uint hash)
    {
        state = (state ^ (hash & 0xFF)) * Prime;
        state = (state ^ ((hash >> 8) & 0xFF)) * Prime;
        state = (state ^ ((hash >> 16) & 0xFF)) * Prime;
        return (state ^ (hash >> 24)) * Prime;
    }

    /// <summary>MurmurHash3's fmix32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Finish(uint state)
    {
        state ^= state >> 16;
        state *= 0x85EBCA6B;
        state ^= state >> 13;
        state *= 0xC2B2AE35;
        return state ^ (state >> 16);
    }
}
