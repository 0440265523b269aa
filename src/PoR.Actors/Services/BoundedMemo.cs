using System.Collections.Concurrent;

namespace PoR.Actors.Services;

/// <summary>
/// Results of pure functions by their input, each computed once while it is kept. At most twice the capacity is
/// held: when the newer half is full the older half goes. Safe on many threads.
/// </summary>
/// <typeparam name="TKey">Names the input, e.g. its digest.</typeparam>
/// <typeparam name="TValue">What the function gives; the same whenever it is computed again.</typeparam>
public sealed class BoundedMemo<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Lock _turnover = new();
    private ConcurrentDictionary<TKey, Lazy<TValue>> _newer = new();
    private ConcurrentDictionary<TKey, Lazy<TValue>> _older = new();

    /// <summary>
    /// The value of <paramref name="key"/>, computed by <paramref name="compute"/> if it is not kept.
    /// </summary>
    public TValue Get<TArgument>(TKey key, Func<TArgument, TValue> compute, TArgument argument)
    {
        if (_newer.TryGetValue(key, out var known))
            return known.Value;
        if (!_older.TryGetValue(key, out var value))
            value = new Lazy<TValue>(() => compute(argument));
        value = _newer.GetOrAdd(key, value);
        if (_newer.Count > capacity)
            TurnOver();
        return value.Value;
    }

    /// <summary>Whether a value has been computed, and is kept.</summary>
    public bool Has(TKey key) =>
        (_newer.TryGetValue(key, out var value) || _older.TryGetValue(key, out value)) && value.IsValueCreated;

    private void TurnOver()
    {
        lock (_turnover)
        {
            if (_newer.Count <= capacity)
                return;
            _older = _newer;
            _newer = new ConcurrentDictionary<TKey, Lazy<TValue>>();
        }
    }
}
