using PoR.Core.Bytes;

namespace PoR.Actors.Gossiping;

/// <summary>Remembers at least the last <c>capacity</c> digests, and at most twice as many.</summary>
public sealed class RecentSet(int capacity)
{
    /// <summary>Several rounds of a large committee.</summary>
    public const int DefaultCapacity = 20_000;

    private HashSet<Bytes32> _newer = [];
    private HashSet<Bytes32> _older = [];

    /// <summary>Forgets all.</summary>
    public void Clear() => (_newer, _older) = ([], []);

    /// <summary>True when the digest is new; it is remembered from now on.</summary>
    public bool Add(Bytes32 digest)
    {
        if (_older.Contains(digest) || !_newer.Add(digest))
            return false;
        if (_newer.Count >= capacity)
            (_older, _newer) = (_newer, []);
        return true;
    }
}
