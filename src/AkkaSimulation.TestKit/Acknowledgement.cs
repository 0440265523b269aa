using Akka.Actor;

namespace AkkaSimulation.TestKit;

/// <summary>Takes the test actor's answer; Akka's kit asks for it in real time.</summary>
internal sealed class Acknowledgement(ActorSystem system) : MinimalActorRef
{
    public bool HasCome { get; private set; }

    public override ActorPath Path { get; } = new RootActorPath(new Address("akka", system.Name)) / "acknowledgement";

    public override IActorRefProvider Provider => ((ExtendedActorSystem)system).Provider;

    protected override void TellInternal(object message, IActorRef sender) => HasCome = true;
}
