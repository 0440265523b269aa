using System.Collections.Immutable;
using PoR.Core.Bytes;
using PoR.Core.Canonical;
using PoR.Core.Hashing;
using PoR.Core.Parameters;
using PoR.Core.Rounds;

namespace PoR.Ledger.State;

/// <summary>
/// Digests that the last blocks have named, to see them again: marks of texts (PoR §8.3 spamming), and what authors
/// have committed to. One is forgotten when no block has named it for
/// <see cref="BehaviourParameters.DuplicateRounds"/> rounds.
/// </summary>
/// <remarks>
/// The state's digest covers them round by round. To look one up there are 4,096 buckets by its first bits; a block
/// copies the buckets that its digests fall into, and drops forgotten ones from these.
/// </remarks>
public sealed class RecentDigests
{
    private const int BucketBits = 12;

    private readonly ImmutableArray<DigestsOfRound> _rounds;
    private readonly NamedDigest[][] _buckets;
    private readonly Round _oldest;

    private RecentDigests(ImmutableArray<DigestsOfRound> rounds, NamedDigest[][] buckets, Round oldest)
    {
        _rounds = rounds;
        _buckets = buckets;
        _oldest = oldest;
    }

    /// <summary>None.</summary>
    public static RecentDigests Empty { get; } = new(
        [], [.. Enumerable.Repeat(Array.Empty<NamedDigest>(), 1 << BucketBits)], Round.Genesis);

    /// <summary>How many there are; one that several rounds named is counted for each.</summary>
    internal int Count => _rounds.Sum(r => r.Digests.Length);

    /// <summary>Whether a digest is remembered.</summary>
    public bool Contains(Digest digest)
    {
        foreach (var named in _buckets[BucketOf(digest)])
        {
            if (named.Digest == digest)
                return named.Round >= _oldest;
        }

        return false;
    }

    /// <summary>The oldest round that is remembered to have named a digest; null when none is.</summary>
    public Round? FirstRoundOf(Digest digest)
    {
        if (!Contains(digest))
            return null;
        foreach (var round in _rounds)
        {
            if (round.Digests.BinarySearch(digest) >= 0)
                return round.Round;
        }

        return null;
    }

    /// <summary>What is remembered after a block.</summary>
    /// <param name="round">The block's.</param>
    /// <param name="digests">That it names.</param>
    /// <param name="rounds">How long a digest is remembered; 0 for not at all.</param>
    public RecentDigests After(Round round, IReadOnlyCollection<Digest> digests, int rounds)
    {
        if (rounds == 0)
            return this;
        var oldest = round.Next - rounds;
        var kept = _rounds.RemoveAll(r => r.Round < oldest);
        if (digests.Count == 0)
            return new RecentDigests(kept, _buckets, oldest);

        var named = DigestsOfRound.Of(round, digests);
        var buckets = (NamedDigest[][])_buckets.Clone();
        for (int start = 0, end; start < named.Digests.Length; start = end)
        {
            var index = BucketOf(named.Digests[start]);
            for (end = start + 1; end < named.Digests.Length && BucketOf(named.Digests[end]) == index;)
                end++;
            buckets[index] = Merge(buckets[index], named.Digests.AsSpan()[start..end], round, oldest);
        }

        return new RecentDigests(kept.Add(named), buckets, oldest);
    }

    /// <summary>Appends the digests of each round's part.</summary>
    internal void Write(CanonicalWriter writer)
    {
        writer.Int32(_rounds.Length);
        foreach (var round in _rounds)
            writer.Fixed(round.Digest.Bytes);
    }

    /// <summary>What the blocks after a round have named, oldest first.</summary>
    internal IEnumerable<DigestsOfRound> Since(Round? round) => _rounds.Where(r => round is null || r.Round > round);

    private static NamedDigest[] Merge(NamedDigest[] old, ReadOnlySpan<Digest> named, Round round, Round oldest)
    {
        var merged = new List<NamedDigest>(old.Length + named.Length);
        foreach (var entry in old)
        {
            if (entry.Round >= oldest && !named.Contains(entry.Digest))
                merged.Add(entry);
        }

        foreach (var digest in named)
            merged.Add(new NamedDigest(digest, round));
        return [.. merged];
    }

    private static int BucketOf(Digest digest) => (int)(digest.Bytes.Prefix >> (64 - BucketBits));
}

/// <summary>A digest, and the round of the last block that named it.</summary>
internal readonly record struct NamedDigest(Digest Digest, Round Round);

/// <summary>What one block named.</summary>
/// <param name="Round">The block's round.</param>
/// <param name="Digests">Ascending, each once.</param>
/// <param name="Digest">Of both.</param>
internal sealed record DigestsOfRound(Round Round, ImmutableArray<Digest> Digests, Digest Digest)
{
    public static DigestsOfRound Of(Round round, IEnumerable<Digest> digests)
    {
        var sorted = digests.Distinct().Order().ToImmutableArray();
        var writer = StateHash.Open(StateHash.RecentPart);
        writer.Int64(round.Number);
        foreach (var digest in sorted)
            writer.Fixed(digest.Bytes);
        return new DigestsOfRound(round, sorted, StateHash.Close(writer));
    }

    public void Write(CanonicalWriter writer)
    {
        writer.Int64(Round.Number);
        writer.Int32(Digests.Length);
        foreach (var digest in Digests)
            writer.Fixed(digest.Bytes);
    }

    public static DigestsOfRound? Read(ref CanonicalReader reader)
    {
        var round = new Round(reader.Int64());
        var digests = new Digest[reader.Count(reader.Remaining / Bytes32.Length)];
        foreach (ref var digest in digests.AsSpan())
            digest = new Digest(reader.Fixed32());
        for (var i = 1; i < digests.Length; i++)
        {
            if (digests[i].CompareTo(digests[i - 1]) <= 0)
                reader.Fail("digests of a round must stand in ascending order, each once.");
        }

        return reader.Fault is null ? Of(round, digests) : null;
    }
}
