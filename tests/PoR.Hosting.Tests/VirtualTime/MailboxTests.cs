using PoR.Actors.Contract;
using PoR.Hosting.Network;
using PoR.Hosting.VirtualTime;

namespace PoR.Hosting.Tests.VirtualTime;

/// <summary>Mailboxes, the stash, and writes during which messages wait.</summary>
public sealed class MailboxTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static World Slow(Action<Scripted, IContext, IMessage> hears, KindOptions? options = null) =>
        new World(new() { Journal = new MemoryJournal(Second) }).With("a", hears, options: options);

    [Fact]
    public void Effects_leave_after_the_write_and_the_actor_is_parked_meanwhile()
    {
        World? world = null;
        world = Slow((actor, c, m) =>
        {
            world!.Say(c, $"{World.TextOf(m)} sees {actor.Value}");
            c.Persist(new Added(1));
            c.Send(World.B, m);
        });
        using var disposed = world.WithListener("b");
        world.Tell(World.A, "one");
        world.Tell(World.A, "two");
        world.Run();

        Assert.Equal(
            ["0 a/0 one sees 0", "1 b/0 one", "1 a/0 two sees 1", "2 b/0 two"], world.Log);
    }

    [Fact]
    public void A_crash_before_the_write_ends_loses_the_event_and_its_effects()
    {
        World? world = null;
        world = Slow((actor, c, m) =>
        {
            c.Persist(new Added(1));
            c.Send(World.B, m);
        });
        using var disposed = world.WithListener("b");
        world.Tell(World.A, "one");
        world.RunTo(0.5);
        world.Host.CrashNode(0);
        world.Host.RestartNode(0);
        world.Run();

        Assert.Empty(world.Log);
        Assert.Equal(0, ((Scripted)world.Host.Peek(World.A)!).Value);
    }

    [Fact]
    public void The_newest_letter_is_dropped_when_the_mailbox_is_full()
    {
        World? world = null;
        world = Slow(
            (_, c, m) =>
            {
                world!.Say(c, World.TextOf(m));
                c.Persist(new Added(1));
            },
            new KindOptions { MailboxLimit = 2 });
        using var disposed = world;
        foreach (var text in new[] { "0", "1", "2", "3" })
            world.Tell(World.A, text);
        world.Run();

        Assert.Equal(["0 a/0 0", "1 a/0 1", "2 a/0 2"], world.Log);
        Assert.Equal(1, world.Host.Accounts.DroppedByCause[DropCause.MailboxFull]);
    }

    [Fact]
    public void Recovery_loads_the_latest_snapshot_and_the_events_after_it()
    {
        using var world = new World();
        world.With(
            "a",
            (_, c, m) =>
            {
                if (World.TextOf(m) == "stop")
                    c.Stop();
                else
                    c.Persist(new Added(1));
            },
            options: new KindOptions { SnapshotEvery = 4 });
        for (var i = 0; i < 10; i++)
            world.Tell(World.A, "add");
        world.Tell(World.A, "stop");
        world.Tell(World.A, "add");
        world.Run();

        var actor = (Scripted)world.Host.Peek(World.A)!;
        Assert.Equal(11, actor.Value);
        Assert.Equal(1, actor.SnapshotsLoaded);
        Assert.Equal(2 + 1, world.Host.State.Options.Journal.Read(World.A).After.Count);
    }

    [Fact]
    public void What_was_stashed_comes_back_oldest_first_before_the_mailbox()
    {
        using var world = new World();
        world.With(
            "a",
            (actor, c, m) =>
            {
                var text = World.TextOf(m);
                if (text == "open")
                {
                    actor.Value = 1;
                    c.UnstashAll();
                }
                else if (actor.Value == 0)
                {
                    c.Stash();
                }
                else
                {
                    world!.Say(c, text);
                }
            });
        foreach (var text in new[] { "1", "2", "open", "3" })
            world.Tell(World.A, text);
        world.Run();

        Assert.Equal(["0 a/0 1", "0 a/0 2", "0 a/0 3"], world.Log);
        Assert.Equal(4, world.Host.Accounts.Delivered);
    }

    [Fact]
    public void A_stashed_tick_is_not_lost()
    {
        using var world = new World();
        world.With(
            "a",
            (actor, c, m) =>
            {
                if (World.TextOf(m) == "open")
                {
                    actor.Value = 1;
                    c.UnstashAll();
                }
                else if (actor.Value == 0)
                {
                    c.Stash();
                }
                else
                {
                    world!.Say(c, World.TextOf(m));
                }
            },
            (_, c) => c.StartTimer("t", Second, new Local("tick")));
        world.Host.Activate(World.A);
        world.RunTo(2);
        world.Tell(World.A, "open");
        world.Run();

        Assert.Equal(["2 a/0 tick"], world.Log);
    }

    [Fact]
    public void A_full_stash_fails_the_turn_and_a_restart_brings_it_back()
    {
        var starts = 0;
        using var world = new World();
        world.With(
            "a",
            (_, c, m) =>
            {
                if (starts == 1)
                    c.Stash();
                else
                    world!.Say(c, World.TextOf(m));
            },
            (_, _) => starts++,
            options: new KindOptions { StashLimit = 2 });
        foreach (var text in new[] { "1", "2", "one too many" })
            world.Tell(World.A, text);
        world.Run();

        Assert.Equal(1, world.Host.FailureCount);
        Assert.Equal(["0 a/0 1", "0 a/0 2"], world.Log);
    }

    [Fact]
    public void Persisting_without_being_event_sourced_fails_the_turn()
    {
        using var world = new World();
        world.Host.Register("a", _ => new NotSourced());
        world.Tell(World.A, "x");
        world.Run();

        Assert.Equal(1, world.Host.FailureCount);
    }

    private sealed class NotSourced : IActor
    {
        public void OnStart(IContext context)
        {
        }

        public void OnMessage(IContext context, IMessage message) => context.Persist(new Added(1));

        public void OnStop(IContext context, StopReason why)
        {
        }
    }
}
