namespace PoR.Actors.Contract;

/// <summary>An event-sourced actor's state at one moment. Immutable.</summary>
public interface ISnapshot;
