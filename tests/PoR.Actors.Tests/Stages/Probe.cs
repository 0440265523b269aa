using PoR.Actors.Contract;

namespace PoR.Actors.Tests.Stages;

/// <summary>A neighbour: notes what it hears, and says what the scenario wants.</summary>
internal sealed class Probe(List<Heard> heard) : IActor
{
    public void OnStart(IContext context)
    {
    }

    public void OnMessage(IContext context, IMessage message)
    {
        if (message is Say say)
            context.Send(say.To, say.Message);
        else
            heard.Add(new Heard(context.Self, context.Now, message));
    }

    public void OnStop(IContext context, StopReason why)
    {
    }

    /// <summary>Makes a probe speak.</summary>
    internal sealed record Say(ActorAddress To, IMessage Message) : IMessage;
}
