using System.Globalization;
using PoR.Actors.Contract;
using PoR.Hosting.Network;
using PoR.Hosting.VirtualTime;

namespace PoR.Hosting.Tests.VirtualTime;

/// <summary>Invariants I11 and I12 on a crowd of actors that do everything at random.</summary>
public sealed class DeterminismTests
{
    private const int Nodes = 5;

    [Theory(DisplayName = "I11: the same seed gives the same trace on 1, 2 and 4 threads")]
    [InlineData(2)]
    [InlineData(4)]
    public void The_same_seed_gives_the_same_trace_on_any_number_of_threads(int threads) =>
        Assert.Equal(TraceOf(seed: 7, threads: 1), TraceOf(seed: 7, threads));

    [Fact(DisplayName = "I11: two runs of one seed are equal, another seed differs")]
    public void Two_runs_are_equal_and_another_seed_differs()
    {
        var first = TraceOf(seed: 1, threads: 1);

        Assert.Equal(first, TraceOf(seed: 1, threads: 1));
        Assert.NotEqual(first, TraceOf(seed: 2, threads: 1));
    }

    [Fact]
    public void The_trace_hash_of_a_known_run_is_the_same_everywhere() =>
        Assert.Equal(KnownTrace, TraceOf(seed: 42, threads: 1));

    [Fact]
    public void Data_of_the_driver_and_the_content_of_messages_enter_the_trace()
    {
        static string Of(string text, string block)
        {
            using var world = new World();
        world.WithListener("a");
            world.Tell(World.A, text);
            world.Run();
            world.Host.Trace(System.Text.Encoding.UTF8.GetBytes(block));
            return world.Host.TraceHash;
        }

        Assert.Equal(Of("a", "x"), Of("a", "x"));
        Assert.NotEqual(Of("a", "x"), Of("a", "y"));
        Assert.NotEqual(Of("a", "x"), Of("aa", "x"));
    }

    [Theory(DisplayName = "I12: the books balance after each step, with cuts, crashes and overflows")]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void The_books_balance_after_each_step(ulong seed)
    {
        using var world = Crowd(seed, threads: 1);
        world.Host.Schedule(TimeSpan.FromSeconds(1), () => world.Host.CrashNode(2));
        world.Host.Schedule(TimeSpan.FromSeconds(2), () => world.Host.RestartNode(2));
        world.Run(max: 5_000);

        var accounts = world.Host.Accounts;
        Assert.True(accounts.DroppedByCause.ContainsKey(DropCause.Cut), accounts.ToString());
        Assert.True(accounts.DroppedByCause.ContainsKey(DropCause.NodeDown), accounts.ToString());
        Assert.True(accounts.DroppedByCause.ContainsKey(DropCause.MailboxFull), accounts.ToString());
        Assert.True(accounts.Delivered > 1_000, accounts.ToString());
    }

    // Changes whenever the host, the network or this crowd does, and then on every machine alike.
    private const string KnownTrace =
        "71ea8626723898d6a00aaa8b7e0779ae3c46f5db3893dee4f25bd4052a412531";

    private static string TraceOf(ulong seed, int threads)
    {
        using var world = Crowd(seed, threads);
        world.Host.RunUntil(TimeSpan.FromSeconds(4));
        Assert.True(world.Host.Deliveries > 1_000);
        return world.Host.TraceHash;
    }

    private static World Crowd(ulong seed, int threads)
    {
        var network = new RegionNetwork(new RegionNetworkOptions
        {
            Nodes = Nodes,
            Latency = LatencyMatrix.Between(Cities.All),
            Seed = seed,
            UplinkBitsPerSecond = 1_000_000,
            Filters = [CutSpec.Parse("nodes:0@500ms+1s").Value!.Resolve(Nodes).Value!],
        });
        var world = new World(new VirtualTimeHostOptions
        {
            Seed = seed,
            Nodes = Nodes,
            WorkerThreads = threads,
            Network = network,
            Journal = new MemoryJournal(TimeSpan.FromMilliseconds(40)),
        });
        world.With(
            "crowd",
            ActAtRandom,
            (_, c) =>
            {
                c.Subscribe(new Topic("all"));
                c.StartTimer("tick", TimeSpan.FromMilliseconds(100), new Note("tick"));
            },
            options: new KindOptions
            {
                NodeOf = key => int.Parse(key, CultureInfo.InvariantCulture) % Nodes,
                MailboxLimit = 3,
                StashLimit = 5,
                SnapshotEvery = 3,
                MaxRestarts = 1_000,
            });
        for (var key = 0; key < 20; key++)
            world.Host.Activate(Member(key));
        return world;
    }

    private static void ActAtRandom(Scripted actor, IContext c, IMessage message)
    {
        var text = new Note(string.Create(CultureInfo.InvariantCulture, $"{c.Random.Next(1000)}"));
        switch (World.TextOf(message) == "tick" ? 99 : c.Random.Next(40))
        {
            case 0: throw new InvalidOperationException("on purpose");
            case 1: c.Publish(new Topic("all"), text); break;
            case 2: c.Persist(new Added(1)); break;
            case 3: c.Stash(); break;
            case 4: c.UnstashAll(); break;
            case 5: c.Offload(new Work(0.01, () => text.Text), "job"); break;
            case 6: c.Stop(); break;
            case 7: c.Watch(Member(c.Random.Next(20))); break;
            case 99:
                c.SendMany([Member(c.Random.Next(20)), Member(c.Random.Next(20))], text);
                c.StartTimer("tick", TimeSpan.FromMilliseconds(50), new Note("tick"));
                break;
            case var other when other < 25: c.Send(Member(c.Random.Next(20)), text); break;
            default: c.Unhandled(message); break;
        }
    }

    private static ActorAddress Member(int key) => new("crowd", $"{key}");
}
