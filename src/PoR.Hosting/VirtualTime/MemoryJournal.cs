using PoR.Actors.Contract;

namespace PoR.Hosting.VirtualTime;

/// <summary>Keeps events in memory: they outlive the actor and its node, not the process.</summary>
public sealed class MemoryJournal : IJournal
{
    private readonly Dictionary<ActorAddress, Entry> _entries = [];

    /// <summary>An empty journal.</summary>
    /// <param name="writeLatency">Modelled time of one write, at least zero.</param>
    public MemoryJournal(TimeSpan writeLatency = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(writeLatency, TimeSpan.Zero);
        WriteLatency = writeLatency;
    }

    /// <inheritdoc/>
    public TimeSpan WriteLatency { get; }

    /// <inheritdoc/>
    public void Append(ActorAddress who, IReadOnlyList<IEvent> events)
    {
        if (!_entries.TryGetValue(who, out var entry))
            _entries.Add(who, entry = new Entry());
        entry.After.AddRange(events);
    }

    /// <inheritdoc/>
    public void SaveSnapshot(ActorAddress who, ISnapshot snapshot) =>
        _entries[who] = new Entry { Snapshot = snapshot };

    /// <inheritdoc/>
    public (ISnapshot? Snapshot, IReadOnlyList<IEvent> After) Read(ActorAddress who) =>
        _entries.TryGetValue(who, out var entry)
            ? (entry.Snapshot, entry.After.ToArray())
            : (null, []);

    private sealed class Entry
    {
        public ISnapshot? Snapshot { get; init; }

        public List<IEvent> After { get; } = [];
    }
}
