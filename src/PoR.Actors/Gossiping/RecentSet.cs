using PoR.Core.Bytes;

namespace PoR.Actors.Gossiping;

/// <summary>Remembers at least the last <c>capacity</c> digests, and at most twice as many.</summary>
public sealed class RecentSet(int capacity)
{
    /// <summary>Several rounds of a large committee.</summary>
    public const int DefaultCapacity = 20_000;

    private const int KeptMax = 4_096;
    private HashSet<Bytes32> _newer = [];
    private HashSet<Bytes32> _older = [];

    /// <summary>Forgets all.</summary>
    public void Clear() => (_newer, _older) = (Emptied(_newer), Emptied(_older));

    /// <summary>Whether the digest is remembered.</summary>
    public bool Contains(Bytes32 digest) => _newer.Contains(digest) || _older.Contains(digest);

    /// <summary>True when the digest is new; it is remembered from now on.</summary>
    public bool Add(Bytes32 digest)
    {
        if (_older.Contains(digest) || !_newer.Add(digest))
            return false;
        if (_newer.Count >= capacity)
            (_older, _newer) = (_newer, []);
        return true;
    }

    /// <summary>The digest is not remembered any more.</summary>
    public void Remove(Bytes32 digest)
    {
        _newer.Remove(digest);
        _older.Remove(digest);
    }

    /// <summary>A set of common size keeps its room, so that it need not grow again in each round.</summary>
    private static HashSet<Bytes32> Emptied(HashSet<Bytes32> set)
    {
        if (set.Count > KeptMax)
            return [];
        set.Clear();
        return set;
    }
}
