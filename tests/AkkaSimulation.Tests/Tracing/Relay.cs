using Akka.Actor;
using AkkaSimulation.Networks;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Tests.Tracing;

/// <summary>A word that hops from node to node, for the tests of trace and log.</summary>
internal sealed record Word(long Value, int Hops) : ITraced
{
    public void WriteTo(ref TraceWriter writer)
    {
        writer.Write(Value);
        writer.Write(Hops);
    }
}

/// <summary>
/// Every 100 ms it tells a random peer a word; a word goes on until its hops are used up. At its n-th word, if asked
/// to, it miscounts by one: a fault deep in a long run.
/// </summary>
internal sealed class Relay : ReceiveActor, IWithTimers
{
    private readonly SimulatedNode _node;
    private readonly long _faultAt;
    private readonly RandomStream _random;
    private long _words;

    public Relay(SimulatedNode node, long faultAt)
    {
        (_node, _faultAt) = (node, faultAt);
        _random = Context.System.RandomFor(Self);
        Receive<Beat>(_ => Peer().Tell(new Word(_random.Next(1000), 20)));
        Receive<Word>(OnWord);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() =>
        Timers.StartPeriodicTimer("beat", Beat.Instance, TimeSpan.FromMilliseconds(100));

    private void OnWord(Word word)
    {
        if (word.Hops == 0)
            return;
        var step = ++_words == _faultAt ? 2 : 1;
        Peer().Tell(new Word(word.Value + step, word.Hops - 1));
    }

    private IActorRef Peer() => _node.Simulation.Nodes[_random.Next(_node.Simulation.Nodes.Count)].Find("/user/relay");

    private sealed class Beat
    {
        public static readonly Beat Instance = new();
    }
}

/// <summary>Relays on a network.</summary>
internal static class RelayNetwork
{
    /// <summary>Eight nodes on lanes.</summary>
    public static Simulation Of(SimulationOptions options, int faultyNode = 0, long faultAt = 0)
    {
        var simulation = new Simulation(options) { Network = new UniformNetwork(5.Milliseconds(), 80.Milliseconds()) };
        simulation.AddNodes(8, node => node.System.ActorOf(
            Props.Create(() => new Relay(node, node.Index == faultyNode ? faultAt : 0)), "relay"));
        return simulation;
    }
}
