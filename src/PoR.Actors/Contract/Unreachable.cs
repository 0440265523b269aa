namespace PoR.Actors.Contract;

/// <summary>
/// A watched actor stopped for good or its node went down. A suspicion, never evidence.
/// </summary>
/// <param name="Who">The watched actor.</param>
public sealed record Unreachable(ActorAddress Who) : IMessage;
