using System.Collections.Immutable;
using Akka.Actor;
using PoR.Actors;
using PoR.Actors.Links;
using PoR.Actors.Peers;
using PoR.Core.Agreement;
using PoR.Core.Hashing;
using PoR.Simulation.Scenarios;
using PoR.Wire;

namespace PoR.TestKit.Adversaries;

/// <summary>
/// F57: one node of seven is cut off for many rounds. When it is back, three peers answer it badly, each in its own way
/// and without end; the other three are honest. All seven agree as ever.
/// </summary>
internal sealed class FarBehind
{
    /// <summary>It leaves a vote out of each certificate.</summary>
    public static readonly NodeId Forger = new(0);

    /// <summary>It sends blocks of another network.</summary>
    public static readonly NodeId Stranger = new(1);

    /// <summary>It sends what it should, half a minute later.</summary>
    public static readonly NodeId Slow = new(2);

    /// <summary>The node that is behind.</summary>
    public static readonly NodeId Late = new(6);

    private const int Nodes = 7;
    private const int RoundsAfter = 15; // And one for each 25 that it misses, since it needs a moment for each.
    private const int MissedOfRound = 25;
    private const double CutFrom = 10;
    private const double RoundSeconds = 4.3; // At most; most take a little less.
    private static readonly TimeSpan s_slow = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_pressing = TimeSpan.FromMilliseconds(100);

    private readonly ImmutableArray<CertifiedBlock> _foreign;
    private readonly TimeSpan _heals;
    private readonly bool _areHonest;
    private PeerMessage.ChainSent? _lastAnswer; // Of an honest peer: adversaries are held to know it.

    private FarBehind(int rounds, long seed, bool areHonest, CancellationToken stop)
    {
        _areHonest = areHonest;
        var cast = new Cast(4, seed: 57);
        _foreign = cast.Chain(cast.Root, PeerMessage.ChainSent.BlocksMax).Blocks;
        var seconds = rounds * RoundSeconds;
        _heals = TimeSpan.FromSeconds(CutFrom + seconds);
        var all = rounds + RoundsAfter + (rounds / MissedOfRound);
        var settings = Lab.Nodes(Nodes, "run.reviews-per-round=2", $"run.rounds={all}")
            .WithFaults(FormattableString.Invariant($"nodes:{Late.Index}@{CutFrom}s+{seconds}s"));
        Run = ScenarioRun.Of(
            settings, seed, static _ => throw new IOException("There is no file."), nameof(FarBehind), stop,
            Prepare).Value!;
    }

    /// <summary>What came of it.</summary>
    public ScenarioRun Run { get; }

    /// <summary>What the node that is behind told its link of peers, and how often.</summary>
    public Dictionary<(NodeId Peer, PeerFault Fault), int> Named { get; } = [];

    /// <summary>
    /// Whether nothing was violated, the node came back in time, and it named nobody but the bad: who forges and who
    /// sends what is foreign as forgers, unless all are honest.
    /// </summary>
    public bool IsHeld => Run.Result.Violations.IsEmpty && Run.CatchUp is { } catchUp
        && catchUp.Seconds <= catchUp.BoundSeconds
        && Named.Keys.All(named => !_areHonest && named.Peer.Index <= Slow.Index)
        && (_areHonest || (Named.ContainsKey((Forger, PeerFault.Forged))
            && Named.ContainsKey((Stranger, PeerFault.Forged))));

    /// <summary>Blocks that came to the node that is behind, those that it could not use included.</summary>
    public long BlocksHeard { get; private set; }

    /// <summary>Runs it to its end.</summary>
    /// <param name="rounds">That the node misses, about.</param>
    /// <param name="seed">Of the network.</param>
    /// <param name="areHonest">Whether all answer as they should.</param>
    /// <param name="stop">Ends it early.</param>
    public static FarBehind Of(int rounds, long seed, bool areHonest, CancellationToken stop) =>
        new(rounds, seed, areHonest, stop);

    private PeerSetup Prepare(PeerSetup peer) => peer with
    {
        LinkOf = system => !_areHonest && peer.Id.Index <= Slow.Index
            ? new Answering(peer.LinkOf(system), system, this)
            : new Watching(peer.LinkOf(system), this),
    };

