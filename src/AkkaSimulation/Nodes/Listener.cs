using Akka.Actor;
using Akka.Event;

namespace AkkaSimulation.Nodes;

/// <summary>Hears of unhandled messages and dead letters, within the turn.</summary>
internal sealed class Listener(SimulatedNode node, ActorSystem system) : MinimalActorRef
{
    public override ActorPath Path { get; } = new RootActorPath(new Address("akka", system.Name)) / "simulation";

    public override IActorRefProvider Provider => ((ExtendedActorSystem)system).Provider;

    protected override void TellInternal(object message, IActorRef sender)
    {
        switch (message)
        {
            case UnhandledMessage unhandled:
                node.Letters.Unhandled(unhandled.Message.GetType());
                node.Simulation.Unhandled(node, unhandled);
                break;
            case AllDeadLetters dead:
                node.Letters.Dead(dead.Message.GetType());
                node.Simulation.DeadLetter(node, dead);
                break;
        }
    }
}
