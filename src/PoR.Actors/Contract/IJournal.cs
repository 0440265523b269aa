namespace PoR.Actors.Contract;

/// <summary>Where event-sourced actors keep their events and snapshots.</summary>
public interface IJournal
{
    /// <summary>
    /// Modelled time of one write on a virtual-time host, at least zero. The actor is parked for it
    /// and its mailbox fills.
    /// </summary>
    TimeSpan WriteLatency { get; }

    /// <summary>Appends all events or none; durable on return.</summary>
    /// <param name="who">The actor.</param>
    /// <param name="events">In order; at least one.</param>
    void Append(ActorAddress who, IReadOnlyList<IEvent> events);

    /// <summary>Keeps a snapshot of the state after all events appended so far.</summary>
    /// <param name="who">The actor.</param>
    /// <param name="snapshot">Replaces an older one.</param>
    void SaveSnapshot(ActorAddress who, ISnapshot snapshot);

    /// <summary>What recovery needs.</summary>
    /// <param name="who">The actor.</param>
    /// <returns>The latest snapshot, or null, and the events after it, oldest first.</returns>
    (ISnapshot? Snapshot, IReadOnlyList<IEvent> After) Read(ActorAddress who);
}