    /// <summary>What a peer sends instead of blocks; null: it has none that it could forge.</summary>
    private PeerMessage.ChainSent? Bad(NodeId peer) =>
        peer == Stranger ? new PeerMessage.ChainSent(_foreign)
        : _lastAnswer is null ? null
        : new PeerMessage.ChainSent([.. _lastAnswer.Blocks.Select(static block => block with
        {
            Certificate = block.Certificate with { Votes = block.Certificate.Votes.RemoveAt(0) },
        })]);

    /// <summary>All that a link does, but for what another one overrides.</summary>
    private abstract class Passing(IPeerLink inner) : IPeerLink
    {
        public NodeId Self => inner.Self;

        protected IPeerLink Inner => inner;

        public void Listen(IActorRef receiver) => inner.Listen(receiver);

        public virtual SendVerdict Send(NodeId to, EncodedMessage message) => inner.Send(to, message);

        public void SendAll(ImmutableArray<NodeId> to, EncodedMessage message) => inner.SendAll(to, message);

        public virtual void Taken(PeerHeard heard) => inner.Taken(heard);

        public void Forged(Digest message) => inner.Forged(message);

        public virtual void Fault(NodeId peer, PeerFault fault) => inner.Fault(peer, fault);
    }

    /// <summary>Of an honest peer, or of the one that is behind.</summary>
    private sealed class Watching(IPeerLink inner, FarBehind run) : Passing(inner)
    {
        public override SendVerdict Send(NodeId to, EncodedMessage message)
        {
            if (to == Late && message.Message is PeerMessage.ChainSent sent)
                run._lastAnswer = sent;
            return base.Send(to, message);
        }

        public override void Taken(PeerHeard heard)
        {
            if (Self == Late && heard.Message.Message is PeerMessage.ChainSent { Blocks.Length: var blocks })
                run.BlocksHeard += blocks;
            base.Taken(heard);
        }

        public override void Fault(NodeId peer, PeerFault fault)
        {
            if (Self == Late)
                run.Named[(peer, fault)] = run.Named.GetValueOrDefault((peer, fault)) + 1;
            base.Fault(peer, fault);
        }
    }

    /// <summary>
    /// Answers the late node badly, and tells it the same again and again from the heal on: a node that says where it
    /// stands has asked, so it hears an answer for each time that it did.
    /// </summary>
    private sealed class Answering : Passing
    {
        private readonly FarBehind _run;
        private readonly ActorSystem _system;
        private readonly IActorRef _mouth;

        public Answering(IPeerLink inner, ActorSystem system, FarBehind run)
            : base(inner)
        {
            (_run, _system) = (run, system);
            _mouth = system.ActorOf(Props.Create(() => new Mouth(inner, () => run.Bad(Self))), "mouth");
            if (Self != Slow)
            {
                system.Scheduler.ScheduleTellRepeatedly(
                    run._heals, s_pressing, _mouth, Pressing.Instance, ActorRefs.NoSender);
            }
        }

        public override SendVerdict Send(NodeId to, EncodedMessage message)
        {
            if (to != Late || message.Message is not PeerMessage.ChainSent sent)
                return base.Send(to, message);
            _run._lastAnswer = sent;
            if (Self != Slow)
                return base.Send(to, EncodedMessage.Of(_run.Bad(Self)!));
            _system.Scheduler.ScheduleTellOnce(s_slow, _mouth, sent, ActorRefs.NoSender);
            return SendVerdict.Queued;
        }
    }

    private sealed record Pressing
    {
        public static Pressing Instance { get; } = new();
    }

    private sealed class Mouth : ReceiveActor
    {
        public Mouth(IPeerLink link, Func<PeerMessage?> press)
        {
            Receive<PeerMessage>(said => link.Send(Late, EncodedMessage.Of(said)));
            Receive<Pressing>(_ =>
            {
                if (press() is { } said)
                    link.Send(Late, EncodedMessage.Of(said));
            });
        }
    }
}
