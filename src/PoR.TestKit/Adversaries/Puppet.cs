using Akka.Actor;
using AkkaSimulation;
using PoR.Actors;
using PoR.Actors.Links;
using PoR.Actors.Peers;
using PoR.Wire;

namespace PoR.TestKit.Adversaries;

/// <summary>
/// A hostile peer: it has no honest actors, and says what a script wants. To all others it is deaf, unless the script
/// wants to hear them.
/// </summary>
internal sealed class Puppet : ReceiveActor
{
    public Puppet(Func<ActorSystem, IPeerLink> linkOf, Action<PeerMessage>? hear)
    {
        var link = linkOf(Context.System);
        Context.ActorOf(Akka.Actor.Props.Create(() => new Ear(hear)), PeerActor.GossipName);
        Context.ActorOf(Akka.Actor.Props.Create(() => new Ear(null)), PeerActor.MempoolName);
        Receive<PeerActor.Begin>(_ => { });
        Receive<Speak>(said => link.Send(said.To, EncodedMessage.Of(said.Message)));
    }

    /// <summary>Puppets at the last nodes, honest peers elsewhere.</summary>
    /// <param name="first">The first puppet's number.</param>
    /// <param name="hear">Told what other peers say to puppets, within their turns; null: nobody is.</param>
    public static Func<PeerSetup, Props> From(int first, Action<PeerMessage>? hear = null) =>
        setup => setup.Id.Index >= first
            ? Akka.Actor.Props.Create(() => new Puppet(setup.LinkOf, hear))
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

    private sealed class Ear : ReceiveActor
    {
        public Ear(Action<PeerMessage>? hear)
        {
            Receive<PeerHeard>(heard => hear?.Invoke(heard.Message.Message));
            Receive<Batch>(batch =>
            {
                for (var i = 0; i < batch.Count; i++)
                    hear?.Invoke(((PeerHeard)batch[i]).Message.Message);
            });
            ReceiveAny(_ => { });
        }
    }
}
