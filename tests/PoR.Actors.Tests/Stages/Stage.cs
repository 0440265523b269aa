using PoR.Actors.Contract;
using PoR.Actors.Messages;
using PoR.Hosting.VirtualTime;

namespace PoR.Actors.Tests.Stages;

/// <summary>Node 0 with the actors under test; all other actors, and all of nodes 1 to 3, are probes.</summary>
internal sealed class Stage
{
    private static readonly string[] _kinds =
    [
        Addresses.ParticipantKind, Addresses.CoordinatorKind, Addresses.CommitteeKind, Addresses.LedgerKind,
        Addresses.MempoolKind, Addresses.EvaluatorKind, Addresses.GossipKind,
    ];

    private readonly List<Heard> _heard = [];
    private readonly List<Fact> _facts = [];

    public Stage(string kind, Func<IActor> actor, TimeSpan writeLatency = default)
        : this(writeLatency, (kind, actor))
    {
    }

    public Stage(TimeSpan writeLatency, params (string Kind, Func<IActor> Create)[] actors)
    {
        Host = new VirtualTimeHost(new VirtualTimeHostOptions
        {
            Nodes = 4,
            Journal = new MemoryJournal(writeLatency),
        });
        foreach (var kind in _kinds)
        {
            var isParticipant = kind == Addresses.ParticipantKind;
            var create = actors.FirstOrDefault(a => a.Kind == kind).Create;
            Host.Register(
                kind,
                address => create is not null && (isParticipant || Addresses.NodeOf(address.Key) == 0)
                    ? create()
                    : new Probe(_heard),
                new KindOptions
                {
                    NodeOf = key => isParticipant ? 0 : Addresses.NodeOf(key),
                    OnFailure = OnFailure.Escalate,
                });
        }

        Host.Observe(Addresses.Facts, letter => _facts.Add((Fact)letter.Body));
    }

    public static NodeId Node => new(0);

    public VirtualTimeHost Host { get; }

    public IReadOnlyList<Heard> All => _heard;

    public IEnumerable<T> Facts<T>() => _facts.OfType<T>();

    public IEnumerable<T> Heard<T>() => _heard.Select(h => h.Message).OfType<T>();

    /// <summary>What the node's gossip, a probe, was asked to publish.</summary>
    public IEnumerable<T> Published<T>() => Heard<GossipMessage.Publish>().Select(p => p.Message).OfType<T>();

    public void Forget()
    {
        _heard.Clear();
        _facts.Clear();
    }

    /// <summary>Tells an actor and lets all immediate consequences happen.</summary>
    public void Tell(ActorAddress to, params IMessage[] messages)
    {
        foreach (var message in messages)
            Host.Tell(to, message);
        Pass(TimeSpan.FromMilliseconds(100));
    }

    /// <summary>A peer sends a message to this node's gossip.</summary>
    public void FromPeer(int peer, IMessage message)
    {
        Host.Tell(Addresses.Gossip(new NodeId(peer)), new Probe.Say(Addresses.Gossip(Node), message));
        Pass(TimeSpan.FromMilliseconds(100));
    }

    public void Pass(TimeSpan time) => Host.RunUntil(Host.Now + time);

    public void Restart()
    {
        Host.CrashNode(0);
        Host.RestartNode(0);
        Pass(TimeSpan.FromMilliseconds(100));
    }
}
