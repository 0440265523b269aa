using Akka.Actor;
using AkkaSimulation.Networks;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Tests.Runs;

/// <summary>How time passes.</summary>
public sealed class RunTests
{
    [Fact(DisplayName =
        "Actions come in the order of their times, then of their planning, each with its whole cascade first")]
    public void Order_of_actions()
    {
        using var simulation = new Simulation();
        var notes = new List<string>();
        var node = simulation.AddActor("ear", actor => actor.On<string>(text => notes.Add($"heard {text}")));
        void Act(string text)
        {
            notes.Add(text);
            node.Find("/user/ear").Tell(text);
        }

        simulation.At(2.Seconds(), () => Act("c"));
        simulation.At(1.Seconds(), () => Act("a"));
        simulation.At(1.Seconds(), () => Act("b"));
        simulation.Every(1500.Milliseconds(), () => Act($"every {simulation.Now.TotalSeconds:0.0}"));
        simulation.RunUntil(3.Seconds());

        Assert.Equal(
            ["a", "heard a", "b", "heard b", "every 1.5", "heard every 1.5", "c", "heard c", "every 3.0",
                "heard every 3.0"],
            notes);
    }

    [Fact(DisplayName = "An action comes before all else of its time")]
    public void Actions_come_first()
    {
        foreach (var leastMs in new[] { 0, 5 })
        {
            using var simulation =
                new Simulation { Network = new UniformNetwork(leastMs.Milliseconds(), 5.Milliseconds()) };
            var heard = new Heard();
            var node = simulation.AddNode(n => n.System.ActorOf(Acting.Of(actor =>
            {
                actor.Started = () => actor.Timers.StartSingleTimer("due", "due", 1.Seconds());
                actor.On<string>(text => heard.Add(n, text));
            }), "worker"));
            simulation.At(1.Seconds(), node.Crash);

            simulation.RunFor(2.Seconds());

            Assert.Empty(heard.Texts);
        }
    }

    [Theory(DisplayName = "What a node publishes when it starts is shown, even where nothing happens after that")]
    [InlineData(0)]
    [InlineData(5)]
    public void Starts_are_shown(int leastMs)
    {
        using var simulation =
            new Simulation { Network = new UniformNetwork(leastMs.Milliseconds(), 5.Milliseconds()) };
        var seen = new List<string>();
        simulation.Observe<string>(observed => seen.Add(observed.Message));
        var node = simulation.AddActor(
            "starter", static actor => actor.Started = static () => Acting.Actors.System.EventStream.Publish("begun"));
        simulation.RunFor(1.Seconds());
        Assert.Equal(["begun"], seen);

        node.Crash();
        node.Restart();
        Assert.True(simulation.RunUntil(() => seen.Count == 2, 1.Seconds()));
        Assert.Equal(1.Seconds(), simulation.Now);
    }

    [Fact(DisplayName = "RunUntil looks at its condition at the same moments for any number of threads")]
    public void Moments()
    {
        foreach (var leastMs in new[] { 0, 5 })
        {
            var moments = new[] { 1, 2, 4 }.Select(threads =>
            {
                using var simulation =
                    new Simulation(new SimulationOptions { Seed = 5, Threads = threads, Strict = false });
                simulation.Network = new UniformNetwork(leastMs.Milliseconds(), 20.Milliseconds());
                RandomScenario.AddTo(simulation);
                var seen = new List<string>();
                simulation.RunUntil(
                    () =>
                    {
                        seen.Add($"{simulation.Now.Ticks} {simulation.Deliveries}");
                        return false;
                    },
                    300.Milliseconds());
                return string.Join(';', seen);
            }).ToHashSet();

            Assert.Single(moments);
        }
    }

    [Fact(DisplayName = "RunUntil stops when the condition holds, at once or in time, and else at the limit")]
    public void Conditions()
    {
        using var simulation = new Simulation();
        var ticks = 0;
        simulation.AddActor("ticker", actor =>
        {
            actor.Started = () => actor.Timers.StartPeriodicTimer("tick", 1, 1.Seconds());
            actor.On<int>(_ => ticks++);
        });

        Assert.True(simulation.RunUntil(static () => true, 1.Seconds()));
        Assert.Equal(TimeSpan.Zero, simulation.Now);
        Assert.True(simulation.RunUntil(() => ticks == 3, 1.Minutes()));
        Assert.Equal(3.Seconds(), simulation.Now);
        Assert.False(simulation.RunUntil(() => ticks == 100, 10.Seconds()));
        Assert.Equal(13.Seconds(), simulation.Now);
    }

