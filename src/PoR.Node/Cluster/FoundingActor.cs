using Akka.Actor;
using Akka.Cluster;

namespace PoR.Node.Cluster;

/// <summary>
/// Brings a member into its operator's one cluster. Whoever knows a cluster is joined. A new one is founded only by
/// consent of a majority of the planned members, none of which is in a cluster, so that members that were split from
/// the others wait for them, and do not found a second one.
/// </summary>
/// <remarks>
/// Akka lets its first seed found a cluster whenever it reaches no other, and two clusters never become one again. A
/// member consents to one founder at a time, to itself or to one whose address is lower, so two founders cannot both
/// have a majority.
/// </remarks>
internal sealed class FoundingActor : ReceiveActor, IWithTimers
{
    /// <summary>Under which it is found on each member.</summary>
    public const string Name = "founding";

    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_consent = TimeSpan.FromSeconds(10);

    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly Address[] _others;
    private readonly int _majority;
    private readonly HashSet<Address> _consenting = [];
    private Address? _member;
    private (Address Founder, TimeSpan Until)? _consent;

    /// <param name="settings">Of the cluster; its seeds are asked.</param>
    public FoundingActor(Configuration.Profiles.ClusterSettings settings)
    {
        var self = _cluster.SelfAddress;
        _others =
        [
            .. settings.Seeds.Select(seed => new Address(self.Protocol, self.System, seed.Host, seed.Port))
                .Where(address => address != self),
        ];
        _majority = (settings.MembersPlanned / 2) + 1;
        Receive<Tick>(_ => Look());
        Receive<ClusterMessage.FoundingAsked>(_ =>
            Sender.Tell(new ClusterMessage.FoundingTold(AnswerTo(Sender.Path.Address))));
        Receive<ClusterMessage.FoundingTold>(told =>
        {
            if (told.Answer == FoundingAnswer.IsMember)
                _member = Sender.Path.Address;
            else if (told.Answer == FoundingAnswer.Consents)
                _consenting.Add(Sender.Path.Address);
        });
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

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

        if (_member is { } known)
            _cluster.Join(known);
        else if (_consenting.Count + 1 >= _majority && ConsentsTo(_cluster.SelfAddress))
            _cluster.Join(_cluster.SelfAddress);
        _member = null;
        _consenting.Clear();
        foreach (var other in _others)
        {
            Context.ActorSelection(new RootActorPath(other) / "user" / Name)
                .Tell(ClusterMessage.FoundingAsked.Instance);
        }
    }

    private FoundingAnswer AnswerTo(Address founder) => IsIn ? FoundingAnswer.IsMember
        : Address.Comparer.Compare(founder, _cluster.SelfAddress) < 0 && ConsentsTo(founder) ? FoundingAnswer.Consents
        : FoundingAnswer.Refuses;

    private bool ConsentsTo(Address founder)
    {
        var now = Context.System.Scheduler.MonotonicClock;
        if (_consent is { } given && given.Founder != founder && now < given.Until)
            return false;
        _consent = (founder, now + s_consent);
        return true;
    }

    private sealed record Tick
    {
        public static Tick Instance { get; } = new();
    }
}

/// <summary>What a member answers to one that is in no cluster.</summary>
internal enum FoundingAnswer
{
    /// <summary>It is in one, which is to be joined.</summary>
    IsMember,

    /// <summary>It is in none, and consents that the other founds one.</summary>
    Consents,

    /// <summary>It is in none, and founds one itself or has consented to another member.</summary>
    Refuses,
}
