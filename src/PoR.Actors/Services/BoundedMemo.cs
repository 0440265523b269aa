using System.Collections.Concurrent;

namespace PoR.Actors.Services;

/// <summary>
/// Results of pure functions by their input, each computed once while it is kept. At most about twice the capacity is
/// kept: when the newer half is full, the older half is dropped. Safe on many threads.
/// </summary>
/// <typeparam name="TKey">Names the input, e.g. its digest.</typeparam>
/// <typeparam name="TValue">What the function gives; the same whenever it is computed again.</typeparam>
public sealed class BoundedMemo<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Lock _turnover = new();
    private Half _newer = new();
    private Half _older = new();

    /// <summary>
    /// The value of <paramref name="key"/>, computed by <paramref name="compute"/> if it is not kept.
    /// </summary>
    public TValue Get<TArgument>(TKey key, Func<TArgument, TValue> compute, TArgument argument) =>
        _newer.Values.TryGetValue(key, out var known) ? known.Value : Keep(key, compute, argument).Value;

    /// <summary>Whether a value has been computed, and is kept.</summary>
    public bool Has(TKey key) =>
        (_newer.Values.TryGetValue(key, out var value) || _older.Values.TryGetValue(key, out value))
        && value.IsValueCreated;

    /// <summary>The value of <paramref name="key"/>, if it has been computed and is kept.</summary>
    public bool TryFind(TKey key, out TValue value)
    {
        var isKept = (_newer.Values.TryGetValue(key, out var known) || _older.Values.TryGetValue(key, out known))
            && known.IsValueCreated;
        value = isKept ? known!.Value : default!;
        return isKept;
    }

    private Lazy<TValue> Keep<TArgument>(TKey key, Func<TArgument, TValue> compute, TArgument argument)
    {
        if (!_older.Values.TryGetValue(key, out var value))
            value = new Lazy<TValue>(() => compute(argument));
        var newer = _newer;
        if (!newer.Values.TryAdd(key, value))
            return newer.Values.GetOrAdd(key, value);

        // The Count property of the dictionary takes all of its locks.
        if (Interlocked.Increment(ref newer.Count) > capacity)
            TurnOver(newer);
        return value;
    }

    private void TurnOver(Half full)
    {
        lock (_turnover)
        {
            if (ReferenceEquals(_newer, full))
                (_older, _newer) = (full, new Half());
        }
    }

    private sealed class Half
    {
        public readonly ConcurrentDictionary<TKey, Lazy<TValue>> Values = new();
        public int Count;
    }
}
