namespace PoR.Hosting.Tests.VirtualTime;

/// <summary>Keyed timers.</summary>
public sealed class TimerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact(DisplayName = "A timer that re-arms itself each second ticks ten times in one run of 10 s")]
    public void A_timer_that_rearms_itself_ticks_ten_times_in_ten_seconds()
    {
        using var world = new World();
        world.With(
            "a",
            (_, c, m) =>
            {
                world.Say(c, World.TextOf(m));
                c.StartTimer("t", Second, m);
            },
            (_, c) => c.StartTimer("t", Second, new Local("tick")));
        world.Host.Activate(World.A);
        var made = world.Host.RunUntil(TimeSpan.FromSeconds(10));

        Assert.Equal(10, made);
        Assert.Equal("10 a/0 tick", world.Log[^1]);
        Assert.Equal(TimeSpan.FromSeconds(10), world.Host.Now);
    }

    [Fact]
    public void A_timer_replaces_one_of_the_same_key()
    {
        using var world = new World();
        world.With(
            "a",
            (_, c, m) => world.Say(c, World.TextOf(m)),
            (_, c) =>
            {
                c.StartTimer("t", Second, new Local("old"));
                c.StartTimer("u", Second, new Local("other"));
                c.StartTimer("t", 2 * Second, new Local("new"));
            });
        world.Host.Activate(World.A);
        world.Run();

        Assert.Equal(["1 a/0 other", "2 a/0 new"], world.Log);
    }

    [Fact]
    public void A_cancelled_timer_never_ticks_even_when_armed_again_later()
    {
        using var world = new World();
        world.With(
            "a",
            (_, c, m) =>
            {
                if (World.TextOf(m) == "cancel")
                    c.CancelTimer("t");
                else if (World.TextOf(m) == "again")
                    c.StartTimer("t", 5 * Second, new Local("second life"));
                else
                    world.Say(c, World.TextOf(m));
            },
            (_, c) => c.StartTimer("t", 3 * Second, new Local("first life")));
        world.Tell(World.A, "cancel");
        world.RunTo(1);
        world.Tell(World.A, "again");
        world.Run();

        Assert.Equal(["6 a/0 second life"], world.Log);
    }

    [Fact]
    public void A_tick_that_waits_in_the_mailbox_can_still_be_cancelled()
    {
        var journal = new Hosting.VirtualTime.MemoryJournal(TimeSpan.FromSeconds(2));
        using var world = new World(new() { Journal = journal });
        world.With(
            "a",
            (_, c, m) =>
            {
                world.Say(c, World.TextOf(m));
                if (World.TextOf(m) == "write")
                    c.Persist(new Added(1));
                c.CancelTimer("t");
            },
            (_, c) => c.StartTimer("t", Second, new Local("tick")));
        world.Tell(World.A, "write");
        world.Run();

        Assert.Equal(["0 a/0 write"], world.Log);
    }

    [Fact]
    public void Timers_die_with_a_restart()
    {
        using var world = new World();
        world.With(
            "a",
            (_, c, m) =>
            {
                if (World.TextOf(m) == "arm")
                    c.StartTimer("t", Second, new Local("tick"));
                else if (World.TextOf(m) == "fail")
                    throw new InvalidOperationException("on purpose");
                else
                    world.Say(c, World.TextOf(m));
            });
        world.Tell(World.A, "arm");
        world.Tell(World.A, "fail");
        world.Run();

        Assert.Empty(world.Log);
    }

    [Fact]
    public void Equal_times_keep_the_order_in_which_they_were_planned()
    {
        using var world = new World();
        world.With(
            "a",
            (_, c, m) => world.Say(c, World.TextOf(m)),
            (_, c) => c.StartTimer("t", Second, new Local("tick")));
        for (var key = 5; key > 0; key--)
            world.Host.Activate(new("a", $"{key}"));
        world.Host.Schedule(Second, () => world.Log.Add("planned"));
        world.Run();

        Assert.Equal(
            ["planned", "1 a/5 tick", "1 a/4 tick", "1 a/3 tick", "1 a/2 tick", "1 a/1 tick"],
            world.Log);
    }

    [Fact]
    public void A_negative_due_time_fails_the_turn()
    {
        using var world = new World();
        world.With(
            "a", (_, c, m) => c.StartTimer("t", -Second, m));
        world.Tell(World.A, "go");
        world.Run();

        Assert.Equal(1, world.Host.FailureCount);
    }
}
