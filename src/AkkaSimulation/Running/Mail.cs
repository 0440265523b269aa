using AkkaSimulation.Nodes;

namespace AkkaSimulation.Running;

/// <summary>
/// Letters between lanes that have not arrived yet. A broadcast is stored once, for any number of lanes. Before each
/// window all that arrives in it is put in the order of lanes, and each lane fetches its own when it begins: so the
/// memory of a lane is touched where the lane runs, once a window and not once a letter.
/// </summary>
/// <param name="calendar">An empty one.</param>
/// <param name="broadcasts">Takes those that have served.</param>
internal sealed class Mail(Calendar calendar, BroadcastPool broadcasts)
{
    private readonly List<Parcel> _parcels = [];
    private Due[] _due = [];
    private int[] _lanes = [];
    private Due[] _byLane = [];
    private int _count;

    // Where the letters of a lane begin; where they end is where those of the next one begin.
    private int[] _starts = [];

    /// <summary>When the next of it arrives, or long.MaxValue.</summary>
    public long NextTime => calendar.NextTime();

    /// <summary>A letter or a broadcast, under the key of its first arrival.</summary>
    public void Post(long time, long order, in Entry entry) => calendar.Push(time, order, entry);

    /// <summary>Puts what arrives up to a time in the order of lanes; each is to fetch its own.</summary>
    /// <param name="upTo">True time, ticks.</param>
    /// <param name="lanes">How many there are.</param>
    public void Sort(long upTo, int lanes)
    {
        Collect(upTo);
        if (_starts.Length <= lanes)
            _starts = new int[lanes + 1];
        var starts = _starts.AsSpan();
        starts.Clear();
        var due = _due.AsSpan(0, _count);
        foreach (var lane in _lanes.AsSpan(0, _count))
            starts[lane]++;
        var end = 0;
        for (var lane = 0; lane < starts.Length; lane++)
            starts[lane] = end += starts[lane];
        if (_byLane.Length < _count)
            _byLane = new Due[_due.Length];
        for (var i = due.Length - 1; i >= 0; i--)
            _byLane[--starts[_lanes[i]]] = due[i];
    }

    /// <summary>Whether a lane has letters to fetch.</summary>
    public bool HasFor(int lane) => _starts[lane + 1] > _starts[lane];

    /// <summary>
    /// Puts the letters of a lane into its inbox, in the order of their keys; lanes do so side by side.
    /// </summary>
    public void Fetch(SimulatedNode node, Inbox inbox)
    {
        var due = _byLane.AsSpan(_starts[node.Index].._starts[node.Index + 1]);
        due.Sort();
        foreach (ref readonly var arrival in due)
        {
            var letter = new ArrivingLetter(node, arrival.Target, _parcels[arrival.Parcel], arrival.Place);
            inbox.Add(arrival.Time, arrival.Order, letter);
        }
    }

    /// <summary>
    /// All lanes have fetched their letters. A reference that was kept would keep the system of its node alive.
    /// </summary>
    public void End()
    {
        _due.AsSpan(0, _count).Clear();
        _byLane.AsSpan(0, _count).Clear();
        _parcels.Clear();
        _count = 0;
    }

    /// <summary>Changes what is on its way in place; keys stay.</summary>
    public void Rewrite(Calendar.Rewriter rewrite) => calendar.Rewrite(rewrite);

    private void Collect(long upTo)
    {
        while (calendar.TryPopKey(upTo, out var key))
        {
            ref readonly var content = ref calendar.ContentOf(key.Slot);
            if (content.Kind == EntryKind.Broadcast)
            {
                Collect((Broadcast)content.Target!, key.Slot, upTo);
                continue;
            }

            _parcels.Add((Parcel)content.Body!);
            Add(key.Time, key.Order, ArrivingLetter.Of(content));
            calendar.Free(key.Slot);
        }
    }

    private void Collect(Broadcast broadcast, int slot, long upTo)
    {
        _parcels.Add(broadcast.Parcel);
        while (broadcast.HasNext && broadcast.Time <= upTo)
        {
            var (time, order) = (broadcast.Time, broadcast.Order);
            Add(time, order, broadcast.Take());
        }

        broadcasts.PutBack(broadcast, calendar, slot);
    }

    private void Add(long time, long order, in ArrivingLetter letter)
    {
        if (_count == _due.Length)
        {
            Array.Resize(ref _due, Math.Max(256, 2 * _count));
            Array.Resize(ref _lanes, _due.Length);
        }

        _lanes[_count] = letter.Node.Index;
        _due[_count++] = new Due(time, order, letter.Target, _parcels.Count - 1, letter.Place);
    }

    /// <summary>An arrival in the present window; small, since it is moved three times.</summary>
    private readonly record struct Due(long Time, long Order, object? Target, int Parcel, int Place) : IComparable<Due>
    {
        public int CompareTo(Due other) =>
            Time != other.Time ? Time.CompareTo(other.Time) : Order.CompareTo(other.Order);
    }
}
