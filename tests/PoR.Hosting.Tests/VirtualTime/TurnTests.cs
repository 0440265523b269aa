using PoR.Actors.Contract;

namespace PoR.Hosting.Tests.VirtualTime;

/// <summary>One turn: all or nothing.</summary>
public sealed class TurnTests
{
    [Fact]
    public void A_turn_that_throws_has_no_effect_at_all()
    {
        using var world = new World();
        world.WithListener("b").With(
            "a",
            (_, c, m) =>
            {
                c.Send(World.B, m);
                c.Publish(new Topic("t"), m);
                c.Subscribe(new Topic("t"));
                c.StartTimer("x", TimeSpan.FromSeconds(1), m);
                c.Persist(new Added(1));
                c.Offload(new Work(1, () => "job"), "j");
                c.Watch(World.B);
                c.Stash();
                c.Unhandled(m);
                c.Stop();
                throw new InvalidOperationException("on purpose");
            });
        var published = 0;
        world.Host.Observe(new Topic("t"), _ => published++);
        world.Tell(World.A, "go");
        world.Run();

        Assert.Empty(world.Log);
        Assert.Equal(0, published);
        Assert.Equal(0, ((Scripted)world.Host.Peek(World.A)!).Value);
        Assert.Empty(world.Host.Unhandled);
        Assert.Equal(1, world.Host.FailureCount);
        Assert.Equal(1, world.Host.Accounts.Sent);
        Assert.Equal(0, world.Host.QueueLength);
    }

    [Fact]
    public void A_turn_that_throws_takes_back_its_random_numbers()
    {
        var drawn = new List<ulong>();
        using var world = new World();
        world.With(
            "a",
            (_, c, m) =>
            {
                drawn.Add(c.Random.NextUInt64());
                if (World.TextOf(m) == "bad")
                    throw new InvalidOperationException("on purpose");
            },
            options: new KindOptions { MaxRestarts = 100 });
        foreach (var text in new[] { "bad", "good", "good" })
            world.Tell(World.A, text);
        world.Run();

        Assert.Equal(drawn[0], drawn[1]);
        Assert.NotEqual(drawn[1], drawn[2]);
    }

    [Fact]
    public void Effects_are_released_in_the_order_of_the_calls()
    {
        using var world = new World();
        world.WithListener("b").With(
            "a",
            (_, c, _) =>
            {
                c.Send(World.B, new Note("1"));
                c.Publish(new Topic("t"), new Note("2"));
                c.SendMany([World.B, World.B], new Note("3"));
            });
        world.Host.Activate(World.B);
        world.Host.Observe(new Topic("t"), letter => world.Log.Add($"seen {letter.From}"));
        world.Tell(World.A, "go");
        world.Run();

        Assert.Equal(["seen a/0", "0 b/0 1", "0 b/0 3", "0 b/0 3"], world.Log);
    }

    [Fact]
    public void The_context_is_of_no_use_after_its_turn()
    {
        IContext? kept = null;
        using var world = new World();
        world.With("a", (_, c, _) => kept = c);
        world.Tell(World.A, "go");
        world.Run();

        Assert.Throws<InvalidOperationException>(() => kept!.Send(World.A, new Note("late")));
        Assert.Throws<InvalidOperationException>(() => kept!.Self);
    }

    [Fact]
    public void Sending_to_an_unknown_kind_or_without_a_size_across_nodes_fails_the_turn()
    {
        var options = new KindOptions { NodeOf = World.NodeOf };
        using var world = new World(new() { Nodes = 2 });
        world.WithListener("b", options).With(
            "a",
            (_, c, m) => c.Send(
                World.TextOf(m) == "unknown" ? new("nobody", "0") : new("b", "1"),
                new Local("small")),
            options: options);
        world.Tell(World.A, "unknown");
        world.Tell(World.A, "across");
        world.Run();

        Assert.Collection(
            world.Host.Failures,
            one => Assert.IsType<ArgumentException>(one.Exception),
            two => Assert.IsType<InvalidOperationException>(two.Exception));
        Assert.Empty(world.Log);
    }

    [Fact]
    public void Unhandled_messages_are_counted_by_kind()
    {
        using var world = new World();
        world.With("a", (_, c, m) => c.Unhandled(m));
        world.Tell(World.A, "x");
        world.Tell(World.A, "y");
        world.Host.Tell(World.A, new Local("z"));
        world.Run();

        Assert.Equal(2, world.Host.Unhandled["a: Note"]);
        Assert.Equal(1, world.Host.Unhandled["a: Local"]);
    }

    [Fact]
    public void A_topic_reaches_subscribers_in_ordinal_order_until_they_leave()
    {
        using var world = new World();
        world.With(
            "s",
            (_, c, m) =>
            {
                world.Say(c, World.TextOf(m));
                if (c.Self.Key == "10")
                    c.Unsubscribe(new Topic("t"));
            },
            (_, c) => c.Subscribe(new Topic("t"))).With(
            "a", (_, c, m) => c.Publish(new Topic("t"), m));
        foreach (var key in new[] { "9", "10", "2" })
            world.Host.Activate(new("s", key));
        world.Tell(World.A, "one");
        world.Run();
        world.Tell(World.A, "two");
        world.Run();

        Assert.Equal(
            ["0 s/10 one", "0 s/2 one", "0 s/9 one", "0 s/2 two", "0 s/9 two"], world.Log);
    }

    [Fact]
    public async Task An_ask_gets_one_answer_or_a_timeout()
    {
        using var world = new World();
        world.With(
            "a",
            (_, c, m) =>
            {
                if (World.TextOf(m) == "silent")
                    return;
                c.Send(c.Sender, new Local("first"));
                c.Send(c.Sender, new Local("second"));
            });
        var answered = world.Host.Ask<Local>(
            World.A, _ => new Note("hello"), TimeSpan.FromSeconds(5));
        var silent = world.Host.Ask<Local>(
            World.A, _ => new Note("silent"), TimeSpan.FromSeconds(5));
        var wrong = world.Host.Ask<Note>(World.A, _ => new Note("x"), TimeSpan.FromSeconds(5));
        world.Run();

        Assert.Equal("first", (await answered).Text);
        await Assert.ThrowsAsync<TimeoutException>(() => silent);
        await Assert.ThrowsAsync<InvalidOperationException>(() => wrong);
        Assert.Equal(2, world.Host.Accounts.DroppedByCause[Hosting.Network.DropCause.Stopped]);
        Assert.Equal(TimeSpan.FromSeconds(5), world.Host.Now);
    }

    [Fact]
    public async Task Observers_outside_read_what_was_published()
    {
        using var world = new World();
        world.With("a", (_, c, m) => c.Publish(new Topic("t"), m));
        using var end = new CancellationTokenSource();
        var letters = world.Host.Observe(new Topic("t"), end.Token);
        world.Tell(World.A, "one");
        world.Tell(World.A, "two");
        world.Run();
        await world.Host.DisposeAsync();
        var read = new List<string>();
        await foreach (var letter in letters)
            read.Add(World.TextOf(letter.Body));

        Assert.Equal(["one", "two"], read);
    }

    [Fact]
    public void A_driver_may_not_bypass_the_turn()
    {
        using var world = new World();
        world.With(
            "a",
            (_, _, m) =>
            {
                if (World.TextOf(m) == "tell")
                    world.Host.Tell(World.A, new Note("inner"));
                else
                    world.Host.Step();
            });
        world.Tell(World.A, "tell");
        world.Tell(World.A, "step");
        world.Run();

        Assert.Equal(2, world.Host.FailureCount);
        Assert.Equal(2, world.Host.Accounts.Sent);
    }
}
