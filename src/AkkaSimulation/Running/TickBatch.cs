using System.Diagnostics;

namespace AkkaSimulation.Running;

/// <summary>All letters of one moment, so that each node is handed its own in one go, in their order.</summary>
internal sealed class TickBatch
{
    private readonly List<CalendarKey> _later = [];
    private ArrivingLetter[] _letters = new ArrivingLetter[16];
    private ulong[] _places = new ulong[16];

    public int Count { get; private set; }

    /// <summary>
    /// A letter; after <see cref="Sort"/> by node, and within a node in the order in which they were added.
    /// </summary>
    public ref readonly ArrivingLetter this[int index] => ref _letters[(uint)_places[index]];

    public void Add(in ArrivingLetter letter)
    {
        if (Count == _letters.Length)
        {
            Array.Resize(ref _letters, 2 * Count);
            Array.Resize(ref _places, 2 * Count);
        }

        _places[Count] = ((ulong)(uint)letter.Node.Index << 32) | (uint)Count;
        _letters[Count++] = letter;
    }

    /// <summary>Something else that is due at this moment: it comes after the letters.</summary>
    public void PutOff(in CalendarKey key) => _later.Add(key);

    /// <summary>Puts back what was put off, each entry under its own key.</summary>
    public void PutBack(Calendar calendar)
    {
        foreach (var key in _later)
            calendar.Push(key.Time, key.Order, key.Slot);
        _later.Clear();
    }

    public void Sort() => _places.AsSpan(0, Count).Sort();

    /// <summary>The end of a node's letters.</summary>
    /// <param name="start">Index of its first.</param>
    public int EndOf(int start)
    {
        Debug.Assert(start < Count, "A node has at least one letter.");
        var node = _places[start] >> 32;
        var end = start + 1;
        while (end < Count && _places[end] >> 32 == node)
            end++;
        return end;
    }

    /// <summary>Lets go of the messages.</summary>
    public void Clear()
    {
        _letters.AsSpan(0, Count).Clear();
        Count = 0;
    }
}
