using System.Collections.Immutable;
using PoR.Core.Bytes;
using PoR.Core.Canonical;
using PoR.Core.Hashing;
using PoR.Core.Parameters;
using PoR.Core.Rounds;

namespace PoR.Ledger.State;

/// <summary>
/// Fingerprints of the texts of the last blocks, to see a text again (PoR §8.3 spamming). A text is forgotten when
/// nobody has said it for <see cref="BehaviourParameters.DuplicateRounds"/> rounds.
/// </summary>
/// <remarks>
/// The digest covers the texts round by round. To look one up there are 4,096 buckets by its first bits; a block copies
/// the buckets that its texts fall into, and drops forgotten texts from these.
/// </remarks>
public sealed class RememberedTexts
{
    private const int BucketBits = 12;

    private readonly ImmutableArray<TextsOfRound> _rounds;
    private readonly SaidText[][] _buckets;
    private readonly Round _oldest;

    private RememberedTexts(ImmutableArray<TextsOfRound> rounds, SaidText[][] buckets, Round oldest)
    {
        _rounds = rounds;
        _buckets = buckets;
        _oldest = oldest;
    }

    /// <summary>Without texts.</summary>
    public static RememberedTexts Empty { get; } = new(
        [], [.. Enumerable.Repeat(Array.Empty<SaidText>(), 1 << BucketBits)], Round.Genesis);

    /// <summary>Number of texts, a text that several rounds said counted for each.</summary>
    internal int Count => _rounds.Sum(r => r.Texts.Length);

    /// <summary>Whether a text is remembered.</summary>
    public bool Contains(Digest text)
    {
        foreach (var said in _buckets[BucketOf(text)])
        {
            if (said.Text == text)
                return said.Round >= _oldest;
        }

        return false;
    }

    /// <summary>What is remembered after a block.</summary>
    /// <param name="round">The block's.</param>
    /// <param name="texts">That its reviews said.</param>
    /// <param name="rounds">How long a text is remembered; 0 for not at all.</param>
    public RememberedTexts After(Round round, IReadOnlyCollection<Digest> texts, int rounds)
    {
        if (rounds == 0)
            return this;
        var oldest = round.Next - rounds;
        var kept = _rounds.RemoveAll(r => r.Round < oldest);
        if (texts.Count == 0)
            return new RememberedTexts(kept, _buckets, oldest);

        var said = TextsOfRound.Of(round, texts);
        var buckets = (SaidText[][])_buckets.Clone();
        for (int start = 0, end; start < said.Texts.Length; start = end)
        {
            var index = BucketOf(said.Texts[start]);
            for (end = start + 1; end < said.Texts.Length && BucketOf(said.Texts[end]) == index;)
                end++;
            buckets[index] = Merge(buckets[index], said.Texts.AsSpan()[start..end], round, oldest);
        }

        return new RememberedTexts(kept.Add(said), buckets, oldest);
    }

    /// <summary>Appends the digests of each round's texts.</summary>
    internal void Write(CanonicalWriter writer)
    {
        writer.Int32(_rounds.Length);
        foreach (var round in _rounds)
            writer.Fixed(round.Digest.Bytes);
    }

    /// <summary>What the blocks after a round have said, oldest first.</summary>
    internal IEnumerable<TextsOfRound> Since(Round? round) => _rounds.Where(r => round is null || r.Round > round);

    private static SaidText[] Merge(SaidText[] old, ReadOnlySpan<Digest> said, Round round, Round oldest)
    {
        var merged = new List<SaidText>(old.Length + said.Length);
        foreach (var entry in old)
        {
            if (entry.Round >= oldest && !said.Contains(entry.Text))
                merged.Add(entry);
        }

        foreach (var text in said)
            merged.Add(new SaidText(text, round));
        return [.. merged];
    }

    private static int BucketOf(Digest text) => (int)(text.Bytes.Prefix >> (64 - BucketBits));
}

/// <summary>A text's fingerprint, and the round of the last block that said it.</summary>
internal readonly record struct SaidText(Digest Text, Round Round);

/// <summary>The texts that one block's reviews said.</summary>
/// <param name="Round">The block's round.</param>
/// <param name="Texts">Fingerprints, ascending, each once.</param>
/// <param name="Digest">Of both.</param>
internal sealed record TextsOfRound(Round Round, ImmutableArray<Digest> Texts, Digest Digest)
{
    public static TextsOfRound Of(Round round, IEnumerable<Digest> texts)
    {
        var sorted = texts.Distinct().Order().ToImmutableArray();
        var writer = StateHash.Open(StateHash.TextsPart);
        writer.Int64(round.Number);
        foreach (var text in sorted)
            writer.Fixed(text.Bytes);
        return new TextsOfRound(round, sorted, StateHash.Close(writer));
    }

    public void Write(CanonicalWriter writer)
    {
        writer.Int64(Round.Number);
        writer.Int32(Texts.Length);
        foreach (var text in Texts)
            writer.Fixed(text.Bytes);
    }

    public static TextsOfRound? Read(ref CanonicalReader reader)
    {
        var round = new Round(reader.Int64());
        var texts = new Digest[reader.Count(reader.Remaining / Bytes32.Length)];
        foreach (ref var text in texts.AsSpan())
            text = new Digest(reader.Fixed32());
        for (var i = 1; i < texts.Length; i++)
        {
            if (texts[i].CompareTo(texts[i - 1]) <= 0)
                reader.Fail("texts of a round must stand in ascending order, each once.");
        }

        return reader.Fault is null ? Of(round, texts) : null;
    }
}
