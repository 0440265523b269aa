namespace AkkaSimulation.Running;

/// <summary>A ring that grows; entries are added at either end and taken from the front.</summary>
/// <typeparam name="T">The entries.</typeparam>
internal sealed class Deque<T>
{
    private T[] _ring = new T[4];
    private int _head;

    public int Count { get; private set; }

    public void AddLast(in T item)
    {
        if (Count == _ring.Length)
            Grow();
        _ring[(_head + Count++) & (_ring.Length - 1)] = item;
    }

    public void AddFirst(in T item)
    {
        if (Count == _ring.Length)
            Grow();
        _head = (_head - 1) & (_ring.Length - 1);
        _ring[_head] = item;
        Count++;
    }

    public T TakeFirst()
    {
        if (Count == 0)
            throw new InvalidOperationException("The ring is empty.");
        var item = _ring[_head];
        _ring[_head] = default!;
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
        return item;
    }

    public IEnumerable<T> Entries()
    {
        for (var i = 0; i < Count; i++)
            yield return _ring[(_head + i) & (_ring.Length - 1)];
    }

    private void Grow()
    {
        var larger = new T[2 * _ring.Length];
        for (var i = 0; i < Count; i++)
            larger[i] = _ring[(_head + i) & (_ring.Length - 1)];
        (_ring, _head) = (larger, 0);
    }
}
