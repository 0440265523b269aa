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
/// The state's digest covers them round by round. To look one up there is a balanced tree of them, of which a block
/// copies the paths to what it names and forgets: so states share what they remember. There are no buckets, by first
/// bits or by hash code, since senders choose what they commit to, and would fill one. The tree is made when it is
/// first looked at: of a round's candidates one is built upon, and the others never need theirs.
/// </remarks>
public sealed class RecentDigests
{
    private readonly ImmutableArray<DigestsOfRound> _rounds;
    private readonly Lazy<ImmutableSortedDictionary<Digest, Round>> _lastNamed; // Only looked up.

    private RecentDigests(
        ImmutableArray<DigestsOfRound> rounds, Lazy<ImmutableSortedDictionary<Digest, Round>> lastNamed)
    {
        _rounds = rounds;
        _lastNamed = lastNamed;
    }

    /// <summary>None.</summary>
    public static RecentDigests Empty { get; } = new([], new(ImmutableSortedDictionary<Digest, Round>.Empty));

    /// <summary>How many there are; one that several rounds named is counted for each.</summary>
    internal int Count => _rounds.Sum(r => r.Digests.Length);

    /// <summary>Whether a digest is remembered.</summary>
    public bool Contains(Digest digest) => _lastNamed.Value.ContainsKey(digest);

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
        var forgotten = _rounds.TakeWhile(r => r.Round < oldest).ToArray();
        var kept = _rounds.RemoveRange(0, forgotten.Length);
        var named = digests.Count > 0 ? DigestsOfRound.Of(round, digests) : null;
        if (named is not null)
            kept = kept.Add(named);
        var before = _lastNamed.Value; // Made now, so that no state holds the one before it.
        return new RecentDigests(kept, new(() => After(before, forgotten, named)));
    }

    private static ImmutableSortedDictionary<Digest, Round> After(
        ImmutableSortedDictionary<Digest, Round> before, DigestsOfRound[] forgotten, DigestsOfRound? named)
    {
        var lastNamed = before.ToBuilder();
        foreach (var round in forgotten)
        {
            foreach (var digest in round.Digests)
            {
                if (lastNamed.GetValueOrDefault(digest) == round.Round)
                    lastNamed.Remove(digest);
            }
        }

        foreach (var digest in named?.Digests ?? [])
            lastNamed[digest] = named!.Round;
        return lastNamed.ToImmutable();
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
}

/// <summary>What one block named.</summary>
/// <param name="Round">The block's round.</param>
/// <param name="Digests">Ascending, each once.</param>
/// <param name="Digest">Of both.</param>
internal sealed record DigestsOfRound(Round Round, ImmutableArray<Digest> Digests, Digest Digest)
{
    public static DigestsOfRound Of(Round round, IEnumerable<Digest> digests)
    {
        ImmutableArray<Digest> sorted = [.. new SortedSet<Digest>(digests)];
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
