using Akka.Actor;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Core;

namespace PoR.Simulation.Tests.Runs;

/// <summary>
/// A peer that has lost one of its actors ends, and says so, since it would only seem to live; one failure is none.
/// </summary>
public sealed class PeerEndTests
{
    private const int LimitMs = 120_000;
    private const int Nodes = 7;
    private const int RestartsMax = 10;

    public static TheoryData<string> Actors =>
        ["ledger", "mempool", "evaluator", "participants", "coordinator", "gossip"];

    [Theory(DisplayName = "An actor that is killed, or stops, ends its peer; all others go on", Timeout = LimitMs)]
    [MemberData(nameof(Actors))]
    public Task A_lost_actor_ends_the_peer(string name)
    {
        using var world = NewWorld();
        Tell(world, name, Kill.Instance);
        var ended = Assert.Single(Ended(world));
        Assert.Equal((0, "ActorKilledException"), (ended.Node.Index, ended.Reason.Split(':')[0]));

        var before = Enumerable.Range(1, Nodes - 1).Max(world.RoundOf);
        world.Until(
            () => Enumerable.Range(1, Nodes - 1).All(node => world.RoundOf(node) >= before + 2), limitSeconds: 240);
        Assert.Single(Ended(world));
        return Task.CompletedTask;
    }

    [Fact(DisplayName = "An actor that stops without a failure ends its peer, too", Timeout = LimitMs)]
    public Task A_stopped_actor_ends_the_peer()
    {
        using var world = NewWorld();
        Tell(world, "gossip", PoisonPill.Instance);
        Assert.Equal("InvariantViolationException: gossip has stopped.", Assert.Single(Ended(world)).Reason);
        return Task.CompletedTask;
    }

    [Theory(DisplayName = "A broken invariant ends the peer, also one that offloaded work has met", Timeout = LimitMs)]
    [InlineData("ledger")]
    [InlineData("coordinator")]
    public Task A_broken_invariant_ends_the_peer(string name)
    {
        using var world = NewWorld();
        Tell(world, name, new Status.Failure(new InvariantViolationException("a poison")));
        Assert.Equal("InvariantViolationException: a poison", Assert.Single(Ended(world)).Reason);
        return Task.CompletedTask;
    }

    [Theory(
        DisplayName = "Ten failed jobs within a minute are restarts, the eleventh ends the peer", Timeout = LimitMs)]
    [InlineData("ledger")]
    [InlineData("coordinator")]
    [InlineData("mempool")]
    [InlineData("evaluator")]
    public Task Failures_are_counted(string name)
    {
        using var world = NewWorld();
        for (var i = 0; i < RestartsMax; i++)
            Tell(world, name, new Status.Failure(new IOException("a poison")));
        Assert.Empty(Ended(world));
        world.Pass(TimeSpan.FromSeconds(61));
        var round = world.RoundOf(0);
        world.Until(() => world.RoundOf(0) >= round + 2, limitSeconds: 240);

        for (var i = 0; i <= RestartsMax; i++)
            Tell(world, name, new Status.Failure(new IOException("a poison")));
        Assert.Equal("IOException: a poison", Assert.Single(Ended(world)).Reason);
        return Task.CompletedTask;
    }

    [Fact(DisplayName = "A committee that fails again and again makes the round begin anew", Timeout = LimitMs)]
    public Task Failures_of_a_committee_are_the_coordinators()
    {
        using var world = NewWorld();
        for (var i = 0; i <= RestartsMax; i++)
        {
            Assert.Single(Beginnings(world));
            TellCommittee(world, new Status.Failure(new IOException("a poison")));
        }

        Assert.Equal(2, Beginnings(world).Count());
        Assert.Empty(Ended(world));
        var round = world.RoundOf(0);
        world.Until(() => world.RoundOf(0) >= round + 2, limitSeconds: 240);
        return Task.CompletedTask;
    }

    [Fact(DisplayName = "A broken invariant of a committee ends the peer", Timeout = LimitMs)]
    public Task A_broken_invariant_of_a_committee_ends_the_peer()
    {
        using var world = NewWorld();
        TellCommittee(world, new Status.Failure(new InvariantViolationException("a poison")));
        Assert.Equal("InvariantViolationException: a poison", Assert.Single(Ended(world)).Reason);
        return Task.CompletedTask;
    }

    private static IEnumerable<Fact.RoundStarted> Beginnings(TestWorld world) =>
        world.Facts.OfType<Fact.RoundStarted>()
            .Where(started => started.Node.Index == 0 && started.Round.Number == world.RoundOf(0) + 1);

    private static void TellCommittee(TestWorld world, object message)
    {
        var provider = ((ExtendedActorSystem)world.Machine(0).System).Provider;
        var coordinator = (ActorRefWithCell)provider.ResolveActorRef(
            provider.RootPath / "user" / "peer" / "coordinator");
        world.Until(() => coordinator.Children.Any(), limitSeconds: 60);
        coordinator.Children.Last().Tell(message);
        world.Pass(TimeSpan.FromMilliseconds(1));
    }

    private static TestWorld NewWorld()
    {
        var world = new TestWorld(
            Lab.Nodes(Nodes, $"population.participants={3 * Nodes}"),
            adapt: static setup => setup with { Supervision = Supervision.Restart });
        world.Decide(2);
        return world;
    }

    private static IEnumerable<Fact.PeerEnded> Ended(TestWorld world) => world.Facts.OfType<Fact.PeerEnded>();

    private static IActorRef Find(TestWorld world, string name) => world.Machine(0).Find($"/user/peer/{name}");

    private static void Tell(TestWorld world, string name, object message)
    {
        Find(world, name).Tell(message);
        world.Pass(TimeSpan.FromMilliseconds(100));
    }
}