    [Fact(DisplayName = "Between steps the driver may tell any node, one that has had nothing to do for long included")]
    public void Between_steps()
    {
        using var simulation = Scene.OfLanes();
        var heard = new Heard();
        SimulatedNode busy = null!;
        busy = simulation.AddNode(n => n.System.ActorOf(Acting.Of(actor =>
        {
            actor.Started = () => actor.Timers.StartPeriodicTimer("tick", 1, 7.Milliseconds());
            actor.On<int>(static _ => { });
            actor.On<string>(text => heard.Add(n, text));
        }), "busy"));
        var idle = simulation.AddActor("idle", actor => actor.On<string>(text => busy.Find("/user/busy").Tell(text)));
        while (simulation.Now < 100.Milliseconds())
            simulation.Step();

        idle.Find("/user/idle").Tell("hello");
        while (simulation.Now < 200.Milliseconds())
            simulation.Step();

        Assert.Equal([115], heard.Milliseconds);
    }

    [Fact(DisplayName = "Await gives a result, throws what the task throws, and gives up at the limit")]
    public void Await()
    {
        using var simulation = new Simulation();
        var node = simulation.AddNode(static n => n.System.ActorOf(Acting.Of(static actor =>
        {
            actor.On<int>(i =>
            {
                var asking = actor.From;
                Acting.Actors.System.Offload(() => i * i, 1.Seconds()).PipeTo(asking);
            });
            actor.On<string>(text => actor.From.Tell(new Status.Failure(new ArithmeticException(text))));
            actor.On<long>(static _ => { });
            actor.On<char>(letter =>
            {
                var asking = actor.From;
                Acting.Actors.System.OffloadWaiting(() => (char)(letter + 1), 1.Seconds()).PipeTo(asking);
            });
        }), "server"));
        var server = node.Find("/user/server");

        Assert.Equal(49, simulation.Await(server.Ask<int>(7), 5.Seconds()));
        Assert.Equal(1.Seconds(), simulation.Now);
        Assert.Equal(
            "no", Assert.Throws<ArithmeticException>(() => simulation.Await(server.Ask<int>("no"), 5.Seconds()))
                .Message);
        Assert.Throws<TimeoutException>(() => simulation.Await(server.Ask<int>(1L), 5.Seconds()));
        Assert.Equal(6.Seconds(), simulation.Now);
        Assert.Equal('b', simulation.Await(server.Ask<char>('a'), 5.Seconds()));
        Assert.Equal(7.Seconds(), simulation.Now);
    }

    [Fact(DisplayName = "Each schedule of Random is legal, is in the trace, and follows from the seed")]
    public void Random_schedules()
    {
        var orders = new HashSet<string>();
        for (ulong seed = 0; seed < 12; seed++)
        {
            var first = Schedule(seed, AkkaSimulation.Schedule.Random);
            Assert.Equal(first, Schedule(seed, AkkaSimulation.Schedule.Random));
            orders.Add(first.Order);

            // Legal: all letters, and those to one actor in the order in which they were told.
            var letters = first.Order.Split(' ');
            Assert.Equal(12, letters.Length);
            foreach (var actor in letters.GroupBy(static l => l[0]))
                Assert.Equal(["0", "1", "2"], actor.Select(static l => l[1..]));
        }

        Assert.True(orders.Count > 6, $"Only {orders.Count} orders.");
        Assert.Equal("a0 b0 c0 d0 a1 b1 c1 d1 a2 b2 c2 d2", Schedule(0, AkkaSimulation.Schedule.Fifo).Order);
        Assert.NotEqual(
            Schedule(0, AkkaSimulation.Schedule.Random).Hash, Schedule(0, AkkaSimulation.Schedule.Fifo).Hash);
    }

    private static (string Order, string Hash) Schedule(ulong seed, Schedule schedule)
    {
        using var simulation = new Simulation(new SimulationOptions { Seed = seed, Schedule = schedule });
        var heard = new Heard();
        var node = simulation.AddNode(n =>
        {
            foreach (var name in new[] { "a", "b", "c", "d" })
                n.System.ActorOf(Acting.Hearing(n, heard), name);
        });
        foreach (var name in new[] { "a", "b", "c", "d" })
        {
            for (var i = 0; i < 3; i++)
                node.Find($"/user/{name}").Tell($"{name}{i}");
        }

        simulation.Settle();
        return (string.Join(' ', heard.Texts), simulation.TraceHash);
    }
}
