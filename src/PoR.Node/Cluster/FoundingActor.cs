using Akka.Actor;
using Akka.Cluster;

namespace PoR.Node.Cluster;

/// <summary>Brings a member into its operator's one cluster (<see cref="Founding"/>).</summary>
internal sealed class FoundingActor : ReceiveActor, IWithTimers
{
    /// <summary>Under which it is found on each member.</summary>
    public const string Name = "founding";

    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly Founding _founding;
    private readonly Address[] _others;

    /// <param name="settings">Of the cluster; its seeds are asked.</param>
    public FoundingActor(Configuration.Profiles.ClusterSettings settings)
    {
        var self = _cluster.SelfAddress;
        _founding = new Founding(self, settings.MembersPlanned);
        _others =
        [
            .. settings.Seeds.Select(seed => new Address(self.Protocol, self.System, seed.Host, seed.Port))
                .Where(address => address != self),
        ];
        Receive<Tick>(_ => Look());
        Receive<ClusterMessage.FoundingAsked>(asked => Sender.Tell(new ClusterMessage.FoundingTold(
            _founding.AnswerTo(Sender.Path.Address, asked.MayFound, IsIn, Now))));
        Receive<ClusterMessage.FoundingTold>(told => _founding.Hear(Sender.Path.Address, told.Answer));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    private bool IsIn => _cluster.State.Members.Any(member =>
        member.UniqueAddress.Equals(_cluster.SelfUniqueAddress)
        && member.Status is MemberStatus.Up or MemberStatus.Leaving);

    /// <inheritdoc/>
    protected override void PreStart() =>
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, TimeSpan.Zero, s_period);

    private void Look()
    {
        if (IsIn)
        {
            Timers.Cancel(nameof(Tick));
            return;
        }

        if (_founding.Decide(Now) is { } joined)
            _cluster.Join(joined);
        var asked = new ClusterMessage.FoundingAsked(_founding.MayFound(Now));
        foreach (var other in _others)
            Context.ActorSelection(new RootActorPath(other) / "user" / Name).Tell(asked);
    }

    private sealed record Tick
    {
        public static Tick Instance { get; } = new();
    }
}
