namespace AkkaSimulation.Running;

/// <summary>
/// When an entry is due, and its place among entries of that time: (time, origin, number), computed by the sender
/// alone, so that ties fall the same way whatever thread or loop runs the nodes.
/// </summary>
internal readonly struct CalendarKey(long time, long order, int slot) : IComparable<CalendarKey>
{
    private const int NumberBits = 40;
    private const long NumberMax = (1L << NumberBits) - 1;

    /// <summary>Ticks of 100 ns of true time.</summary>
    public readonly long Time = time;

    /// <summary>Origin and number; see <see cref="OrderOf"/>.</summary>
    public readonly long Order = order;

    /// <summary>Where the content lies.</summary>
    public readonly int Slot = slot;

    /// <summary>Packs an origin and its counter.</summary>
    /// <param name="origin">Index of the node that pushed, −1 for the driver; below 2^22.</param>
    /// <param name="number">The origin's own counter, from 1.</param>
    public static long OrderOf(int origin, long number) =>
        number <= NumberMax
            ? ((long)(origin + 1) << NumberBits) | number
            : throw new InvalidOperationException($"Node {origin} has pushed more than 2^{NumberBits} entries.");

    /// <summary>The origin in a packed order.</summary>
    public static int OriginOf(long order) => (int)(order >> NumberBits) - 1;

    /// <summary>The counter in a packed order.</summary>
    public static long NumberOf(long order) => order & NumberMax;

    public int CompareTo(CalendarKey other) =>
        Time != other.Time ? Time.CompareTo(other.Time) : Order.CompareTo(other.Order);

    public static bool IsBefore(in CalendarKey a, in CalendarKey b) =>
        a.Time < b.Time || (a.Time == b.Time && a.Order < b.Order);
}
