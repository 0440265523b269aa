using Akka.Actor;

namespace AkkaSimulation.Tests.Runs;

/// <summary>What actors use anywhere, in an ordinary system and in a simulated one.</summary>
public sealed class PlainSystemTests
{
    [Fact(DisplayName =
        "In an ordinary system work is done by the thread pool, and its exception comes through the task")]
    public async Task Offload()
    {
        using var system = Plain();

        Assert.True(await system.Offload(static () => Thread.CurrentThread.IsThreadPoolThread, 1.Minutes()));
        await Assert.ThrowsAsync<ArithmeticException>(() =>
            system.Offload<int>(static () => throw new ArithmeticException(), TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = system.Offload(static () => 1, (-1).Seconds()); });
        using var inbox = Inbox.Create(system);
        var work = system.OffloadTo(inbox.Receiver, static () => "told", 1.Minutes());
        Assert.Equal("told", await inbox.ReceiveAsync(10.Seconds()));
        Assert.True(SpinWait.SpinUntil(() => work.IsDone, 10.Seconds()));
    }

    [Fact(DisplayName = "In an ordinary system pure work has a place for each processor, and holds up nothing else",
        Timeout = 60_000)]
    public async Task Places()
    {
        using var system = Plain();
        using var gate = new ManualResetEventSlim();
        var now = 0;
        var jobs = Enumerable.Range(0, 20 * Environment.ProcessorCount).Select(_ => system.Offload(() =>
        {
            var here = Interlocked.Increment(ref now);
            gate.Wait(30.Seconds());
            Interlocked.Decrement(ref now);
            return here;
        }, TimeSpan.Zero)).ToArray();

        Assert.Equal(7, await system.OffloadWaiting(static () => 7, TimeSpan.Zero));
        await Task.Run(static () => { });
        gate.Set();
        Assert.InRange((await Task.WhenAll(jobs)).Max(), 1, Environment.ProcessorCount);
    }

    [Fact(DisplayName = "In an ordinary system TellAll tells each, in the name of the actor whose turn it is",
        Timeout = 60_000)]
    public async Task Tell_all()
    {
        using var system = Plain();
        var heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var senders = new List<string>();
        var ear = system.ActorOf(Acting.Of(actor => actor.On<string>(_ =>
        {
            senders.Add(actor.From.Path.Name);
            if (senders.Count == 3)
                heard.SetResult(string.Join(',', senders));
        })), "ear");
        var talker = system.ActorOf(
            Acting.Of(actor => actor.On<int>(_ => Acting.Actors.System.TellAll([ear, ear, ear], "all"))), "talker");

        talker.Tell(1);

        Assert.Equal("talker,talker,talker", await heard.Task);
    }

    [Fact(DisplayName =
        "In an ordinary system random streams differ; in a simulated one they follow from seed, node, life and path")]
    public void Random_for()
    {
        using var system = Plain();
        var actor = system.ActorOf(Acting.Of(static a => a.OnAny(static _ => { })));
        Assert.NotEqual(system.RandomFor(actor).NextUInt64(), system.RandomFor(actor).NextUInt64());

        var numbers = new List<ulong>();
        foreach (var seed in new ulong[] { 1, 1, 2 })
        {
            using var simulation = new Simulation(new SimulationOptions { Seed = seed });
            var nodes = simulation.AddNodes(2, node =>
            {
                foreach (var name in new[] { "a", "b" })
                {
                    node.System.ActorOf(
                        Acting.Of(a =>
                        {
                            a.Started = () => numbers.Add(Acting.Actors.System.RandomFor(a.Me).NextUInt64());
                            a.OnAny(static _ => { });
                        }),
                        name);
                }
            });
            nodes[0].Crash();
            nodes[0].Restart();
        }

        Assert.Equal(numbers[..6], numbers[6..12]);
        Assert.Equal(12, numbers.Distinct().Count());
    }

    [Theory(
        DisplayName = "In a simulation work ends after its modelled time, in order, with its result or its exception")]
    [InlineData(1)]
    [InlineData(3)]
    public void Offload_in_a_simulation(int threads)
    {
        using var simulation = new Simulation(new SimulationOptions { Threads = threads });
        var heard = new Heard();
        var node = simulation.AddNode(n => n.System.ActorOf(Acting.Of(actor =>
        {
            actor.On<string>(_ =>
            {
                var system = Acting.Actors.System;
                system.Offload(static () => 30, 30.Milliseconds()).PipeTo(actor.Me);
                system.Offload(static () => 20, 20.Milliseconds(), isQuick: true).PipeTo(actor.Me);
                system.Offload(static () => 0, TimeSpan.Zero).PipeTo(actor.Me);
                system.Offload<int>(static () => throw new ArithmeticException("no"), 10.Milliseconds())
                    .PipeTo(actor.Me);
            });
            actor.On<int>(i => heard.Add(n, $"{i}"));
            actor.On<Status.Failure>(f => heard.Add(n, f.Cause.Message));
        }), "worker"));
        node.Find("/user/worker").Tell("go");

        simulation.RunFor(1.Seconds());

        Assert.Equal(["0", "no", "20", "30"], heard.Texts);
        Assert.Equal([0, 10, 20, 30], heard.Milliseconds);
    }

    [Fact(DisplayName = "OffloadTo tells the result, or a failure, when it is due, and knows that it did")]
    public void Work_tells_its_result()
    {
        using var simulation = new Simulation();
        var heard = new Heard();
        var works = new List<OffloadedWork>();
        var done = new List<string>();
        var node = simulation.AddNode(n => n.System.ActorOf(Acting.Of(actor =>
        {
            actor.On<string>(_ =>
            {
                var system = Acting.Actors.System;
                works.Add(system.OffloadTo(actor.Me, static () => 30, 30.Milliseconds()));
                works.Add(system.OffloadTo(actor.Me, static () => 20, 20.Milliseconds(), isQuick: true));
                works.Add(system.OffloadTo(actor.Me, static () => 0, TimeSpan.Zero));
                works.Add(system.OffloadTo<int>(
                    actor.Me, static () => throw new ArithmeticException("no"), 10.Milliseconds()));
                Assert.Throws<ArgumentOutOfRangeException>(
                    () => system.OffloadTo(actor.Me, static () => 1, (-1).Seconds()));
            });
            actor.On<int>(i => heard.Add(n, $"{i} from {actor.From.Path.Name}"));
            actor.On<Status.Failure>(f => heard.Add(n, f.Cause.Message));
        }), "worker"));
        node.Find("/user/worker").Tell("go");
        for (var i = 0; i < 4; i++)
        {
            simulation.RunFor(10.Milliseconds());
            done.Add(string.Join(' ', works.Select(static work => work.IsDone ? 1 : 0)));
        }

        Assert.Equal(["0 from worker", "no", "20 from worker", "30 from worker"], heard.Texts);
        Assert.Equal([0, 10, 20, 30], heard.Milliseconds);
        Assert.Equal(["0 0 1 1", "0 1 1 1", "1 1 1 1", "1 1 1 1"], done);
    }

    private static ActorSystem Plain() =>
        ActorSystem.Create("plain", "akka.loglevel = OFF\nakka.stdout-loglevel = OFF");
}
