namespace PoR.Actors.Contract;

/// <summary>An actor whose state is the fold of its durable events.</summary>
public interface IEventSourced : IActor
{
    /// <summary>
    /// Folds one event into the state. Pure and total: it runs after the write of a new event, and
    /// again in recovery.
    /// </summary>
    /// <param name="durable">The event.</param>
    void Apply(IEvent durable);

    /// <summary>The state now, such that <see cref="LoadSnapshot"/> restores it.</summary>
    /// <returns>Immutable; null where the actor wants to recover from events only.</returns>
    ISnapshot? TakeSnapshot();

    /// <summary>Replaces the state; runs before the events that came after the snapshot.</summary>
    /// <param name="snapshot">What <see cref="TakeSnapshot"/> returned.</param>
    void LoadSnapshot(ISnapshot snapshot);
}
