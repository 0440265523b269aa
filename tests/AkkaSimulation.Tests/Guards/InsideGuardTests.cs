using System.Reflection;
using Akka.Actor;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Util;
using AkkaSimulation.Dispatch;

namespace AkkaSimulation.Tests.Guards;

/// <summary>What the simulation assumes of Akka's inside. A test that fails says what breaks.</summary>
public sealed class InsideGuardTests
{
    [Fact(DisplayName = "Akka_ThreadLocalRandom has one static ThreadLocal<Random>")]
    public void Akka_ThreadLocalRandom_has_one_static_ThreadLocal()
    {
        var fields = typeof(ThreadLocalRandom).GetFields(BindingFlags.NonPublic | BindingFlags.Static)
            .Where(static f => f.FieldType == typeof(ThreadLocal<Random>)).ToList();

        Assert.True(
            fields.Count == 1,
            "ThreadLocalRandom no longer has exactly one static ThreadLocal<Random>: uids, jitter and random routers "
                + "do not repeat.");
        var mine = new Random(1);
        var generator = (ThreadLocal<Random>)fields[0].GetValue(null)!;
        var before = generator.Value;
        generator.Value = mine;
        var current = ThreadLocalRandom.Current;
        generator.Value = before!;
        Assert.True(
            ReferenceEquals(mine, current),
            "ThreadLocalRandom.Current does not come from its ThreadLocal any more: uids, jitter and random routers "
                + "do not repeat.");
    }

    [Fact(DisplayName = "Akka_Two systems with one seed give equal uids, with another seed others, and the thread's "
        + "generator is put back")]
    public void Akka_Uids_follow_from_the_seed()
    {
        long[] Uids(ulong seed)
        {
            using var simulation = new Simulation(new SimulationOptions { Seed = seed });
            var uids = new List<long>();
            var node = simulation.AddNode(n =>
            {
                for (var i = 0; i < 5; i++)
                    uids.Add(n.System.ActorOf(Acting.Of(static actor => actor.OnAny(static _ => { }))).Path.Uid);
            });
            node.Crash();
            node.Restart();
            return [.. uids];
        }

        var before = ThreadLocalRandom.Current;
        var (one, same, other) = (Uids(1), Uids(1), Uids(2));

        Assert.True(one.SequenceEqual(same),
            "Uids differ between two runs of one seed: hash order, jitter and routes do not repeat.");
        Assert.NotEqual(one, other);
        Assert.Equal(10, one.Distinct().Count());
        Assert.True(ReferenceEquals(before, ThreadLocalRandom.Current),
            "A run leaves its generator to the thread that drove it.");
    }

    [Theory(DisplayName = "Akka_A dispatcher decides about letters, system messages and execution")]
    [InlineData("Dispatch")]
    [InlineData("SystemDispatch")]
    [InlineData("ExecuteTask")]
    public void Akka_Dispatcher_methods_are_virtual(string name)
    {
        var method = typeof(MessageDispatcher)
            .GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .SingleOrDefault(m => m.Name == name);

        Assert.True(
            method is { IsVirtual: true, IsFinal: false } and ({ IsPublic: true } or { IsFamily: true }),
            $"MessageDispatcher.{name} cannot be overridden any more: the boundary between nodes and strict mode are "
                + "gone.");
    }

