using Akka.Actor;
using AkkaSimulation.Networks;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Tests.Faults;

/// <summary>A node crashes and starts again.</summary>
public sealed class CrashTests
{
    [Theory(DisplayName =
        "A letter on its way to a stable reference reaches the next life; one to a bound reference does not")]
    [InlineData(true)]
    [InlineData(false)]
    public void Letters_on_their_way_over_a_crash(bool isCrashed)
    {
        using var simulation = Scene.OfLanes();
        var heard = new Heard();
        var node = simulation.AddEar(heard);
        var bound = node.Bound("/user/ear");
        var talker = simulation.AddActor("talker", actor => actor.On<string>(_ =>
        {
            node.Find("/user/ear").Tell("stable");
            bound.Tell("bound");
        }));

        talker.Find("/user/talker").Tell("go");
        simulation.RunFor(1.Milliseconds());
        if (isCrashed)
        {
            node.Crash();
            node.Restart();
        }

        simulation.RunFor(1.Seconds());

        Assert.Equal(isCrashed ? ["stable"] : ["stable", "bound"], heard.Texts);
        Assert.Equal(isCrashed ? 1 : 0, simulation.Letters.Dropped.GetValueOrDefault(DropCause.NodeDown));
        Assert.True(simulation.Letters.IsBalanced, simulation.Letters.ToString());
    }

    [Fact(DisplayName = "A letter to a node that is down is sent and dropped")]
    public void A_letter_to_a_node_that_is_down()
    {
        using var simulation = Scene.OfLanes();
        var heard = new Heard();
        var node = simulation.AddEar(heard);
        var talker = simulation.AddActor("talker", actor => actor.On<string>(node.Find("/user/ear").Tell));
        node.Crash();

        talker.Find("/user/talker").Tell("hello");
        node.Find("/user/ear").Tell("from the driver");
        simulation.RunFor(1.Seconds());
        node.Restart();
        simulation.RunFor(1.Seconds());

        Assert.Empty(heard.Texts);
        Assert.Equal(2, simulation.Letters.Dropped[DropCause.NodeDown]);
        Assert.Equal(NodeState.Up, node.State);
        Assert.Equal(1, node.Life);
    }

    [Fact(DisplayName =
        "A crash is silent: no PostStop; timers, jobs, stash and mailbox are gone; what had left still arrives")]
    public void What_a_crash_takes_away()
    {
        using var simulation = Scene.OfLanes();
        var heard = new Heard();
        var ear = simulation.AddEar(heard);
        var traces = new List<string>();
        var node = simulation.AddActor("worker", actor =>
        {
            actor.Started = () =>
            {
                actor.Timers.StartSingleTimer("late", "timer", 1.Seconds());
                ear.Find("/user/ear").Tell("I live");
            };
            actor.Stopped = () => traces.Add("stopped");
            actor.On<string>(text =>
            {
                if (text == "stash")
                    actor.Stash.Stash();
                else if (text == "work")
                    Acting.Actors.System.Offload(static () => "job", 1.Seconds()).PipeTo(actor.Me);
                else
                    traces.Add(text);
            });
        });
        node.Find("/user/worker").Tell("stash");
        node.Find("/user/worker").Tell("work");
        simulation.Settle();
        node.Find("/user/worker").Tell("in the mailbox");

        node.Crash();
        simulation.RunFor(5.Seconds());

        Assert.Empty(traces);
        Assert.Equal(["I live"], heard.Texts);
        Assert.Equal(1, simulation.Letters.Dropped[DropCause.NodeDown]);
        node.Restart();
        simulation.RunFor(5.Seconds());
        Assert.Equal(["timer"], traces);
        Assert.Equal(["I live", "I live"], heard.Texts);
    }

    [Theory(DisplayName = "Watchers elsewhere learn of a crash after the detection time, of a stop at once")]
    [InlineData(true, 3010, 3000)]
    [InlineData(false, 10, 1)]
    public void Watchers_elsewhere(bool isCrash, int most, int least)
    {
        using var simulation = Scene.OfLanes();
        var heard = new Heard();
        var node = simulation.AddActor("worker", actor => actor.On<string>(_ => Acting.Actors.Stop(actor.Me)));
        var bound = node.Bound("/user/worker");
        SimulatedNode watching = null!;
        watching = simulation.AddNode(n => n.System.ActorOf(Acting.Of(actor =>
        {
            actor.Started = () =>
            {
                Acting.Actors.Watch(node.Find("/user/worker"));
                Acting.Actors.Watch(bound);
            };
            actor.On<Terminated>(t => heard.Add(watching, t.ActorRef.Path.Name));
        }), "watcher"));
        simulation.RunFor(1.Seconds());

        if (isCrash)
            node.Crash();
        else
            node.Find("/user/worker").Tell("stop");
        simulation.RunFor(10.Seconds());

        Assert.Equal(["worker", "worker"], heard.Texts);
        Assert.All(heard.Milliseconds, at => Assert.InRange(at - 1000, least, most));
    }

