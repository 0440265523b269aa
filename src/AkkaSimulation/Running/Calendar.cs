using System.Numerics;

namespace AkkaSimulation.Running;

/// <summary>All that is still to happen in one loop, in the order of its keys, and the loop's clock.</summary>
/// <remarks>
/// Entries of the next while lie unsorted in short buckets of time, and a bucket is sorted when its time comes. What
/// falls into the bucket that is being drained goes through a small heap, what is far away through another. Contents
/// lie in a slab, so that sorting moves 24 bytes without references.
/// </remarks>
internal sealed class Calendar
{
    private readonly int _widthBits;
    private readonly int _mask;
    private readonly CalendarKey[]?[] _buckets;
    private readonly int[] _sizes;
    private readonly ulong[] _occupied;
    private readonly KeyHeap _late = new();
    private readonly KeyHeap _far = new();
    private readonly Stack<CalendarKey[]> _spare = new();
    private CalendarKey[] _run = [];
    private int _runHead;
    private int _runCount;
    private long _bucket;
    private Entry[] _slab = new Entry[16];
    private int[] _free = new int[16];
    private int _freeCount;
    private int _slabUsed;

    /// <param name="buckets">A power of two, at least 64.</param>
    /// <param name="widthBits">A bucket spans 2^this ticks of 100 ns; the best width holds a few entries.</param>
    public Calendar(int buckets, int widthBits)
    {
        _widthBits = widthBits;
        _mask = buckets - 1;
        _buckets = new CalendarKey[buckets][];
        _sizes = new int[buckets];
        _occupied = new ulong[buckets / 64];
    }

    /// <summary>The loop's clock, ticks of 100 ns of true time.</summary>
    public long Now { get; private set; }

    public int Count { get; private set; }

    /// <summary>Adds an entry.</summary>
    public void Push(long time, long order, in Entry content)
    {
        var slot = Rent();
        _slab[slot] = content;
        Push(time, order, slot);
    }

    /// <summary>Adds an entry whose content lies in the slab already.</summary>
    /// <param name="time">Not before <see cref="Now"/>.</param>
    /// <param name="order">See <see cref="CalendarKey.OrderOf"/>.</param>
    /// <param name="slot">Of a key that <see cref="TryPopKey"/> gave.</param>
    public void Push(long time, long order, int slot)
    {
        if (time < Now)
            throw new ArgumentOutOfRangeException(nameof(time), time, $"The past is closed: it is {Now} already.");
        var key = new CalendarKey(time, order, slot);
        Count++;
        var ahead = (time >> _widthBits) - _bucket;
        if (ahead <= 0)
            _late.Push(key);
        else if (ahead <= _mask)
            AddToBucket((int)((time >> _widthBits) & _mask), key);
        else
            _far.Push(key);
    }

    /// <summary>Takes the next entry that is due up to a limit, and moves the clock to it.</summary>
    public bool TryPop(long limit, out Entry content)
    {
        if (!TryPopKey(limit, out var key))
        {
            content = default;
            return false;
        }

        content = _slab[key.Slot];
        Free(key.Slot);
        return true;
    }

    /// <summary>
    /// Takes the next entry as <see cref="TryPop"/> does, and leaves its content where it is, so that it can be pushed
    /// again; else <see cref="Free"/> ends it.
    /// </summary>
    public bool TryPopKey(long limit, out CalendarKey key)
    {
        key = default;
        if (!TryFindHead(limit, out var isLate))
            return false;
        if ((isLate ? _late.Head.Time : _run[_runHead].Time) > limit)
            return false;
        key = isLate ? _late.Pop() : _run[_runHead++];
        Now = Math.Max(Now, key.Time);
        Count--;
        return true;
    }

    /// <summary>The key of the next entry; it stays.</summary>
    public bool TryPeekKey(out CalendarKey key)
    {
        var isLate = false;
        var isAny = Count > 0 && TryFindHead(long.MaxValue, out isLate);
        key = !isAny ? default : isLate ? _late.Head : _run[_runHead];
        return isAny;
    }

    /// <summary>The content of a slot.</summary>
    public ref readonly Entry ContentOf(int slot) => ref _slab[slot];

    /// <summary>Gives a slot back.</summary>
    public void Free(int slot)
    {
        _slab[slot] = default;
        _free[_freeCount++] = slot;
    }

    /// <summary>The time of the next entry, or long.MaxValue.</summary>
    public long NextTime() => TryPeekKey(out var key) ? key.Time : long.MaxValue;