    [Fact(DisplayName =
        "Akka_Each way to tell a letter goes through Dispatch, each of Akka's own messages through SystemDispatch")]
    public void Akka_Every_path_goes_through_the_dispatcher()
    {
        using var simulation = Scene.OfLanes();
        var heard = new Heard();
        var ear = simulation.AddEar(heard);
        var bound = ear.Bound("/user/ear");
        var isTold = false;
        var talker = simulation.AddActor("talker", actor => actor.On<string>(way =>
        {
            var system = Acting.Actors.System;
            switch (way)
            {
                case "tell":
                    bound.Tell(way);
                    break;
                case "scheduler":
                    system.Scheduler.ScheduleTellOnce(1.Milliseconds(), bound, way, actor.Me);
                    break;
                case "event stream":
                    system.EventStream.Subscribe(bound, typeof(string));
                    system.EventStream.Publish(way);
                    break;
                case "pipe":
                    system.Offload(() => way, 1.Milliseconds()).PipeTo(bound);
                    break;
                case "selection":
                    system.ActorSelection("/user/talker").Tell(new Forwarded(way));
                    break;
                case "watch":
                    Acting.Actors.Watch(bound);
                    break;
            }
        }).On<Forwarded>(f => bound.Forward(f.Text)).On<Terminated>(_ => isTold = true));
        foreach (var way in new[] { "tell", "scheduler", "event stream", "pipe", "selection" })
        {
            heard.Clear();
            var departed = talker.LetterCounts.Departed;
            talker.Find("/user/talker").Tell(way);
            simulation.RunFor(1.Seconds());

            Assert.True(
                heard.Texts.SequenceEqual([way]) && talker.LetterCounts.Departed == departed + 1,
                $"A letter by {way} does not go through MessageDispatcher.Dispatch: it would skip the network.");
        }

        talker.Find("/user/talker").Tell("watch");
        simulation.RunFor(1.Seconds());
        ear.Crash();
        simulation.RunFor(2.Seconds());
        Assert.False(isTold);
        simulation.RunFor(2.Seconds());
        Assert.True(
            isTold,
            "Watch does not go through MessageDispatcher.SystemDispatch: watchers on other nodes are not told of a "
                + "crash.");
    }

    private sealed record Forwarded(string Text);

    [Fact(DisplayName = "Akka_The scheduler is created on the thread that creates the system")]
    public void Akka_Scheduler_is_created_on_the_creating_thread()
    {
        using var simulation = new Simulation();
        var node = simulation.AddEar(new Heard());

        // A life is handed to its scheduler by the thread: had another thread created it, there would be no life.
        Assert.True(
            node.System.Scheduler is Time.SimulationScheduler && node.System.Scheduler.MonotonicClock == simulation.Now,
            "The scheduler is not created on the thread that creates the system: a life has no clock.");
        node.Clock.Skew(5.Seconds());
        Assert.Equal(node.Clock.Now, node.System.Scheduler.Now);
    }

    [Fact(DisplayName =
        "Akka_The message by which a task continues has its name, and the two accessors of supervision exist")]
    public void Akka_Internals_that_are_known_by_name()
    {
        Assert.False(TaskMessage.Is(new NoMessage()));
        using var simulation = new Simulation(new SimulationOptions { Strict = false });
        var node = simulation.AddActor("parent", static actor =>
        {
            actor.Strategy = new OneForOneStrategy(1, 1.Minutes(), static _ => Directive.Restart);
            var child = Acting.Actors.ActorOf(Acting.Of(static c => c.On<string>(static text =>
                throw new InvalidOperationException(text))));
            actor.On<string>(child.Tell);
        });
        node.Find("/user/parent").Tell("fail");

        simulation.Settle();

        Assert.True(
            simulation.Failures.OfType<SimulationViolationException>().Any(
                static v => v.Violation.Kind == ViolationKind.RealRestartWindow),
            "ActorCell.Actor or ActorBase.SupervisorStrategyInternal cannot be reached: finite restart windows are "
                + "not seen.");
    }

    [Fact(DisplayName = "Akka_A cell keeps the sender of its latest letter, and that sender can be exchanged")]
    public void Akka_A_cell_keeps_its_sender()
    {
        using var simulation = Scene.OfLanes();
        var node = simulation.AddEar(new Heard());
        var talker =
            simulation.AddActor("talker", actor => actor.On<string>(text => node.Find("/user/ear").Tell(text)));
        talker.Find("/user/talker").Tell("hello");
        simulation.RunFor(1.Seconds());
        var cell = (ActorCell)((ActorRefWithCell)node.Bound("/user/ear")).Underlying;

        Assert.True(
            cell.Sender is ActorRefWithCell,
            "A cell no longer keeps the sender of its latest letter: the replacement of former senders at a crash can "
                + "go.");
        talker.Crash();
        Assert.True(
            cell.Sender is Nodes.FormerSender,
            "The sender that a cell keeps cannot be exchanged: dead systems are not collected.");
    }

