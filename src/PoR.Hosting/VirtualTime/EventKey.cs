namespace PoR.Hosting.VirtualTime;

/// <summary>When an entry is due; the slot says where its content lies.</summary>
internal readonly struct EventKey(long time, long sequence, int slot) : IComparable<EventKey>
{
    /// <summary>Ticks of 100 ns.</summary>
    public readonly long Time = time;

    /// <summary>Order among entries of one time.</summary>
    public readonly long Sequence = sequence;

    public readonly int Slot = slot;

    public int CompareTo(EventKey other) =>
        Time != other.Time ? Time.CompareTo(other.Time) : Sequence.CompareTo(other.Sequence);

    public static bool IsBefore(in EventKey a, in EventKey b) =>
        a.Time < b.Time || (a.Time == b.Time && a.Sequence < b.Sequence);
}
