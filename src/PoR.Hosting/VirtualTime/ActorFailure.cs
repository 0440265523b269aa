using PoR.Actors.Contract;

namespace PoR.Hosting.VirtualTime;

/// <summary>A turn, a start or a recovery that threw.</summary>
/// <param name="At">The run clock.</param>
/// <param name="Actor">Whose it was.</param>
/// <param name="Exception">What was thrown.</param>
public sealed record ActorFailure(TimeSpan At, ActorAddress Actor, Exception Exception);
