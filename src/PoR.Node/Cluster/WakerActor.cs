using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Event;
using AkkaSimulation;
using PoR.Core.Identities;
using PoR.Node.Running;

namespace PoR.Node.Cluster;

/// <summary>
/// Keeps every participant of the operator alive: one in the cluster asks all members who lives on them, and wakes
/// those whom nobody has named. Whoever is woken while it lives says so to its member, and nothing else happens.
/// </summary>
internal sealed class WakerActor : ReceiveActor, IWithTimers
{
    /// <summary>Where it is found on the oldest member, below the singleton's manager.</summary>
    public const string Name = "waker";

    private const int WokenMax = 1_000;
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_keysPeriod = TimeSpan.FromMinutes(1);

    // While a member leaves, its shards move one after the other, and a wake that comes too soon is lost.
    private static readonly TimeSpan s_hurry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_hurryLength = TimeSpan.FromSeconds(10);

    // Whoever is woken while members still come moves at once, since each gets its share. A start takes 3 to 10 s.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    private readonly Func<ImmutableArray<PublicKey>> _keysOf;
    private readonly IActorRef _region;
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly HashSet<PublicKey> _alive = [];
    private readonly HashSet<Address> _unanswered = [];
    private ImmutableArray<PublicKey> _keys = [];
    private int _question;
    private bool _mayWake;

    /// <param name="keysOf">All participants of the operator; reads a store.</param>
    /// <param name="region">Takes <see cref="ClusterMessage.Wake"/>.</param>
    /// <param name="members">How many the cluster has when it is whole.</param>
    public WakerActor(Func<ImmutableArray<PublicKey>> keysOf, IActorRef region, int members)
    {
        (_keysOf, _region) = (keysOf, region);
        Receive<Tick>(_ =>
        {
            // Who has not answered by now may be dead.
            if (_unanswered.Count > 0)
                WakeMissing();
            Ask();
        });
        Receive<ClusterMessage.AliveTold>(OnAlive);
        Receive<ClusterMessage.Leaves>(_ =>
        {
            Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, s_hurry, s_hurry);
            Timers.StartSingleTimer(nameof(Calm), Calm.Instance, s_hurryLength);
        });
        Receive<CurrentRegions>(known =>
        {
            if (known.Regions.Count >= members)
                Begin();
        });
        Receive<Patience>(_ => Begin());
        Receive<Calm>(_ => Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, s_period, s_period));
        Receive<KeysWanted>(_ => Context.System.OffloadWaiting(() => new KeysRead(_keysOf()), TimeSpan.Zero)
            .PipeTo(Self));
        Receive<KeysRead>(read => _keys = read.Keys);
        Receive<Status.Failure>(failure => _log.Warning(
            "The participants' keys cannot be listed, so nobody new is woken: {0}", failure.Cause.Message));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(KeysWanted), KeysWanted.Instance, TimeSpan.Zero, s_keysPeriod);
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, s_hurry, s_hurry);
        Timers.StartSingleTimer(nameof(Patience), Patience.Instance, s_patience);
    }

    private void OnAlive(ClusterMessage.AliveTold told)
    {
        if (told.Question != _question)
            return;
        _alive.UnionWith(told.Participants);
        if (told.IsLast && _unanswered.Remove(AddressOf(Sender)) && _unanswered.Count == 0)
            WakeMissing();
    }

    private void Begin()
    {
        if (_mayWake)
            return;
        _mayWake = true;
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, TimeSpan.Zero, s_period);
    }

    private void WakeMissing()
    {
        if (_alive.Count > 0)
            Begin();
        if (!_mayWake)
        {
            _region.Tell(GetCurrentRegions.Instance);
            return;
        }

        foreach (var key in _keys.Where(key => !_alive.Contains(key)).Take(WokenMax))
            _region.Tell(new ClusterMessage.Wake(key));
    }

    private void Ask()
    {
        _alive.Clear();
        _unanswered.Clear();
        var asked = new ClusterMessage.AliveAsked(++_question);
        foreach (var member in _cluster.State.Members.Where(m => m.Status is MemberStatus.Up or MemberStatus.Leaving))
        {
            _unanswered.Add(member.Address);
            Context.ActorSelection(new RootActorPath(member.Address) / "user" / HostedActor.Name).Tell(asked);
        }
    }

    /// <summary>An actor of this system has no address of its own.</summary>
    private Address AddressOf(IActorRef actor) =>
        actor.Path.Address.HasLocalScope ? _cluster.SelfAddress : actor.Path.Address;

    private sealed record Tick
    {
        public static Tick Instance { get; } = new();
    }

    private sealed record Patience
    {
        public static Patience Instance { get; } = new();
    }

    private sealed record Calm
    {
        public static Calm Instance { get; } = new();
    }

    private sealed record KeysWanted
    {
        public static KeysWanted Instance { get; } = new();
    }

    private sealed record KeysRead(ImmutableArray<PublicKey> Keys);
}

/// <summary>Answers who lives on this member.</summary>
internal sealed class HostedActor : ReceiveActor
{
    /// <summary>Under which a waker finds it on each member.</summary>
    public const string Name = "hosted";

    private bool _isLeaving;

    public HostedActor(PeerWatch watch)
    {
        Receive<ClusterMessage.AliveAsked>(asked =>
        {
            // Who signs nothing more is as good as dead.
            var hosted = _isLeaving ? [] : watch.Status.Hosted.Keys.Chunk(ClusterMessage.AliveTold.ParticipantsMax);
            foreach (var some in hosted)
                Sender.Tell(new ClusterMessage.AliveTold(asked.Question, IsLast: false, [.. some]));
            Sender.Tell(new ClusterMessage.AliveTold(asked.Question, IsLast: true, []));
        });
        Receive<ClusterMessage.Leaves>(leaves =>
        {
            _isLeaving = true;
            foreach (var member in Akka.Cluster.Cluster.Get(Context.System).State.Members)
                Context.ActorSelection(new RootActorPath(member.Address) / "user" / WakerActor.Name / "singleton")
                    .Tell(leaves);
        });
    }
}
