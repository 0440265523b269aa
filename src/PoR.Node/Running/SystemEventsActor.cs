using Akka.Actor;
using Akka.Event;

namespace PoR.Node.Running;

/// <summary>Counts what goes wrong between actors of a peer: letters to nobody, unhandled ones, restarts.</summary>
internal sealed class SystemEventsActor : ReceiveActor
{
    public SystemEventsActor(string peer, NodeMetrics metrics)
    {
        foreach (var kind in (Type[])[typeof(DeadLetter), typeof(UnhandledMessage), typeof(ActorRestarted)])
            Context.System.EventStream.Subscribe(Self, kind);
        Receive<DeadLetter>(_ => metrics.OnDeadLetter(peer));
        Receive<UnhandledMessage>(_ => metrics.OnUnhandled(peer));
        Receive<ActorRestarted>(_ => metrics.OnRestart(peer));
    }
}
