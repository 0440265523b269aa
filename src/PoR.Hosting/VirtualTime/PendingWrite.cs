using PoR.Actors.Contract;

namespace PoR.Hosting.VirtualTime;

/// <summary>A turn whose events are being written; its effects wait.</summary>
internal sealed record PendingWrite(IEvent[] Events, Effect[] Effects, QueuedEvent Current);
