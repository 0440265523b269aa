using Akka.Actor;
using PoR.Actors;
using PoR.Actors.Links;
using PoR.Actors.Peers;
using PoR.Wire;

namespace PoR.TestKit.Adversaries;

/// <summary>A hostile peer: it has no honest actors, is deaf to all others, and says what a script wants.</summary>
internal sealed class Puppet : ReceiveActor
{
    public Puppet(Func<ActorSystem, IPeerLink> linkOf)
    {
        var link = linkOf(Context.System);
        Context.ActorOf(Akka.Actor.Props.Create(() => new Deaf()), PeerActor.GossipName);
        Context.ActorOf(Akka.Actor.Props.Create(() => new Deaf()), PeerActor.MempoolName);
        Receive<PeerActor.Begin>(_ => { });
        Receive<Speak>(said => link.Send(said.To, EncodedMessage.Of(said.Message)));
    }

    /// <summary>Puppets at the last nodes, honest peers elsewhere.</summary>
    /// <param name="first">The first puppet's number.</param>
    public static Func<PeerSetup, Props> From(int first) => setup => setup.Id.Index >= first
        ? Akka.Actor.Props.Create(() => new Puppet(setup.LinkOf))
        : PeerActor.Props(setup);

    /// <summary>A puppet says something to some peers at a time of the run.</summary>
    public static void Say(TestWorld network, TimeSpan at, int puppet, IEnumerable<int> to, PeerMessage message) =>
        network.World.Simulation.At(at, () =>
        {
            foreach (var peer in to)
                network.Machine(puppet).Find("/user/peer").Tell(new Speak(new NodeId(peer), message));
        });

    /// <summary>Makes it speak to one peer.</summary>
    private sealed record Speak(NodeId To, PeerMessage Message);

    private sealed class Deaf : ReceiveActor
    {
        public Deaf() => ReceiveAny(_ => { });
    }
}
