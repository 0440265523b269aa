namespace PoR.Actors.Contract;

/// <summary>A message with its envelope, as observers outside see it.</summary>
/// <param name="From">Who published or sent it.</param>
/// <param name="To">The receiver; <see cref="ActorAddress.Outside"/> for an observer.</param>
/// <param name="SentAt">The run clock at the moment of sending.</param>
/// <param name="Body">The message.</param>
public sealed record Letter(ActorAddress From, ActorAddress To, TimeSpan SentAt, IMessage Body);
