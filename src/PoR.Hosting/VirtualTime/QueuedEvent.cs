using PoR.Actors.Contract;

namespace PoR.Hosting.VirtualTime;

/// <summary>One entry of the event queue or of a mailbox.</summary>
internal struct QueuedEvent
{
    public EventType Type;
    public Cell From;
    public Cell To;
    public IMessage? Body;
    public object? Tag;
    public long Mark;
}
