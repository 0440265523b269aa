using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
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
    private const int WokenMax = 1_000;
    private const int KeysEvery = 30;
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(2);

    private readonly Func<ImmutableArray<PublicKey>> _keysOf;
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly HashSet<PublicKey> _alive = [];
    private ImmutableArray<PublicKey> _keys = [];
    private int _question;

    /// <param name="keysOf">All participants of the operator; reads a store.</param>
    /// <param name="region">Takes <see cref="ClusterMessage.Wake"/>.</param>
    public WakerActor(Func<ImmutableArray<PublicKey>> keysOf, IActorRef region)
    {
        _keysOf = keysOf;
        Receive<Tick>(_ =>
        {
            WakeMissing(region);
            Ask();
        });
        Receive<ClusterMessage.AliveTold>(told =>
        {
            if (told.Question == _question)
                _alive.UnionWith(told.Participants);
        });
        Receive<KeysRead>(read => _keys = read.Keys);
        Receive<Status.Failure>(failure => _log.Warning(
            "The participants' keys cannot be listed, so nobody new is woken: {0}", failure.Cause.Message));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart() =>
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, TimeSpan.Zero, s_period);

    private void WakeMissing(IActorRef region)
    {
        if (_question == 0)
            return;
        foreach (var key in _keys.Where(key => !_alive.Contains(key)).Take(WokenMax))
            region.Tell(new ClusterMessage.Wake(key));
    }

    private void Ask()
    {
        if (_question++ % KeysEvery == 0)
            Context.System.Offload(() => new KeysRead(_keysOf()), TimeSpan.Zero).PipeTo(Self);
        _alive.Clear();
        var asked = new ClusterMessage.AliveAsked(_question);
        foreach (var member in _cluster.State.Members.Where(m => m.Status is MemberStatus.Up or MemberStatus.Leaving))
            Context.ActorSelection(new RootActorPath(member.Address) / "user" / HostedActor.Name).Tell(asked);
    }

    private sealed record Tick
    {
        public static Tick Instance { get; } = new();
    }

    private sealed record KeysRead(ImmutableArray<PublicKey> Keys);
}

/// <summary>Answers who lives on this member.</summary>
internal sealed class HostedActor : ReceiveActor
{
    /// <summary>Under which a waker finds it on each member.</summary>
    public const string Name = "hosted";

    public HostedActor(PeerWatch watch) => Receive<ClusterMessage.AliveAsked>(asked =>
    {
        foreach (var some in watch.Status.Hosted.Keys.Chunk(ClusterMessage.AliveTold.ParticipantsMax))
            Sender.Tell(new ClusterMessage.AliveTold(asked.Question, [.. some]));
    });
}
