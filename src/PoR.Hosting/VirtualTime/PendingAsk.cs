using PoR.Actors.Contract;

namespace PoR.Hosting.VirtualTime;

/// <summary>Somebody outside waits for an answer.</summary>
internal sealed class PendingAsk(Action<IMessage> complete, Action expire)
{
    public Cell? Cell { get; set; }

    public Action<IMessage> Complete => complete;

    public Action Expire => expire;
}
