using Akka.Actor;

namespace AkkaSimulation.Tests.Violations;

/// <summary>Threads that do not belong to the simulation.</summary>
public sealed class ForeignThreadTests
{
    private static readonly TimeSpan s_realLimit = TimeSpan.FromSeconds(20);

    [Fact(DisplayName = "A Task.Run that tells an actor is a violation that names the path, the message and the cure")]
    public void Task_run()
    {
        using var simulation = new Simulation();
        var node = simulation.AddActor("worker", actor => actor.On<string>(_ =>
        {
            var self = actor.Me;
            OnAnotherThread(() => self.Tell(42L));
        }));
        node.Find("/user/worker").Tell("go");

        var violation = Assert.Throws<SimulationViolationException>(simulation.Settle);

        Assert.Equal(ViolationKind.ForeignThread, violation.Violation.Kind);
        Assert.Equal("node0", violation.Violation.Node);
        Assert.Contains("brought Int64 to node0/user/worker", violation.Message, StringComparison.Ordinal);
        Assert.Contains("Offload", violation.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(OnAnotherThread), violation.Violation.Stack, StringComparison.Ordinal);
        Assert.False(simulation.IsReproducible);
        Assert.Single(simulation.Failures);
    }

    [Fact(DisplayName = "A run that is not strict takes what a foreign thread brought, and is no longer reproducible")]
    public void Not_strict()
    {
        using var simulation = new Simulation(new SimulationOptions { Strict = false });
        var heard = new Heard();
        var node = simulation.AddNode(n => n.System.ActorOf(Acting.Of(actor =>
        {
            actor.On<string>(_ =>
            {
                var self = actor.Me;
                OnAnotherThread(() => self.Tell(42L));
            });
            actor.On<long>(value => heard.Add(n, value));
        }), "worker"));
        Assert.True(simulation.IsReproducible);
        node.Find("/user/worker").Tell("go");

        simulation.Settle();

        Assert.Equal([42L], heard.Messages);
        Assert.False(simulation.IsReproducible);
        Assert.IsType<SimulationViolationException>(Assert.Single(simulation.Failures));
        Assert.True(simulation.Letters.IsBalanced, simulation.Letters.ToString());
    }

    [Fact(DisplayName = "A timer or offloaded work from a foreign thread is a violation")]
    public void Timers_and_work()
    {
        foreach (var act in new Action<ActorSystem, IActorRef>[]
        {
            static (system, self) => system.Scheduler.ScheduleTellOnce(1.Seconds(), self, "late", self),
            static (system, _) => system.Offload(static () => 1, 1.Seconds()),
            static (system, self) => system.Stop(self),
        })
        {
            using var simulation = new Simulation();
            var node = simulation.AddActor("worker", actor => actor.On<string>(_ =>
            {
                var (system, self) = (Acting.Actors.System, actor.Me);
                OnAnotherThread(() => act(system, self));
            }));
            node.Find("/user/worker").Tell("go");

            var violation = Assert.Throws<SimulationViolationException>(simulation.Settle);

            Assert.Equal(ViolationKind.ForeignThread, violation.Violation.Kind);
        }
    }

    [Fact(DisplayName =
        "The continuation of a task that real time ends, as a Task.Delay, is a violation, also long after the run")]
    public void Task_of_real_time()
    {
        using var simulation = new Simulation();
        var realTime = new TaskCompletionSource();
        var node = simulation.AddActor("worker", actor => actor.OnAsync<string>(async _ => await realTime.Task));
        node.Find("/user/worker").Tell("go");
        simulation.RunFor(1.Seconds());
        Assert.Empty(simulation.Failures);

        OnAnotherThread(realTime.SetResult);
        var violation = Assert.Throws<SimulationViolationException>(simulation.Settle);

        Assert.Contains("a task's continuation", violation.Message, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "Offloaded work that tells an actor is a violation, on one thread as on several")]
    public void Impure_work()
    {
        foreach (var threads in new[] { 1, 3 })
        {
            foreach (var modelled in new[] { 0, 1 })
            {
                using var simulation = new Simulation(new SimulationOptions { Threads = threads });
                var node = simulation.AddActor("worker", actor =>
                {
                    actor.On<string>(_ =>
                    {
                        var self = actor.Me;
                        Acting.Actors.System.Offload(
                            () =>
                            {
                                self.Tell(1);
                                return 1L;
                            },
                            modelled.Seconds());
                    });
                    actor.On<int>(static _ => { });
                });
                node.Find("/user/worker").Tell("go");

                var violation = Assert.Throws<SimulationViolationException>(() => simulation.RunFor(5.Seconds()));

                Assert.Equal(ViolationKind.ForeignThread, violation.Violation.Kind);
            }
        }
    }

