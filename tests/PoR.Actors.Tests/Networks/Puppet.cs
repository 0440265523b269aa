using PoR.Actors.Contract;
using PoR.Actors.Messages;

namespace PoR.Actors.Tests.Networks;

/// <summary>The voice of a hostile node: deaf to its own actors and to peers, it says what a script wants.</summary>
internal sealed class Puppet : IActor
{
    public void OnStart(IContext context)
    {
    }

    public void OnMessage(IContext context, IMessage message)
    {
        if (message is Say { To: var to, Message: var said })
            context.Send(Addresses.Gossip(to), said);
    }

    public void OnStop(IContext context, StopReason why)
    {
    }

    /// <summary>Makes it speak to one peer.</summary>
    internal sealed record Say(NodeId To, PeerMessage Message) : IMessage;
}
