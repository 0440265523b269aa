using PoR.Actors.Contract;

namespace PoR.Hosting.VirtualTime;

/// <summary>A turn that has ended, as hooks of the run's driver see it.</summary>
/// <param name="Now">The run clock.</param>
/// <param name="Actor">Whose turn it was.</param>
/// <param name="Message">What the actor was told.</param>
/// <param name="HasFailed">Whether the turn threw, and so had no effect.</param>
public readonly record struct TurnReport(
    TimeSpan Now, ActorAddress Actor, IMessage Message, bool HasFailed);