    [Fact(DisplayName = "Watchers elsewhere learn of a crash although the node is up again before the detection time")]
    public void A_node_that_is_up_again()
    {
        using var simulation = Scene.OfLanes();
        var heard = new Heard();
        var node = simulation.AddActor("worker", static actor => actor.OnAny(static _ => { }));
        var watching = simulation.AddNode(n => n.System.ActorOf(Acting.Of(actor =>
        {
            actor.On<string>(_ => Acting.Actors.Watch(node.Find("/user/worker")));
            actor.On<Terminated>(_ =>
            {
                heard.Add(n, "gone");
                Acting.Actors.Watch(node.Find("/user/worker"));
            });
        }), "watcher"));
        watching.Find("/user/watcher").Tell("watch");
        simulation.RunFor(1.Seconds());
        node.Crash();
        simulation.RunFor(1.Seconds());
        node.Restart();

        simulation.RunFor(10.Seconds());
        Assert.Equal([4000], heard.Milliseconds);
        node.Crash();
        simulation.RunFor(4.Seconds());

        Assert.Equal([4000, 15_000], heard.Milliseconds);
    }

    [Fact(DisplayName = "A watch that arrives at a node that is down ends after the detection time")]
    public void A_watch_on_a_node_that_is_down()
    {
        using var simulation = Scene.OfLanes();
        var heard = new Heard();
        var node = simulation.AddActor("worker", static actor => actor.OnAny(static _ => { }));
        var bound = node.Bound("/user/worker");
        SimulatedNode watching = null!;
        watching = simulation.AddNode(n => n.System.ActorOf(Acting.Of(actor =>
        {
            actor.On<string>(_ =>
            {
                Acting.Actors.Watch(node.Find("/user/worker"));
                Acting.Actors.Watch(bound);
            });
            actor.On<Terminated>(t => heard.Add(watching, t.ActorRef.Path.Name));
        }), "watcher"));
        node.Crash();

        watching.Find("/user/watcher").Tell("watch");
        simulation.RunFor(10.Seconds());

        Assert.Equal(["worker", "worker"], heard.Texts);
        Assert.All(heard.Milliseconds, static at => Assert.InRange(at, 3000, 3020));
    }

    [Theory(DisplayName = "A watch at a node that is down ends no sooner than the network allows")]
    [InlineData(0)]
    [InlineData(1)]
    public void A_watch_with_a_short_detection_time(int tickMs)
    {
        INetwork network = new UniformNetwork(20.Milliseconds(), 20.Milliseconds());
        using var simulation = new Simulation(new SimulationOptions { DetectionTime = TimeSpan.Zero })
        {
            Network = tickMs == 0 ? network : new Ticked(network, tickMs.Milliseconds()),
        };
        var heard = new Heard();
        var node = simulation.AddActor("worker", static actor => actor.OnAny(static _ => { }));
        var watching = simulation.AddNode(n => n.System.ActorOf(Acting.Of(actor =>
        {
            // The watcher's lane is busy, so that it runs ahead within the window.
            actor.Started = () => actor.Timers.StartPeriodicTimer("beat", 1, 1.Milliseconds());
            actor.On<int>(static _ => { });
            actor.On<string>(_ => Acting.Actors.Watch(node.Find("/user/worker")));
            actor.On<Terminated>(t => heard.Add(n, t.ActorRef.Path.Name));
        }), "watcher"));
        simulation.At(10.Milliseconds(), () => watching.Find("/user/watcher").Tell("watch"));
        simulation.At(15.Milliseconds(), node.Crash);

        simulation.RunFor(100.Milliseconds());

        Assert.Equal([50], heard.Milliseconds);
    }

    [Fact(DisplayName = "An actor that watches an actor of its own node's former life learns that it is gone")]
    public void A_watch_on_a_former_life_of_the_own_node()
    {
        using var simulation = new Simulation();
        var heard = new Heard();
        var node = simulation.AddNode(n => n.System.ActorOf(Acting.Of(actor =>
        {
            actor.On<IActorRef>(other => Acting.Actors.Watch(other));
            actor.On<Terminated>(_ => heard.Add(n, "gone"));
        }), "watcher"));
        var former = node.Bound("/user/watcher");
        node.Crash();
        node.Restart();

        node.Find("/user/watcher").Tell(former);
        former.Tell("lost");
        simulation.RunFor(10.Seconds());

        Assert.Equal(["gone"], heard.Texts);
        Assert.Equal(1, simulation.Letters.Dropped[DropCause.NodeDown]);
        Assert.True(simulation.Letters.IsBalanced, simulation.Letters.ToString());
    }

