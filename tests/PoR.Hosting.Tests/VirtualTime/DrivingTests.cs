using PoR.Actors.Contract;
using PoR.Hosting.VirtualTime;

namespace PoR.Hosting.Tests.VirtualTime;

/// <summary>What the driver of a host may rely on.</summary>
public sealed class DrivingTests
{
    private static World Ticking()
    {
        World? world = null;
        world = new World().With(
            "a",
            (_, c, m) =>
            {
                world!.Say(c, World.TextOf(m));
                c.StartTimer("t", TimeSpan.FromSeconds(1), m);
            },
            (_, c) => c.StartTimer("t", TimeSpan.FromSeconds(1), new Local("tick")));
        world.Host.Activate(World.A);
        return world;
    }

    [Fact]
    public void Running_until_idle_stops_at_its_bound()
    {
        using var world = Ticking();

        Assert.Equal(25, world.Host.RunUntilIdle(25));
        Assert.Equal(TimeSpan.FromSeconds(25), world.Host.Now);
    }

    [Fact]
    public void Running_until_a_condition_stops_with_the_delivery_that_makes_it_true()
    {
        using var world = Ticking();

        Assert.True(world.Host.RunUntil(() => world.Log.Count == 3, TimeSpan.FromSeconds(9)));
        Assert.Equal(TimeSpan.FromSeconds(3), world.Host.Now);
        Assert.False(world.Host.RunUntil(() => world.Log.Count == 30, TimeSpan.FromSeconds(9)));
        Assert.Equal(9, world.Log.Count);
    }

    [Fact]
    public void Time_passes_without_events_too_and_never_goes_back()
    {
        using var world = new World();
        world.RunTo(5).RunTo(3);

        Assert.Equal(TimeSpan.FromSeconds(5), world.Host.Now);
        Assert.False(world.Host.Step());
        Assert.Throws<ArgumentOutOfRangeException>(
            () => world.Host.Schedule(TimeSpan.FromSeconds(4), () => { }));
    }

    [Fact]
    public void A_hook_sees_each_turn_and_changes_nothing()
    {
        string Run(bool isWatched)
        {
            using var world = Ticking();
            var seen = new List<TurnReport>();
            if (isWatched)
                world.Host.AfterTurn = seen.Add;
            world.RunTo(4);
            Assert.Equal(isWatched ? 4 : 0, seen.Count);
            Assert.All(seen, turn => Assert.False(turn.HasFailed));
            return world.Host.TraceHash;
        }

        Assert.Equal(Run(false), Run(true));
    }

    [Fact]
    public void What_a_checker_throws_in_an_observer_reaches_the_driver()
    {
        using var world = new World();
        world.With("a", (_, c, m) => c.Publish(new Topic("t"), m));
        world.Host.Observe(new Topic("t"), _ => throw new NotSupportedException("violated"));
        world.Tell(World.A, "x");

        Assert.Throws<NotSupportedException>(() => world.Host.Step());
        Assert.Equal(0, world.Host.FailureCount);
    }

    [Fact]
    public void An_observer_acts_by_planning()
    {
        using var world = new World();
        world.With("a", (_, c, m) => c.Publish(new Topic("t"), m)).WithListener("b");
        world.Host.Observe(new Topic("t"), _ =>
        {
            Assert.Throws<InvalidOperationException>(() => world.Host.CrashNode(0));
            world.Host.Schedule(world.Host.Now, () => world.Tell(World.B, "planned"));
        });
        world.Tell(World.A, "x");
        world.Run();

        Assert.Equal(["0 b/0 planned"], world.Log);
    }

    [Fact]
    public async Task The_end_of_the_host_stops_its_actors_in_order_of_address()
    {
        using var world = new World(new() { WorkerThreads = 2 });
        world.With("a", stops: (_, c, why) => world.Say(c, $"{why}"));
        foreach (var key in new[] { "2", "10" })
            world.Host.Activate(new("a", key));
        world.Run();
        await world.Host.DisposeAsync();

        Assert.Equal(["0 a/10 Shutdown", "0 a/2 Shutdown"], world.Log);
    }

    [Fact]
    public void A_kind_is_registered_once_and_reserved_names_never()
    {
        using var world = new World().WithListener("a");

        Assert.Throws<ArgumentException>(() => world.WithListener("a"));
        Assert.Throws<ArgumentException>(() => world.WithListener("ask"));
        Assert.Throws<ArgumentException>(() => world.WithListener("outside"));
        Assert.Throws<ArgumentException>(() => world.WithListener(""));
        Assert.Throws<ArgumentException>(() => world.Tell(World.B, "x"));
    }

    [Fact]
    public void Random_streams_differ_by_address_and_by_seed_and_stay_in_range()
    {
        static ulong First(ulong seed, string name) => RandomStream.Of(seed, name).NextUInt64();

        Assert.Equal(First(1, "a/0"), First(1, "a/0"));
        Assert.Equal(4, new[] { First(1, "a/0"), First(2, "a/0"), First(1, "a/1"), First(1, "0/a") }
            .Distinct().Count());
        var stream = RandomStream.Of(1, "range");
        var counts = new int[6];
        for (var i = 0; i < 60_000; i++)
        {
            counts[stream.Next(6)]++;
            Assert.InRange(stream.NextDouble(), 0, 1);
        }

        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Next(0));
    }
}
