namespace PoR.Hosting.VirtualTime;

/// <summary>A binary heap of keys, least first.</summary>
internal sealed class KeyHeap
{
    private EventKey[] _keys = new EventKey[64];

    public int Count { get; private set; }

    public ref readonly EventKey Head => ref _keys[0];

    public void Push(in EventKey key)
    {
        if (Count == _keys.Length)
            Array.Resize(ref _keys, 2 * Count);
        var hole = Count++;
        while (hole > 0)
        {
            var parent = (hole - 1) >> 1;
            if (!EventKey.IsBefore(key, _keys[parent]))
                break;
            _keys[hole] = _keys[parent];
            hole = parent;
        }

        _keys[hole] = key;
    }

    public EventKey Pop()
    {
        var head = _keys[0];
        var last = _keys[--Count];
        var hole = 0;
        while (true)
        {
            var child = (2 * hole) + 1;
            if (child >= Count)
                break;
            if (child + 1 < Count && EventKey.IsBefore(_keys[child + 1], _keys[child]))
                child++;
            if (!EventKey.IsBefore(_keys[child], last))
                break;
            _keys[hole] = _keys[child];
            hole = child;
        }

        _keys[hole] = last;
        return head;
    }
}
