namespace AkkaSimulation.Running;

/// <summary>A binary heap of keys, least first.</summary>
internal sealed class KeyHeap
{
    private CalendarKey[] _keys = new CalendarKey[16];

    public int Count { get; private set; }

    public ref readonly CalendarKey Head => ref _keys[0];

    public void Push(in CalendarKey key)
    {
        if (Count == _keys.Length)
            Array.Resize(ref _keys, 2 * Count);
        var hole = Count++;
        while (hole > 0)
        {
            var parent = (hole - 1) >> 1;
            if (!CalendarKey.IsBefore(key, _keys[parent]))
                break;
            _keys[hole] = _keys[parent];
            hole = parent;
        }

        _keys[hole] = key;
    }

    /// <summary>Removes keys by their slots.</summary>
    public void RemoveWhere(Func<int, bool> isRemoved)
    {
        var keys = _keys.AsSpan(0, Count).ToArray();
        Count = 0;
        foreach (var key in keys)
        {
            if (!isRemoved(key.Slot))
                Push(key);
        }
    }

    public CalendarKey Pop()
    {
        var head = _keys[0];
        var last = _keys[--Count];
        var hole = 0;
        while (true)
        {
            var child = (2 * hole) + 1;
            if (child >= Count)
                break;
            if (child + 1 < Count && CalendarKey.IsBefore(_keys[child + 1], _keys[child]))
                child++;
            if (!CalendarKey.IsBefore(_keys[child], last))
                break;
            _keys[hole] = _keys[child];
            hole = child;
        }

        _keys[hole] = last;
        return head;
    }
}