    [Fact(DisplayName =
        "An Ask with PipeTo in a handler is a violation; awaited in an asynchronous handler it is none")]
    public void Ask_in_a_handler()
    {
        foreach (var isAwaited in new[] { false, true })
        {
            using var simulation = new Simulation();
            var heard = new Heard();
            var node = simulation.AddNode(n =>
            {
                n.System.ActorOf(Acting.Of(actor => actor.On<int>(i => actor.From.Tell(i + 1))), "server");
                n.System.ActorOf(Acting.Of(actor =>
                {
                    var server = n.Find("/user/server");
                    if (isAwaited)
                        actor.OnAsync<string>(
                            async _ => heard.Add(n, await server.Ask<int>(1, Timeout.InfiniteTimeSpan)));
                    else
                        actor.On<string>(_ => server.Ask<int>(1, Timeout.InfiniteTimeSpan).PipeTo(actor.Me));
                    actor.On<int>(i => heard.Add(n, i));
                }), "client");
            });
            node.Find("/user/client").Tell("go");

            var violation = Record.Exception(simulation.Settle) as SimulationViolationException;

            Assert.Equal(isAwaited ? null : ViolationKind.ForeignThread, violation?.Violation.Kind);
            Assert.Equal(isAwaited ? [2] : [], heard.Messages);
        }
    }

    [Fact(DisplayName = "The driver asks, and the actor that is asked may pass the question on")]
    public void The_driver_asks()
    {
        using var simulation = new Simulation();
        var node = simulation.AddNode(static n =>
        {
            n.System.ActorOf(Acting.Of(static actor => actor.On<int>(i => actor.From.Tell(i + 1))), "server");
            n.System.ActorOf(Acting.Of(actor => actor.On<int>(i => n.Find("/user/server").Forward(i * 10))), "front");
        });

        var answer = simulation.Await(node.Find("/user/front").Ask<int>(4), 1.Seconds());

        Assert.Equal(41, answer);
        Assert.Empty(simulation.Failures);
    }

    [Fact(DisplayName = "The driver asks an actor that it has just created")]
    public void The_driver_asks_a_new_actor()
    {
        using var simulation = new Simulation();
        var node = simulation.AddNode(static _ => { });
        var server = node.System.ActorOf(Acting.Of(static actor => actor.On<int>(i => actor.From.Tell(i + 1))));

        Assert.Equal(5, simulation.Await(server.Ask<int>(4), 1.Seconds()));
    }

    [Fact(DisplayName = "An Ask to another node is a violation, since its answer would skip the network")]
    public void Ask_across_nodes()
    {
        using var simulation = Scene.OfLanes();
        var server = simulation.AddActor("server", static actor => actor.On<int>(i => actor.From.Tell(i + 1)));
        var client = simulation.AddActor("client", actor => actor.OnAsync<string>(async _ =>
            await server.Find("/user/server").Ask<int>(1, Timeout.InfiniteTimeSpan)));
        client.Find("/user/client").Tell("go");

        var violation = Assert.Throws<SimulationViolationException>(() => simulation.RunFor(1.Seconds()));

        Assert.Equal(ViolationKind.AskAcrossNodes, violation.Violation.Kind);
        Assert.Contains("An Ask for Int32 goes to node0/user/server", violation.Message, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "Two threads that drive at once are refused; one after the other may")]
    public void Two_drivers()
    {
        using var simulation = new Simulation();
        Exception? refused = null;
        var node = simulation.AddActor("worker", actor => actor.On<string>(_ => OnAnotherThread(() =>
            refused = Record.Exception(simulation.Settle))));
        node.Find("/user/worker").Tell("go");
        simulation.Settle();

        Assert.IsType<InvalidOperationException>(refused);
        OnAnotherThread(() => simulation.RunFor(1.Seconds()));
        simulation.RunFor(1.Seconds());
        Assert.Equal(2.Seconds(), simulation.Now);
    }

    [Fact(DisplayName = "Faults and plans from within a turn, from offloaded work or from another thread are refused")]
    public void Faults_by_others()
    {
        using var simulation = new Simulation(new SimulationOptions { Threads = 2 });
        var refused = new List<Exception?>();
        Nodes.SimulatedNode node = null!;
        var faults = new Action[]
        {
            () => node.Crash(),
            () => node.Restart(),
            () => node.Pause(),
            () => node.Resume(),
            () => node.Clock.Skew(1.Seconds()),
            () => node.Clock.Jump(1.Seconds()),
            () => node.Clock.Drift(1),
            () => simulation.At(1.Minutes(), static () => { }),
            () => simulation.Every(1.Minutes(), static () => { }),
            () => simulation.AddNode(static _ => { }),
            () => simulation.Settle(),
            () => simulation.Step(),
            () => simulation.Network = new Networks.InstantNetwork(),
        };
        void Try() => refused.AddRange(faults.Select(Record.Exception));
        node = simulation.AddActor("worker", actor =>
        {
            actor.On<int>(_ => Try());
            actor.On<long>(_ => Acting.Actors.System.Offload(
                () =>
                {
                    Try();
                    return 0;
                },
                1.Seconds()));
            actor.On<string>(_ => OnAnotherThread(Try));
        });
        foreach (var message in new object[] { 1, 1L, "other" })
        {
            refused.Clear();
            node.Find("/user/worker").Tell(message);
            simulation.RunFor(2.Seconds());

            Assert.Equal(faults.Length, refused.Count);
            Assert.All(refused, static e => Assert.IsType<InvalidOperationException>(e));
        }

        Assert.Equal(TimeSpan.Zero, node.Clock.Now - simulation.Options.Epoch - simulation.Now);
        Assert.Single(simulation.Nodes);
    }

    private static void OnAnotherThread(Action act)
    {
        var thread = new Thread(() => act());
        thread.Start();
        Assert.True(thread.Join(s_realLimit), "The other thread does not end.");
    }
}