    [Fact(DisplayName =
        "An answer to a sender of a former life is sent and lost, in an asynchronous handler as elsewhere")]
    public void An_answer_to_a_former_life()
    {
        using var simulation = Scene.OfLanes();
        var heard = new Heard();
        var server = simulation.AddActor("server", static actor => actor.OnAsync<string>(async text =>
        {
            await Acting.Actors.System.Offload(static () => 1, 1.Seconds());
            actor.From.Tell($"{text} yourself");
        }));
        var client = simulation.AddNode(n => n.System.ActorOf(Acting.Of(actor => actor.On<string>(text =>
        {
            heard.Add(n, text);
            if (text == "go")
                server.Find("/user/server").Tell("hello");
        })), "client"));
        client.Find("/user/client").Tell("go");
        simulation.RunFor(500.Milliseconds());
        client.Crash();
        client.Restart();

        simulation.RunFor(5.Seconds());

        Assert.Equal(["go"], heard.Texts);
        Assert.Equal(1, simulation.Letters.Dropped[DropCause.NodeDown]);
        Assert.True(simulation.Letters.IsBalanced, simulation.Letters.ToString());
    }

    [Fact(DisplayName = "A node that crashes while it is paused loses what waited")]
    public void A_crash_while_paused()
    {
        foreach (var leastMs in new[] { 0, 10 })
            CrashWhilePaused(new UniformNetwork(leastMs.Milliseconds(), 10.Milliseconds()), 1.Seconds());
    }

    [Theory(DisplayName = "What arrived at the very moment of the crash of a paused node is lost, too")]
    [InlineData(0, 0)]
    [InlineData(0, 10)]
    [InlineData(10, 0)]
    [InlineData(10, 10)]
    public void A_crash_while_paused_at_the_moment_of_an_arrival(int leastMs, int tickMs)
    {
        INetwork network = new UniformNetwork(leastMs.Milliseconds(), leastMs.Milliseconds());
        CrashWhilePaused(
            tickMs == 0 ? network : new Ticked(network, tickMs.Milliseconds()), 10.Milliseconds());
    }

    private static void CrashWhilePaused(INetwork network, TimeSpan crashAt)
    {
        using var simulation = new Simulation { Network = network };
        var heard = new Heard();
        var node = simulation.AddEar(heard);
        var talker = simulation.AddActor("talker", actor => actor.On<string>(node.Find("/user/ear").Tell));
        node.Pause();
        talker.Find("/user/talker").Tell("to the paused node");
        simulation.RunUntil(crashAt);

        node.Crash();
        node.Restart();
        simulation.RunFor(1.Seconds());

        Assert.Empty(heard.Texts);
        Assert.Equal(1, simulation.Letters.Dropped[DropCause.NodeDown]);
        Assert.True(simulation.Letters.IsBalanced, simulation.Letters.ToString());
    }

    [Fact(DisplayName = "A node can start again although each of its messages takes time")]
    public void A_restart_of_a_slow_node()
    {
        var config = Akka.Configuration.ConfigurationFactory.ParseString(
            "akka.loggers = [\"AkkaSimulation.Tests.Faults.QuietLogger, AkkaSimulation.Tests\"]");
        using var simulation = new Simulation(new SimulationOptions { Config = config });
        var heard = new Heard();
        var node = simulation.AddEar(heard);
        node.ServiceTime = static (_, _) => 5.Milliseconds();
        node.Crash();

        var restart = new Thread(node.Restart) { IsBackground = true };
        restart.Start();

        Assert.True(restart.Join(TimeSpan.FromSeconds(10)), "The start waits for an actor that is busy.");
        node.Find("/user/ear").Tell("hello");
        simulation.RunFor(1.Seconds());
        Assert.Equal(["hello"], heard.Texts);
    }
}

/// <summary>A logger of the user's own.</summary>
internal sealed class QuietLogger : ReceiveActor,
    Akka.Dispatch.IRequiresMessageQueue<Akka.Event.ILoggerMessageQueueSemantics>
{
    public QuietLogger()
    {
        Receive<Akka.Event.InitializeLogger>(_ => Sender.Tell(new Akka.Event.LoggerInitialized()));
        ReceiveAny(static _ => { });
    }
}
