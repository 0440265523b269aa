namespace PoR.Actors.Contract;

/// <summary>A durable fact of an event-sourced actor. Immutable.</summary>
public interface IEvent;
