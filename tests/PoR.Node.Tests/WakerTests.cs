using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Configuration;
using PoR.Core.Identities;
using PoR.Node.Cluster;
using PoR.Node.Tests.Links;

namespace PoR.Node.Tests;

/// <summary>Whom the waker wakes, and when, in a cluster of one member and a region that is the test.</summary>
public sealed class WakerTests : IAsyncDisposable
{
    private const int LimitMs = 60_000;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    private static readonly ImmutableArray<PublicKey> s_keys =
        [.. Enumerable.Range(1, 3).Select(number => LinkStage.KeyOf(number).PublicKey)];

    private readonly ActorSystem _system = ActorSystem.Create("por", ConfigurationFactory.ParseString(
        """
        akka {
          loglevel = OFF, stdout-loglevel = OFF
          actor.provider = cluster
          remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
        }
        """));

    private readonly Inbox _region;

    public WakerTests()
    {
        var cluster = Akka.Cluster.Cluster.Get(_system);
        cluster.Join(cluster.SelfAddress);
        _region = Inbox.Create(_system);
        _system.ActorOf(Props.Create(() => new WakerActor(() => s_keys, _region.Receiver, 3)), "waker");
    }

    public async ValueTask DisposeAsync()
    {
        _region.Dispose();
        await _system.Terminate().WaitAsync(s_limit);
    }

    [Fact(DisplayName = "Cluster_Nobody is woken before all members have come; then everybody is", Timeout = LimitMs)]
    public async Task Waits_for_all_members()
    {
        for (var members = 1; members <= 2; members++)
        {
            Assert.IsType<GetCurrentRegions>(await _region.ReceiveAsync(s_limit));
            Tell(members);
        }

        // What was asked before the third came is still on its way.
        Tell(3);
        var woken = new HashSet<PublicKey>();
        while (woken.Count < s_keys.Length)
        {
            if (await _region.ReceiveAsync(s_limit) is ClusterMessage.Wake wake)
                woken.Add(wake.Participant);
        }

        Assert.True(woken.SetEquals(s_keys));
    }

    [Fact(DisplayName = "Cluster_A member that never comes keeps nobody asleep for ever", Timeout = LimitMs)]
    public async Task Waits_not_for_ever()
    {
        while (await _region.ReceiveAsync(s_limit) is not ClusterMessage.Wake)
            Tell(2);
    }

    [Fact(DisplayName = "Cluster_Where some live, the others are woken at once", Timeout = LimitMs)]
    public async Task Wakes_at_once_where_some_live()
    {
        _system.ActorOf(Props.Create(() => new OneAlive(s_keys[1])), HostedActor.Name);
        var begun = DateTime.UtcNow;
        var woken = new HashSet<PublicKey>();
        while (woken.Count < 2)
        {
            if (await _region.ReceiveAsync(s_limit) is ClusterMessage.Wake wake)
                woken.Add(wake.Participant);
        }

        Assert.DoesNotContain(s_keys[1], woken);
        Assert.InRange(DateTime.UtcNow - begun, TimeSpan.Zero, TimeSpan.FromSeconds(14));
    }

    private void Tell(int regions) => _system.ActorSelection("/user/waker").Tell(new CurrentRegions(
        [.. Enumerable.Range(1, regions).Select(i => new Address("akka.tcp", "por", "member", i))]));

    private sealed class OneAlive : ReceiveActor
    {
        public OneAlive(PublicKey key) => Receive<ClusterMessage.AliveAsked>(asked =>
            Sender.Tell(new ClusterMessage.AliveTold(asked.Question, IsLast: true, [key])));
    }
}
