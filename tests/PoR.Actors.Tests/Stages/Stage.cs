using Akka.Actor;
using AkkaSimulation.Nodes;
using PoR.Actors.Gossiping;
using PoR.Actors.Links;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Core.Hashing;
using PoR.Wire;

namespace PoR.Actors.Tests.Stages;

/// <summary>
/// Peer 0 with the actors under test; its other actors are probes, and of other peers there is what a link would say
/// to them.
/// </summary>
internal sealed class Stage
{
    public const string Ledger = "/user/ledger";
    public const string Mempool = "/user/mempool";
    public const string Evaluator = "/user/evaluator";
    public const string Participants = "/user/participants";
    public const string Coordinator = "/user/coordinator";
    public const string Gossip = "/user/gossip";
    public const string Sponsors = "/user/sponsors";

    /// <summary>One participant alone, without a supervisor of participants.</summary>
    public const string Participant = "/user/participant";

    private readonly List<Heard> _heard = [];
    private readonly List<Fact> _facts = [];
    private readonly (string Path, Staged Create)[] _actors;

    public Stage(string path, Staged actor, TimeSpan writeLatency = default)
        : this(writeLatency, (path, actor))
    {
    }

    /// <param name="writeLatency">Of the disk.</param>
    /// <param name="actors">Their paths; one below a neighbour is the child of a probe.</param>
    public Stage(TimeSpan writeLatency, params (string Path, Staged Create)[] actors)
    {
        _actors = actors;
        var simulation = new AkkaSimulation.Simulation();
        simulation.Observe<Fact>(observation => _facts.Add(observation.Message));
        Machine = simulation.AddNode(Boot);
        Machine.Disk.Serialize = false;
        Machine.Disk.Latency = writeLatency;
        Machine.Filter = NoteWhatChildrenHear;
    }

    public static NodeId Node => new(0);

    /// <summary>Peers to whom there is no link.</summary>
    public HashSet<int> Unreachable { get; } = [];

    /// <summary>What the link was told to be forged.</summary>
    public List<Digest> Forged { get; } = [];

    /// <summary>Whom the link was told to be at fault.</summary>
    public List<(int Peer, PeerFault Fault)> Faults { get; } = [];

    /// <summary>The peer's clock, disk and lives.</summary>
    public SimulatedNode Machine { get; }

    public TimeSpan Now => Machine.Simulation.Now;

    public IReadOnlyList<Heard> All => _heard;

    /// <summary>What failed; a failure also ends the call that drives.</summary>
    public IReadOnlyList<Exception> Failures => Machine.Simulation.Failures;

    public IEnumerable<T> Facts<T>() => _facts.OfType<T>();

    public IEnumerable<T> Heard<T>() => _heard.Select(h => h.Message).OfType<T>();

    /// <summary>What the node's gossip, a probe, was asked to publish.</summary>
    public IEnumerable<T> Published<T>() => Heard<GossipMessage.Publish>().Select(p => p.Message).OfType<T>();

    public void Forget()
    {
        _heard.Clear();
        _facts.Clear();
    }

    /// <summary>Tells an actor; it hears of it when time passes.</summary>
    public void Post(string to, object message) => Machine.Find(to).Tell(message);

    /// <summary>Tells an actor and lets all immediate consequences happen.</summary>
    public void Tell(string to, params object[] messages)
    {
        foreach (var message in messages)
            Post(to, message);
        Pass(TimeSpan.FromMilliseconds(100));
    }

    /// <summary>Asks an actor in the name of the mempool, a probe, which hears the answer.</summary>
    public void Ask(string to, object question)
    {
        Machine.Find(to).Tell(question, Machine.Find(Mempool));
        Pass(TimeSpan.FromMilliseconds(100));
    }

    /// <summary>A peer sends a message to this node's gossip.</summary>
    public void FromPeer(int peer, PeerMessage message) =>
        Tell(Gossip, new PeerHeard(new NodeId(peer), EncodedMessage.Of(message)));

    public void Pass(TimeSpan time) => Machine.Simulation.RunFor(time);

    /// <summary>The peer crashes and begins its next life.</summary>
    /// <param name="losing">
    /// Whose write, which is under way, does not outlive the crash: without it, chance says whether a write does.
    /// </param>
    public void Restart(string? losing = null)
    {
        Machine.Crash();
        if (losing is not null)
            Machine.Disk.LoseTail(losing, 1);
        Machine.Restart();
        Pass(TimeSpan.FromMilliseconds(100));
    }

    private void Boot(SimulatedNode node)
    {
        var peer = new PeerActors(Node);
        var link = new RecordingLink(Node, _heard, node, Unreachable, Forged, Faults);
        peer.Ledger = Create(Ledger);
        peer.Mempool = Create(Mempool);
        peer.Evaluator = Create(Evaluator);
        peer.Participants = Create(Participants);
        peer.Coordinator = Create(Coordinator);
        peer.Gossip = Create(Gossip);
        peer.Sponsors = Create(Sponsors);
        if (_actors.Any(a => a.Path == Participant))
            Create(Participant);

        IActorRef Create(string path) => node.System.ActorOf(
            _actors.FirstOrDefault(a => a.Path == path) is { Create: { } staged } ? staged(peer, link) : ProbeAt(path),
            path["/user/".Length..]);

        Props ProbeAt(string path)
        {
            (string, Props)[] children =
            [
                .. _actors.Where(a => a.Path.StartsWith(path + "/", StringComparison.Ordinal))
                    .Select(a => (a.Path[(path.Length + 1)..], a.Create(peer, link))),
            ];
            return Props.Create(() => new Probe(_heard, children));
        }
    }

    /// <summary>Children of an actor under test are real, and what they are told is noted, too.</summary>
    private bool NoteWhatChildrenHear(IActorRef receiver, object message)
    {
        if (receiver.Path.Elements is ["user", _, var child] && _actors.Any(a => a.Path == ParentOf(receiver)))
            _heard.Add(new Heard(child, Machine.Clock.Monotonic, message));
        return true;
    }

    private static string ParentOf(IActorRef child) => child.Path.Parent.ToStringWithoutAddress();
}

/// <summary>Makes an actor under test.</summary>
/// <param name="peer">Its neighbours.</param>
/// <param name="link">The way to other peers.</param>
internal delegate Props Staged(PeerActors peer, IPeerLink link);