    [Fact(DisplayName = "Akka_A top-level actor that has not started queues outside the dispatcher")]
    public void Akka_Unstarted_cells_queue_outside_the_dispatcher()
    {
        using var simulation = new Simulation();
        var node = simulation.AddEar(new Heard());
        var sent = simulation.Letters.Sent;
        var actor = node.System.ActorOf(Acting.Of(static a => a.OnAny(static _ => { })), "late");

        actor.Tell("early");

        Assert.True(
            simulation.Letters.Sent == sent && ((RepointableActorRef)actor).Underlying is UnstartedCell,
            "A top-level actor starts at once: the rule that plain references are handed out after boot only can go.");
        simulation.Settle();
        Assert.True(
            simulation.Letters.Sent == sent + 1,
            "What a top-level actor gets before it starts is not dispatched afterwards: letters are lost uncounted.");
    }

    [Fact(DisplayName = "Akka_EventStream tells subscribers in the order of subscription")]
    public void Akka_EventStream_order()
    {
        using var simulation = new Simulation();
        var heard = new Heard();
        var node = simulation.AddNode(n =>
        {
            foreach (var i in Enumerable.Range(0, 30).Reverse())
                n.System.ActorOf(Acting.Of(actor => actor.On<string>(_ => heard.Add(n, $"{i}"))), $"ear{i}");
        });
        simulation.Settle();
        foreach (var i in Enumerable.Range(0, 30))
            node.System.EventStream.Subscribe(node.Bound($"/user/ear{i}"), typeof(string));

        node.System.EventStream.Publish("fact");
        simulation.Settle();

        Assert.True(
            heard.Texts.SequenceEqual(Enumerable.Range(0, 30).Select(static i => $"{i}")),
            "EventStream does not tell subscribers in the order of subscription: facts reach observers in another "
                + "order each time.");
    }

    [Fact(DisplayName = "Akka_Stash requeues by EnqueueFirst, and CleanUp runs after PostStop")]
    public void Akka_Stash_and_cleanup()
    {
        using var simulation = new Simulation();
        var notes = new List<string>();
        var node = simulation.AddActor("worker", actor =>
        {
            actor.Stopped = () => notes.Add("stopped");
            actor.On<string>(text =>
            {
                notes.Add(text);
                if (text == "stash")
                    actor.Stash.Stash();
                else if (text == "unstash")
                    actor.Stash.UnstashAll();
            });
        });
        node.System.EventStream.Subscribe(
            node.System.ActorOf(
                Acting.Of(actor => actor.On<Akka.Event.DeadLetter>(d => notes.Add($"dead {d.Message}")))),
            typeof(Akka.Event.DeadLetter));
        var worker = node.Find("/user/worker");
        worker.Tell("stash");
        simulation.Settle();
        var (delivered, flying) = (simulation.Letters.Delivered, simulation.Letters.InFlight);
        worker.Tell("unstash");
        worker.Tell("last");
        simulation.Step();

        Assert.True(
            simulation.Letters.Delivered == delivered && simulation.Letters.InFlight == flying + 2,
            "A stash does not put letters back by EnqueueFirst: letters are counted twice.");
        simulation.Settle();
        Assert.True(
            notes is [.., "unstash", "stash", "last"],
            $"A stash does not put letters back in front: {string.Join(',', notes)}");
        notes.Clear();
        worker.Tell(PoisonPill.Instance);
        worker.Tell("behind");
        simulation.Settle();
        Assert.True(
            notes.SequenceEqual(["stopped", "dead stash", "dead behind"]),
            $"CleanUp does not follow PostStop, which puts the stash back: letters are lost uncounted "
                + $"({string.Join(',', notes)}).");
    }

