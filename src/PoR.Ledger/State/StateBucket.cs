using System.Collections.Immutable;
using PoR.Core.Bytes;
using PoR.Core.Hashing;

namespace PoR.Ledger.State;

/// <summary>A few neighbouring entries in ascending order of key, with their digest.</summary>
internal sealed class StateBucket<T>
    where T : class, IStateEntry<T>
{
    private readonly T[] _entries;
    private readonly Digest[] _digests;

    private StateBucket(T[] entries, Digest[] digests)
    {
        _entries = entries;
        _digests = digests;
        var writer = StateHash.Open(StateHash.BucketPart);
        foreach (var digest in digests)
            writer.Fixed(digest.Bytes);
        Digest = StateHash.Close(writer);
    }

    public Digest Digest { get; }

    public ReadOnlySpan<T> Entries => _entries;

    public T? Find(Bytes32 key)
    {
        int low = 0, high = _entries.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = _entries[middle].Key.CompareTo(key);
            if (order == 0)
                return _entries[middle];
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return null;
    }

    /// <summary>Adds the entries that an earlier bucket has not, or has otherwise, in ascending order of key.</summary>
    public void AddSince(StateBucket<T>? earlier, ImmutableArray<T>.Builder changed)
    {
        var (old, oldDigests) = (earlier?._entries ?? [], earlier?._digests ?? []);
        for (int i = 0, next = 0; i < _entries.Length; i++)
        {
            while (next < old.Length && old[next].Key.CompareTo(_entries[i].Key) < 0)
                next++;
            if (next == old.Length || oldDigests[next] != _digests[i])
                changed.Add(_entries[i]);
        }
    }

    /// <summary>Merges entries in ascending order of key, each key once; they replace those of equal key.</summary>
    public static StateBucket<T> Merge(StateBucket<T>? old, ReadOnlySpan<T> changed)
    {
        var oldEntries = old?._entries ?? [];
        var entries = new List<T>(oldEntries.Length + changed.Length);
        var digests = new List<Digest>(oldEntries.Length + changed.Length);
        var next = 0;
        foreach (var change in changed)
        {
            for (; next < oldEntries.Length && oldEntries[next].Key.CompareTo(change.Key) < 0; next++)
            {
                entries.Add(oldEntries[next]);
                digests.Add(old!._digests[next]);
            }

            if (next < oldEntries.Length && oldEntries[next].Key == change.Key)
                next++;
            entries.Add(change);
            digests.Add(StateHash.OfEntry(change));
        }

        for (; next < oldEntries.Length; next++)
        {
            entries.Add(oldEntries[next]);
            digests.Add(old!._digests[next]);
        }

        return new StateBucket<T>([.. entries], [.. digests]);
    }
}
