using System.Collections.Immutable;
using PoR.Core;
using PoR.Core.Bytes;
using PoR.Core.Canonical;
using PoR.Core.Hashing;

namespace PoR.Ledger.State;

/// <summary>
/// An immutable map in ascending order of key whose digest follows changes cheaply: 1,024 buckets by the key's
/// first bits, each with its digest. A change copies and hashes the buckets that it touches and shares the rest.
/// </summary>
/// <remarks>Equal entries give an equal digest, in whatever order they came.</remarks>
public sealed class StateMap<T>
    where T : class, IStateEntry<T>
{
    private const int BucketBits = 10;

    private readonly StateBucket<T>?[] _buckets;

    private StateMap(StateBucket<T>?[] buckets, int count)
    {
        _buckets = buckets;
        Count = count;
        var writer = StateHash.Open(StateHash.MapPart);
        foreach (var bucket in buckets)
            writer.Fixed(bucket?.Digest.Bytes ?? default);
        Digest = StateHash.Close(writer);
    }

    /// <summary>Without entries.</summary>
    internal static StateMap<T> Empty { get; } = new(new StateBucket<T>?[1 << BucketBits], 0);

    /// <summary>Number of entries.</summary>
    public int Count { get; }

    /// <summary>Digest of all entries.</summary>
    public Digest Digest { get; }

    /// <summary>All entries in ascending order of key.</summary>
    public IEnumerable<T> InOrder
    {
        get
        {
            foreach (var bucket in _buckets)
            {
                for (var i = 0; i < (bucket?.Entries.Length ?? 0); i++)
                    yield return bucket!.Entries[i];
            }
        }
    }

    /// <summary>The entry of a key, or null.</summary>
    public T? Find(Bytes32 key) => _buckets[BucketOf(key)]?.Find(key);

    /// <summary>The map with these entries added, or put in the place of those of equal key.</summary>
    /// <exception cref="InvariantViolationException">A key comes twice.</exception>
    public StateMap<T> With(IEnumerable<T> changed)
    {
        var changes = changed.ToArray();
        if (changes.Length == 0)
            return this;
        Array.Sort(changes, static (a, b) => a.Key.CompareTo(b.Key));
        for (var i = 1; i < changes.Length; i++)
            InvariantViolationException.Require(changes[i].Key != changes[i - 1].Key, "A changed key comes once.");

        var buckets = (StateBucket<T>?[])_buckets.Clone();
        var count = Count;
        for (int start = 0, end; start < changes.Length; start = end)
        {
            var index = BucketOf(changes[start].Key);
            for (end = start + 1; end < changes.Length && BucketOf(changes[end].Key) == index;)
                end++;
            var merged = StateBucket<T>.Merge(buckets[index], changes.AsSpan(start, end - start));
            count += merged.Entries.Length - (buckets[index]?.Entries.Length ?? 0);
            buckets[index] = merged;
        }

        return new StateMap<T>(buckets, count);
    }

    /// <summary>Entries that an earlier map has not, or has otherwise; in ascending order of key.</summary>
    public ImmutableArray<T> Since(StateMap<T> earlier)
    {
        var changed = ImmutableArray.CreateBuilder<T>();
        for (var i = 0; i < _buckets.Length; i++)
        {
            if (_buckets[i] is { } bucket && !ReferenceEquals(bucket, earlier._buckets[i]))
                bucket.AddSince(earlier._buckets[i], changed);
        }

        return changed.ToImmutable();
    }

    private static int BucketOf(Bytes32 key) => (int)(key.Prefix >> (64 - BucketBits));
}

/// <summary>One immutable entry of a <see cref="StateMap{T}"/>.</summary>
public interface IStateEntry<T> : ICanonical<T>
    where T : IStateEntry<T>
{
    /// <summary>Where it stands: unique in its map.</summary>
    Bytes32 Key { get; }
}
