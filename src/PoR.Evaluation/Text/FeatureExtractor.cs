using System.Runtime.CompilerServices;

namespace PoR.Evaluation.Text;

/// <summary>Collects the distinct features of a text: single words, pairs and triples.</summary>
/// <remarks>Linear in the text, allocates nothing: the caller lends the memory.</remarks>
internal ref struct FeatureExtractor
{
    /// <summary>How many words after a negator count as negated.</summary>
    public const int NegationReach = 3;

    private readonly Span<int> _set;
    private readonly Span<int> _buckets;
    private readonly Span<uint> _words;
    private readonly uint _bucketMask;
    private readonly int _setMask;
    private int _bucketCount;
    private int _wordCount;

    /// <summary>Prepares for one text.</summary>
    /// <param name="bits">Buckets are numbered 0 to 2^bits − 1.</param>
    /// <param name="foldedLength">Length of the folded text in bytes.</param>
    /// <param name="memory">At least <see cref="MemoryFor"/> integers.</param>
    public FeatureExtractor(int bits, int foldedLength, Span<int> memory)
    {
        var setSize = SetSizeFor(foldedLength);
        _set = memory[..setSize];
        _set.Clear();
        _setMask = setSize - 1;
        _buckets = memory.Slice(setSize, MaxFeatures(foldedLength));
        var words = memory.Slice(setSize + MaxFeatures(foldedLength), foldedLength);
        _words = System.Runtime.InteropServices.MemoryMarshal.Cast<int, uint>(words);
        _bucketMask = (1u << bits) - 1;
    }

    /// <summary>The distinct buckets, in order of first occurrence.</summary>
    public readonly ReadOnlySpan<int> Buckets => _buckets[.._bucketCount];

    /// <summary>The hashes of all words with a letter, in order, with repetitions.</summary>
    public readonly ReadOnlySpan<uint> Words => _words[.._wordCount];

    /// <summary>How many emoticons and emoji of either side the text holds.</summary>
    public int SidedSigns { get; private set; }

    /// <summary>The integers of memory that a text needs.</summary>
    public static int MemoryFor(int foldedLength) =>
        SetSizeFor(foldedLength) + MaxFeatures(foldedLength) + foldedLength;

    /// <summary>Reads a text.</summary>
    public void Run(ReadOnlySpan<byte> folded, bool foldLoneLookalikes)
    {
        Span<byte> word = stackalloc byte[WordBuilder.MaxBytes + 4];
        var tokens = new Tokenizer(folded, word, foldLoneLookalikes);
        uint single = 0, pair = 0;
        int context = 0, negated = 0;
        while (tokens.MoveNext())
        {
            if (tokens.Kind == TokenKind.Clause)
            {
                negated = 0;
                continue;
            }
            var isNegated = negated > 0 && tokens.Kind == TokenKind.Word;
            var tag = isNegated ? FeatureHash.NegatedTag : FeatureHash.SingleTag;
            var hash = tokens.Hash;
            Add(FeatureHash.Append(hash, tag));
            if (tokens.DoubledHash != hash)
                Add(FeatureHash.Append(tokens.DoubledHash, tag));
            if (tokens.Kind == TokenKind.Word && tokens.HasLetter)
                _words[_wordCount++] = hash;
            else if (tokens.Kind == TokenKind.Sign && tokens.Spelling[0] <= SignTables.Negative)
                SidedSigns++;
            if (context > 1)
                Add(FeatureHash.Append(FeatureHash.AppendHash(pair, hash), FeatureHash.TripleTag));
            if (context > 0)
            {
                pair = FeatureHash.AppendHash(single, hash);
                Add(FeatureHash.Append(pair, FeatureHash.PairTag));
            }
            single = FeatureHash.AppendHash(FeatureHash.Basis, hash);
            context = Math.Min(context + 1, 2);
            negated = NextNegation(in tokens, negated);
        }
    }

    private static int MaxFeatures(int foldedLength) => 3 * foldedLength + 4;

    /// <summary>A power of two, at most three quarters full.</summary>
    private static int SetSizeFor(int foldedLength)
    {
        var size = 16;
        while (size * 3 < MaxFeatures(foldedLength) * 4)
            size *= 2;
        return size;
    }

    private static int NextNegation(scoped in Tokenizer tokens, int negated)
    {
        if (tokens.Kind == TokenKind.Mark)
            return 0;
        if (tokens.Kind != TokenKind.Word)
            return negated;
        if (WordLists.IsNegator(tokens.Spelling))
            return NegationReach;
        return negated == 0 || WordLists.EndsNegation(tokens.Spelling) ? 0 : negated - 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(uint state)
    {
        var bucket = (int)(FeatureHash.Finish(state) & _bucketMask);
        var slot = (int)((uint)bucket * 0x9E3779B1u >> 7) & _setMask;
        while (_set[slot] != 0)
        {
            if (_set[slot] == bucket + 1)
                return;
            slot = (slot + 1) & _setMask;
        }
        _set[slot] = bucket + 1;
        _buckets[_bucketCount++] = bucket;
    }
}