    [Fact(DisplayName =
        "Akka_ReceiveAsync continues by a system message on our dispatcher, with the mailbox suspended meanwhile")]
    public void Akka_ReceiveAsync()
    {
        using var simulation = new Simulation();
        var heard = new Heard();
        var threads = new HashSet<int>();
        var node = simulation.AddNode(n => n.System.ActorOf(Acting.Of(actor =>
        {
            actor.OnAsync<int>(async i =>
            {
                threads.Add(Environment.CurrentManagedThreadId);
                heard.Add(n, $"{i} begins");
                await Task.Yield();
                threads.Add(Environment.CurrentManagedThreadId);
                await Acting.Actors.System.Offload(static () => 1, 1.Seconds());
                threads.Add(Environment.CurrentManagedThreadId);
                heard.Add(n, $"{i} ends");
            });
            actor.On<string>(text => heard.Add(n, text));
        }), "worker"));
        node.Find("/user/worker").Tell(1);
        node.Find("/user/worker").Tell("between");

        simulation.RunFor(2.Seconds());

        Assert.True(
            heard.Texts.SequenceEqual(["1 begins", "1 ends", "between"]) && threads.Count == 1,
            "An asynchronous handler does not continue by a system message of our dispatcher: async handlers do not "
                + "repeat "
            + $"({string.Join(',', heard.Texts)}; {threads.Count} threads).");
    }

    [Fact(DisplayName = "Akka_An Ask's continuation leaves the thread, and its sender is a FutureActorRef<T>")]
    public void Akka_Ask()
    {
        using var simulation = new Simulation();
        IActorRef? asking = null;
        var node = simulation.AddActor("server", actor => actor.On<int>(_ =>
        {
            asking = actor.From;
            asking.Tell("answer");
        }));
        using var done = new ManualResetEventSlim();
        var thread = Environment.CurrentManagedThreadId;
        node.Find("/user/server").Ask<string>(1).ContinueWith(
            _ =>
            {
                thread = Environment.CurrentManagedThreadId;
                done.Set();
            },
            TaskContinuationOptions.ExecuteSynchronously);

        simulation.Settle();

        Assert.True(done.Wait(TimeSpan.FromSeconds(20)), "The answer does not come.");
        Assert.True(
            thread != Environment.CurrentManagedThreadId,
            "An Ask continues on the thread that answers: Ask with PipeTo in a handler could be allowed.");
        Assert.True(
            Asks.IsAsk(asking),
            $"The sender of an Ask is a {asking?.GetType()}, not a FutureActorRef<T>: an Ask across nodes is not "
                + "seen.");
    }

    [Fact(DisplayName = "Akka_ChildStats counts real time")]
    public void Akka_ChildStats_counts_real_time()
    {
        using var simulation = new Simulation(new SimulationOptions { Strict = false });
        var births = 0;
        var node = simulation.AddActor("parent", actor =>
        {
            actor.Strategy = new OneForOneStrategy(3, 1.Minutes(), static _ => Directive.Restart);
            var child = Acting.Actors.ActorOf(Acting.Of(c =>
            {
                births++;
                c.On<string>(static text => throw new InvalidOperationException(text));
            }));
            actor.On<string>(child.Tell);
        });
        for (var i = 1; i <= 7; i++)
            simulation.At((i * 10).Minutes(), () => node.Find("/user/parent").Tell("fail"));

        simulation.RunFor(TimeSpan.FromHours(2));

        Assert.True(
            births == 4,
            $"Akka's own window of restarts counts virtual time now ({births} births): OneForOneWithin and its "
                + "violation can go.");
    }

    [Theory(DisplayName = "Akka_ProcessFailure of both strategies can be overridden")]
    [InlineData(typeof(OneForOneStrategy))]
    [InlineData(typeof(AllForOneStrategy))]
    public void Akka_ProcessFailure_is_virtual(Type strategy)
    {
        var method = strategy.GetMethod(nameof(OneForOneStrategy.ProcessFailure));

        Assert.True(
            !strategy.IsSealed && method is { IsVirtual: true, IsFinal: false, IsPublic: true },
            $"{strategy.Name}.ProcessFailure cannot be overridden any more: restarts cannot be counted on virtual "
                + "time.");
    }
}
