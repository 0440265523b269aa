using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Pattern;
using Akka.Persistence;

namespace AkkaSimulation.Tests.Runs;

/// <summary>What is deterministic, and therefore allowed.</summary>
public sealed class AllowedTests
{
    [Fact(DisplayName = "A BackoffSupervisor is exact on virtual time, its jitter included")]
    public void Backoff_supervisor()
    {
        List<int> Births(ulong seed, double jitter)
        {
            using var simulation = new Simulation(new SimulationOptions { Seed = seed });
            var heard = new Heard();
            simulation.AddNode(node =>
            {
                var child = Acting.Of(actor =>
                {
                    actor.Started = () =>
                    {
                        heard.Add(node, "born");
                        actor.Me.Tell("die");
                    };
                    actor.On<string>(_ => Acting.Actors.Stop(actor.Me));
                });
                node.System.ActorOf(BackoffSupervisor.Props(
                    Backoff.OnStop(child, "child", 1.Seconds(), 30.Seconds(), jitter, -1)));
            });
            simulation.RunFor(2.Minutes());
            return [.. heard.Milliseconds];
        }

        Assert.Equal([0, 1000, 3000, 7000, 15_000, 31_000, 61_000, 91_000], Births(1, 0));
        Assert.Equal(Births(1, 0.5), Births(1, 0.5));
        Assert.NotEqual(Births(1, 0.5), Births(2, 0.5));
    }

    [Fact(DisplayName = "A logger of one's own and an inbox leave the hash as it is, however often a process runs")]
    public void Process_wide_counters()
    {
        static string Hash()
        {
            var config = ConfigurationFactory.ParseString(
                "akka { loglevel = INFO\n loggers = [\"AkkaSimulation.Tests.Faults.QuietLogger, "
                    + "AkkaSimulation.Tests\"] }");
            using var simulation = new Simulation(new SimulationOptions { Config = config });
            var node = simulation.AddActor("worker", static actor => actor.On<string>(text =>
            {
                Acting.Actors.System.Log.Info("heard {0}", text);
                actor.From.Tell("yes");
            }));
            using var inbox = Inbox.Create(node.System);
            simulation.Settle();
            inbox.Send(node.Bound("/user/worker"), "hello");
            simulation.RunFor(1.Seconds());
            Assert.Empty(simulation.Failures);
            return simulation.TraceHash;
        }

        Assert.Equal(Hash(), Hash());
    }

    [Fact(DisplayName = "A system may be terminated in an orderly way, and its node started again")]
    public void Termination()
    {
        using var simulation = new Simulation();
        var notes = new List<string>();
        var node = simulation.AddActor("worker", actor =>
        {
            actor.Started = () => notes.Add("started");
            actor.Stopped = () => notes.Add("stopped");
            actor.OnAny(static _ => { });
        });

        var terminated = node.System.Terminate();
        simulation.RunFor(1.Minutes());
        Assert.True(
            SpinWait.SpinUntil(() => terminated.IsCompleted, TimeSpan.FromSeconds(20)), "It does not terminate.");
        node.Crash();
        node.Restart();
        simulation.RunFor(1.Seconds());

        Assert.Equal(["started", "stopped", "started"], notes);
        Assert.True(simulation.Letters.IsBalanced, simulation.Letters.ToString());
    }

    [Fact(DisplayName =
        "DeferAsync acts after the writes before it, and a persistent actor may stop itself in its callback")]
    public void Defer()
    {
        using var simulation = new Simulation();
        var heard = new Heard();
        var node = simulation.AddNode(n => n.System.ActorOf(Props.Create(() => new Deferring(n, heard)), "deferring"));
        node.Disk.Latency = 10.Milliseconds();
        node.Find("/user/deferring").Tell("a");
        node.Find("/user/deferring").Tell("b");

        simulation.RunFor(1.Seconds());

        Assert.Equal(["kept a", "deferred a", "kept b", "deferred b"], heard.Texts);
        Assert.Equal([10, 10, 20, 20], heard.Milliseconds);
    }

    [Theory(
        DisplayName = "Routes that a router draws follow from the seed, for letters of the driver and of other nodes")]
    [InlineData(true)]
    [InlineData(false)]
    public void Routers(bool isDriver)
    {
        string Routes(ulong seed)
        {
            using var simulation =
                new Simulation(new SimulationOptions { Seed = seed }) { Network = Scene.OfLanes().Network };
            var heard = new Heard();
            var node = simulation.AddNode(n => n.System.ActorOf(
                Acting.Of(actor => actor.On<int>(i => heard.Add(n, $"{actor.Me.Path.Name}{i}")))
                    .WithRouter(new Akka.Routing.RandomPool(5)),
                "pool"));
            var talker = simulation.AddActor("talker", actor => actor.On<int>(i => node.Find("/user/pool").Tell(i)));
            for (var i = 0; i < 20; i++)
                (isDriver ? node.Find("/user/pool") : talker.Find("/user/talker")).Tell(i);
            simulation.RunFor(1.Seconds());
            Assert.Equal(20, heard.Count);
            return string.Join(' ', heard.Texts);
        }

        Assert.Equal(Routes(1), Routes(1));
        Assert.NotEqual(Routes(1), Routes(2));
    }

    private sealed class Deferring : ReceivePersistentActor
    {
        public Deferring(Nodes.SimulatedNode node, Heard heard)
        {
            Recover<string>(static _ => { });
            Command<string>(word =>
            {
                Persist(word, kept => heard.Add(node, $"kept {kept}"));
                DeferAsync(word, kept => heard.Add(node, $"deferred {kept}"));
            });
        }

        public override string PersistenceId => "deferring";
    }
}