    /// <summary>Moves the clock; nothing may be due before.</summary>
    public void AdvanceTo(long time) => Now = Math.Max(Now, time);

    /// <summary>Changes contents in place; keys stay.</summary>
    public void Rewrite(Rewriter rewrite)
    {
        foreach (ref var entry in _slab.AsSpan(0, _slabUsed))
            rewrite(ref entry);
    }

    /// <summary>Takes entries out: an entry that is far away would keep its place for as long.</summary>
    public void RemoveWhere(Func<Entry, bool> isRemoved)
    {
        bool TryRemove(int slot)
        {
            if (!isRemoved(_slab[slot]))
                return false;
            Count--;
            Free(slot);
            return true;
        }

        _late.RemoveWhere(TryRemove);
        _far.RemoveWhere(TryRemove);
        _runCount = Compact(_run, _runHead, _runCount, TryRemove);
        for (var index = 0; index < _buckets.Length; index++)
        {
            if (_buckets[index] is not { } bucket)
                continue;
            _sizes[index] = Compact(bucket, 0, _sizes[index], TryRemove);
            if (_sizes[index] > 0)
                continue;
            _occupied[index >> 6] &= ~(1UL << (index & 63));
            _spare.Push(bucket);
            _buckets[index] = null;
        }
    }

    /// <summary>Changes one entry.</summary>
    public delegate void Rewriter(ref Entry entry);

    private static int Compact(CalendarKey[] keys, int from, int to, Func<int, bool> tryRemove)
    {
        var kept = from;
        for (var i = from; i < to; i++)
        {
            if (!tryRemove(keys[i].Slot))
                keys[kept++] = keys[i];
        }

        return kept;
    }

    private bool TryFindHead(long limit, out bool isLate)
    {
        isLate = false;
        if (_late.Count == 0 && _runHead == _runCount && !TryLoadNextBucket(limit))
            return false;
        isLate = _late.Count > 0 && (_runHead == _runCount || CalendarKey.IsBefore(_late.Head, _run[_runHead]));
        return true;
    }

    private bool TryLoadNextBucket(long limit)
    {
        var next = NextOccupied();
        if (_far.Count > 0)
            next = Math.Min(next, _far.Head.Time >> _widthBits);

        // A bucket beyond the limit is not opened yet, since earlier entries may still be added to the calendar.
        if (next == long.MaxValue || next << _widthBits > limit)
            return false;
        _bucket = next;
        while (_far.Count > 0 && _far.Head.Time >> _widthBits == next)
            _late.Push(_far.Pop());
        var index = (int)(next & _mask);
        (_runHead, _runCount) = (0, 0);
        if ((_occupied[index >> 6] & (1UL << (index & 63))) == 0)
            return true;
        if (_run.Length > 0)
            _spare.Push(_run);
        (_run, _buckets[index]) = (_buckets[index]!, null);
        _runCount = _sizes[index];
        _sizes[index] = 0;
        _occupied[index >> 6] &= ~(1UL << (index & 63));
        _run.AsSpan(0, _runCount).Sort();
        return true;
    }

    /// <summary>The next bucket of the ring that holds something, or long.MaxValue.</summary>
    private long NextOccupied()
    {
        // The ring covers the buckets after the current one, once round.
        var start = (int)((_bucket + 1) & _mask);
        for (var word = 0; word <= _occupied.Length; word++)
        {
            var at = ((start >> 6) + word) & (_occupied.Length - 1);
            var bits = _occupied[at];
            if (word == 0)
                bits &= ulong.MaxValue << (start & 63);
            if (bits == 0)
                continue;
            var index = (at << 6) + BitOperations.TrailingZeroCount(bits);
            return _bucket + 1 + ((index - start) & _mask);
        }

        return long.MaxValue;
    }

    private void AddToBucket(int index, in CalendarKey key)
    {
        var bucket = _buckets[index] ?? (_spare.TryPop(out var spare) ? spare : []);
        var size = _sizes[index];
        if (size == bucket.Length)
            Array.Resize(ref bucket, Math.Max(8, 2 * size));
        bucket[size] = key;
        _buckets[index] = bucket;
        _sizes[index] = size + 1;
        _occupied[index >> 6] |= 1UL << (index & 63);
    }

    private int Rent()
    {
        if (_freeCount > 0)
            return _free[--_freeCount];
        var slot = _slabUsed++;
        if (slot == _slab.Length)
        {
            Array.Resize(ref _slab, 2 * slot);
            Array.Resize(ref _free, 2 * slot);
        }

        return slot;
    }
}
