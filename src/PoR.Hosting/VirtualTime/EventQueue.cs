using System.Numerics;

namespace PoR.Hosting.VirtualTime;

/// <summary>
/// All that is still to happen, in (time, sequence) order, and the clock.
/// </summary>
/// <remarks>
/// A calendar: entries of the next 6.7 s lie unsorted in buckets of 1.6 ms, and a bucket is sorted
/// when its time comes. What is due now goes through a ring, what falls into the bucket that is
/// being drained through a small heap, what is far away through another. Contents lie in a slab, so
/// that sorting moves 24 bytes without references.
/// </remarks>
internal sealed class EventQueue
{
    private const int WidthBits = 14;
    private const int BucketCount = 4096;
    private readonly EventKey[]?[] _buckets = new EventKey[BucketCount][];
    private readonly int[] _sizes = new int[BucketCount];
    private readonly ulong[] _occupied = new ulong[BucketCount / 64];
    private readonly KeyHeap _late = new();
    private readonly KeyHeap _far = new();
    private readonly Deque<EventKey> _due = new();
    private readonly Stack<EventKey[]> _spare = new();
    private EventKey[] _run = [];
    private int _runHead;
    private int _runCount;
    private long _bucket;
    private long _sequence;
    private QueuedEvent[] _slab = new QueuedEvent[1024];
    private int[] _free = new int[1024];
    private int _freeCount;
    private int _slabUsed;

    /// <summary>The run clock, ticks of 100 ns.</summary>
    public long Now { get; private set; }

    public int Count { get; private set; }

    /// <summary>Adds an entry; of two entries of one time, the one added first comes first.</summary>
    public void Push(long time, in QueuedEvent content)
    {
        if (time < Now)
            throw new ArgumentOutOfRangeException(nameof(time), time, "The past is closed.");
        var key = new EventKey(time, ++_sequence, Store(content));
        Count++;
        var ahead = (time >> WidthBits) - _bucket;
        if (time == Now)
            _due.AddLast(key);
        else if (ahead <= 0)
            _late.Push(key);
        else if (ahead < BucketCount)
            AddToBucket((int)((time >> WidthBits) & (BucketCount - 1)), key);
        else
            _far.Push(key);
    }

    /// <summary>Takes the next entry that is due up to a limit, and moves the clock to it.</summary>
    public bool TryPop(long limit, out QueuedEvent content)
    {
        content = default;
        if (!TryFindHead(limit, out var source) || PeekTime(source) > limit)
            return false;
        var key = source switch
        {
            Source.Due => _due.TakeFirst(),
            Source.Late => _late.Pop(),
            _ => _run[_runHead++],
        };
        Now = key.Time;
        Count--;
        content = _slab[key.Slot];
        _slab[key.Slot] = default;
        _free[_freeCount++] = key.Slot;
        return true;
    }

    /// <summary>Moves the clock; nothing may be due before.</summary>
    public void AdvanceTo(long time) => Now = Math.Max(Now, time);

    /// <summary>Every entry, in no order: for recounts in tests.</summary>
    public IEnumerable<QueuedEvent> Entries() => _slab.Where(static e => e.To is not null);

    private bool TryFindHead(long limit, out Source source)
    {
        source = Source.Due;
        if (_due.Count == 0 && _late.Count == 0 && _runHead == _runCount
            && !TryLoadNextBucket(limit))
            return false;
        var found = _due.Count > 0;
        var best = found ? _due.First : default;
        if (_runHead < _runCount && (!found || EventKey.IsBefore(_run[_runHead], best)))
            (source, best, found) = (Source.Run, _run[_runHead], true);
        if (_late.Count > 0 && (!found || EventKey.IsBefore(_late.Head, best)))
            source = Source.Late;
        return true;
    }

    private long PeekTime(Source source) => source switch
    {
        Source.Due => Now,
        Source.Late => _late.Head.Time,
        _ => _run[_runHead].Time,
    };

    private bool TryLoadNextBucket(long limit)
    {
        var next = NextOccupied();
        if (_far.Count > 0)
            next = Math.Min(next, _far.Head.Time >> WidthBits);

        // A bucket beyond the limit stays closed: what is added before it belongs in the calendar.
        if (next == long.MaxValue || next << WidthBits > limit)
            return false;
        _bucket = next;
        while (_far.Count > 0 && _far.Head.Time >> WidthBits == next)
            _late.Push(_far.Pop());
        var index = (int)(next & (BucketCount - 1));
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

    /// <summary>The next bucket of the calendar that holds something, or long.MaxValue.</summary>
    private long NextOccupied()
    {
        // The calendar covers the BucketCount−1 buckets after the current one, once round.
        var start = (int)((_bucket + 1) & (BucketCount - 1));
        for (var word = 0; word <= _occupied.Length; word++)
        {
            var at = ((start >> 6) + word) & (_occupied.Length - 1);
            var bits = _occupied[at];
            if (word == 0)
                bits &= ulong.MaxValue << (start & 63);
            if (bits == 0)
                continue;
            var index = (at << 6) + BitOperations.TrailingZeroCount(bits);
            return _bucket + 1 + ((index - start) & (BucketCount - 1));
        }

        return long.MaxValue;
    }

    private void AddToBucket(int index, in EventKey key)
    {
        var bucket = _buckets[index] ?? (_spare.TryPop(out var spare) ? spare : []);
        var size = _sizes[index];
        if (size == bucket.Length)
            Array.Resize(ref bucket, Math.Max(16, 2 * size));
        bucket[size] = key;
        _buckets[index] = bucket;
        _sizes[index] = size + 1;
        _occupied[index >> 6] |= 1UL << (index & 63);
    }

    private int Store(in QueuedEvent content)
    {
        int slot;
        if (_freeCount > 0)
        {
            slot = _free[--_freeCount];
        }
        else
        {
            slot = _slabUsed++;
            if (slot == _slab.Length)
            {
                Array.Resize(ref _slab, 2 * slot);
                Array.Resize(ref _free, 2 * slot);
            }
        }

        _slab[slot] = content;
        return slot;
    }

    private enum Source
    {
        Due,
        Run,
        Late,
    }
}
