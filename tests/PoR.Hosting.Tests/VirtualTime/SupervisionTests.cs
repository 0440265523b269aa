using PoR.Actors.Contract;
using PoR.Hosting.Network;
using PoR.Hosting.VirtualTime;

namespace PoR.Hosting.Tests.VirtualTime;

/// <summary>What follows when a turn throws.</summary>
public sealed class SupervisionTests
{
    private static World FailingOn(
        string text, KindOptions? options = null, List<StopReason>? stops = null)
    {
        World? world = null;
        world = new World().With(
            "a",
            (actor, c, m) =>
            {
                world!.Say(c, $"{World.TextOf(m)} {actor.Value++}");
                if (World.TextOf(m) == text)
                    throw new InvalidOperationException("on purpose");
            },
            (_, c) => world!.Say(c, "start"),
            (_, _, why) => stops?.Add(why),
            options);
        return world;
    }

    [Fact]
    public void A_restart_keeps_the_mailbox_and_drops_the_memory_state()
    {
        using var world = FailingOn("bad");
        foreach (var text in new[] { "one", "bad", "two" })
            world.Tell(World.A, text);
        world.Run();

        Assert.Equal(
            ["0 a/0 start", "0 a/0 one 0", "0 a/0 bad 1", "0 a/0 start", "0 a/0 two 0"], world.Log);
    }

    [Fact]
    public void The_eleventh_restart_within_a_minute_stops_the_actor_for_good()
    {
        var stops = new List<StopReason>();
        using var world = FailingOn("bad", stops: stops);
        for (var i = 0; i < 12; i++)
            world.Tell(World.A, "bad");
        world.Run();

        Assert.Equal(11, world.Host.FailureCount);
        Assert.Null(world.Host.Peek(World.A));
        Assert.Equal([StopReason.Failed], stops);
        Assert.Equal(1, world.Host.Accounts.DroppedByCause[DropCause.Stopped]);
    }

    [Fact]
    public void Restarts_more_than_a_minute_apart_do_not_add_up()
    {
        using var world = FailingOn("bad");
        for (var i = 0; i < 30; i++)
        {
            world.Tell(World.A, "bad");
            world.RunTo(7 * (i + 1));
        }

        Assert.Equal(30, world.Host.FailureCount);
        Assert.NotNull(world.Host.Peek(World.A));
    }

    [Fact]
    public void An_actor_that_always_fails_in_its_start_is_stopped_not_tried_for_ever()
    {
        using var world = new World();
        world.With(
            "a", starts: (_, _) => throw new InvalidOperationException("on purpose"));
        world.Tell(World.A, "x");
        world.Run();

        Assert.Equal(11, world.Host.FailureCount);
        Assert.Equal(1, world.Host.Accounts.Dropped);
    }

    [Fact]
    public void A_kind_that_stops_on_failure_tells_its_watchers()
    {
        using var world = FailingOn("bad", new KindOptions { OnFailure = OnFailure.Stop });
        world.With(
            "b",
            (_, c, m) => world.Say(c, World.TextOf(m)),
            (_, c) => c.Watch(World.A));
        world.Host.Activate(World.B);
        world.Tell(World.A, "bad");
        world.Run();
        Assert.Equal("0 b/0 gone a/0", world.Log[^1]);

        world.Tell(World.B, "still here");
        world.Run();
        world.Host.Activate(new("b", "late"));
        world.Run();
        Assert.Equal("0 b/late gone a/0", world.Log[^1]);
    }

    [Fact]
    public void An_escalated_failure_reaches_the_driver()
    {
        using var world = FailingOn("bad", new KindOptions { OnFailure = OnFailure.Escalate });
        world.Tell(World.A, "bad");

        var thrown = Assert.Throws<ActorEscalationException>(() => world.Host.Step());
        Assert.Equal(World.A, thrown.Actor);
        world.CheckBooks();
    }

    [Fact]
    public void A_stopped_actor_starts_again_with_its_next_letter()
    {
        var stops = new List<StopReason>();
        using var world = new World();
        world.With(
            "a",
            (_, c, m) =>
            {
                world!.Say(c, World.TextOf(m));
                c.Stop();
            },
            (_, c) => world!.Say(c, "start"),
            (_, _, why) => stops.Add(why));
        world.Tell(World.A, "one");
        world.Tell(World.A, "two");
        world.Run();

        Assert.Equal(["0 a/0 start", "0 a/0 one", "0 a/0 start", "0 a/0 two"], world.Log);
        Assert.Equal([StopReason.Passivated, StopReason.Passivated], stops);
        Assert.DoesNotContain(world.Host.State.Directory.InOrder(), cell => cell.Kind!.Name == "a");
    }

    [Fact]
    public void An_idle_actor_is_passivated_and_a_busy_one_is_not()
    {
        var options = new KindOptions { PassivateAfter = TimeSpan.FromMinutes(2) };
        using var world = new World();
        world.With(
            "a",
            (_, c, _) => c.StartTimer("t", TimeSpan.FromMinutes(5), new Local("tick")),
            stops: (_, c, why) => world!.Say(c, $"{why}"),
            options: options).With(
            "b",
            stops: (_, c, why) => world!.Say(c, $"{why}"),
            options: options);
        world.Tell(World.B, "one");
        world.RunTo(100);
        world.Tell(World.A, "arm");
        world.Tell(World.B, "two");
        world.RunTo(300);

        Assert.Equal(["220 b/0 Passivated"], world.Log);
        Assert.NotNull(world.Host.Peek(World.A));
    }

    [Fact]
    public void A_crash_loses_memory_and_mail_and_a_restart_recovers_from_the_journal()
    {
        var options = new KindOptions { NodeOf = World.NodeOf };
        using var world = new World(new() { Nodes = 2 });
        world.With(
            "a",
            (actor, c, m) =>
            {
                c.Persist(new Added(1));
                c.StartTimer("t", TimeSpan.FromSeconds(1), new Local("tick"));
            },
            (actor, c) => world!.Say(c, $"starts with {actor.Value}"),
            (_, c, why) => world!.Say(c, $"{why}"),
            options).With(
            "b",
            (_, c, m) => world!.Say(c, World.TextOf(m)),
            (_, c) => c.Watch(new("a", "1")),
            options: options);
        world.Host.Activate(World.B);
        world.Tell(new("a", "1"), "x");
        world.RunTo(0.5);
        world.Host.CrashNode(1);
        world.Tell(new("a", "1"), "into the void");
        world.RunTo(10);
        Assert.Null(world.Host.Peek(new("a", "1")));
        Assert.Equal(1, world.Host.Accounts.DroppedByCause[DropCause.NodeDown]);
        world.Host.RestartNode(1);
        world.RunTo(11);

        Assert.Equal(
            ["0 a/1 starts with 0", "0.5 b/0 gone a/1", "10 a/1 starts with 1"], world.Log);
    }
}
