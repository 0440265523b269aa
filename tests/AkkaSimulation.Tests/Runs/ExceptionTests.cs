using Akka.Actor;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Tests.Runs;

/// <summary>What goes wrong gives one clear exception, and the simulation can still be disposed.</summary>
public sealed class ExceptionTests
{
    [Theory(DisplayName = "A boot action that throws, in the first life or a later one")]
    [InlineData(0)]
    [InlineData(1)]
    public void A_boot_action_that_throws(int life)
    {
        using var simulation = new Simulation(new SimulationOptions { Threads = 2 });
        SimulatedNode Add() => simulation.AddNode(node =>
        {
            if (node.Life == life)
                throw new ArithmeticException("no boot");
        });

        var failure = life == 0 ? Record.Exception(Add) : null;
        if (life == 1)
        {
            var node = Add();
            node.Crash();
            simulation.At(1.Seconds(), node.Restart);
            failure = Record.Exception(() => simulation.RunFor(2.Seconds()));
        }

        Assert.Equal("no boot", Assert.IsType<ArithmeticException>(failure).Message);
        Assert.True(simulation.Letters.IsBalanced);
        simulation.RunFor(1.Seconds());
    }

    [Theory(DisplayName = "An actor that throws at boot, in its constructor or in PreStart")]
    [InlineData(true)]
    [InlineData(false)]
    public void An_actor_that_throws_at_boot(bool isConstructor)
    {
        using var simulation = new Simulation();

        var failure = Assert.Throws<ActorFailedException>(() => simulation.AddActor("worker", actor =>
        {
            if (isConstructor)
                throw new ArithmeticException("no birth");
            actor.Started = static () => throw new ArithmeticException("no birth");
        }));

        Assert.Equal("node0/user/worker", failure.Path);
        Assert.Null(failure.Letter);
        Assert.IsType<ActorInitializationException>(failure.InnerException);
        Assert.Contains("no birth", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory(DisplayName =
        "An actor that throws in a handler ends a strict run, with path, time, message and letter; else it restarts")]
    [InlineData(true)]
    [InlineData(false)]
    public void An_actor_that_throws(bool strict)
    {
        using var simulation = new Simulation(new SimulationOptions { Strict = strict, Seed = 9 });
        var births = 0;
        var node = simulation.AddActor("worker", actor =>
        {
            births++;
            actor.On<string>(static text => throw new ArithmeticException(text));
        });
        simulation.RunFor(1.Seconds());
        node.Find("/user/worker").Tell("boom");

        var failure = Record.Exception(simulation.Settle) as ActorFailedException;

        var kept = Assert.IsType<ActorFailedException>(Assert.Single(simulation.Failures));
        Assert.Same(strict ? kept : null, failure);
        Assert.Equal(1.Seconds(), kept.Time);
        Assert.NotNull(kept.Letter);
        Assert.StartsWith(
            "node0/user/worker failed on String: ArithmeticException: boom", kept.Message, StringComparison.Ordinal);
        Assert.Contains("00:00:01", kept.Message, StringComparison.Ordinal);
        Assert.Contains($"letter {kept.Letter}", kept.Message, StringComparison.Ordinal);
        Assert.Contains("seed 9", kept.Message, StringComparison.OrdinalIgnoreCase);
        simulation.Settle();
        Assert.Equal(2, births);
    }

    [Fact(DisplayName = "A failure of a grandchild is its parent's affair; one that is escalated ends the run")]
    public void Escalation()
    {
        foreach (var directive in new[] { Directive.Restart, Directive.Escalate })
        {
            using var simulation = new Simulation();
            var node = simulation.AddActor("parent", actor =>
            {
                actor.Strategy = new OneForOneStrategy(_ => directive);
                var child = Acting.Actors.ActorOf(Acting.Of(static c => c.On<string>(static text =>
                    throw new ArithmeticException(text))));
                actor.On<string>(child.Tell);
            });
            node.Find("/user/parent").Tell("boom");

            var failure = Record.Exception(simulation.Settle);

            Assert.Equal(directive == Directive.Escalate, failure is ActorFailedException);
        }
    }

    [Fact(DisplayName = "What an action, a condition or a timer's action throws ends the run; the next call goes on")]
    public void Actions_that_throw()
    {
        foreach (var leastMs in new[] { 0, 5 })
        {
            using var simulation = new Simulation();
            simulation.Network = new Networks.UniformNetwork(leastMs.Milliseconds(), 5.Milliseconds());
            var node = simulation.AddEar(new Heard());
            simulation.At(1.Seconds(), static () => throw new ArithmeticException("action"));
            node.System.Scheduler.Advanced.ScheduleOnce(
                2.Seconds(), static () => throw new ArithmeticException("timer"));

            Assert.Equal("action", Assert.Throws<ArithmeticException>(() => simulation.RunFor(10.Seconds())).Message);
            Assert.Equal(1.Seconds(), simulation.Now);
            Assert.Equal("timer", Assert.Throws<ArithmeticException>(() => simulation.RunFor(10.Seconds())).Message);
            Assert.Throws<ArithmeticException>(() =>
                simulation.RunUntil(static () => throw new ArithmeticException("condition"), 1.Seconds()));
            simulation.RunUntil(20.Seconds());
            Assert.Equal(20.Seconds(), simulation.Now);
        }
    }

    [Fact(DisplayName = "Of failures in several lanes of one window, the earliest is thrown, whatever the threads")]
    public void The_earliest_failure()
    {
        foreach (var threads in new[] { 1, 3 })
        {
            using var simulation = new Simulation(new SimulationOptions { Threads = threads })
            {
                Network = new Networks.UniformNetwork(50.Milliseconds(), 50.Milliseconds()),
            };
            var births = new int[4];
            for (var i = 0; i < 4; i++)
            {
                var (index, due) = (i, 40 - (10 * i));
                simulation.AddActor("worker", actor =>
                {
                    actor.Started = () =>
                    {
                        if (births[index]++ == 0)
                            actor.Timers.StartSingleTimer("fail", "fail", due.Milliseconds());
                    };
                    actor.On<string>(static text => throw new ArithmeticException(text));
                });
            }

            var failure = Assert.Throws<ActorFailedException>(() => simulation.RunFor(1.Seconds()));

            Assert.Equal("node3/user/worker", failure.Path);
            Assert.Equal(
                new[] { 3, 2, 1, 0 }.Select(static i => $"node{i}/user/worker"),
                simulation.Failures.Cast<ActorFailedException>().Select(static f => f.Path));
        }
    }

    [Theory(DisplayName = "Of more failures than are kept, the earliest are kept, whatever the threads")]
    [InlineData(1)]
    [InlineData(4)]
    public void The_earliest_of_many_failures(int threads)
    {
        const int nodes = 150;
        const int kept = 100;
        using var simulation = new Simulation(new SimulationOptions { Threads = threads })
        {
            Network = new Networks.Ticked(new Networks.InstantNetwork(), 20.Milliseconds()),
        };
        for (var i = 0; i < nodes; i++)
        {
            var due = TimeSpan.FromMicroseconds(20 * (nodes - i));
            simulation.AddActor("worker", actor =>
            {
                actor.On<int>(static _ => { });
                actor.Started = () => actor.Timers.StartSingleTimer("fail", "nobody handles this", due);
            });
        }

        var failure = Assert.Throws<SimulationViolationException>(() => simulation.RunFor(1.Seconds()));

        Assert.Equal($"node{nodes - 1}", failure.Violation.Node);
        Assert.Equal(
            Enumerable.Range(1, kept).Select(static i => $"node{nodes - i}"),
            simulation.Failures.Cast<SimulationViolationException>().Select(static f => f.Violation.Node));
    }

    [Fact(DisplayName = "A lane that throws keeps nothing back that another lane told in the same window")]
    public void A_letter_beside_a_failure()
    {
        using var simulation = Scene.OfLanes();
        var heard = new Heard();
        var ear = simulation.AddEar(heard);
        var talker = simulation.AddActor("talker", actor => actor.On<string>(ear.Find("/user/ear").Tell));
        simulation.AddNode(static node => node.System.Scheduler.Advanced.ScheduleOnce(
            1.Milliseconds(), static () => throw new ArithmeticException("timer")));
        talker.Find("/user/talker").Tell("word");

        Assert.Throws<ArithmeticException>(() => simulation.RunFor(1.Seconds()));
        talker.Crash();
        simulation.RunFor(1.Seconds());

        Assert.Equal(["word"], heard.Texts);
        Assert.Equal([10], heard.Milliseconds);
    }

    [Fact(DisplayName = "A run within a run is refused; a simulation may be disposed twice")]
    public void Misuse()
    {
        using var simulation = new Simulation(new SimulationOptions { Threads = 2 });
        simulation.At(1.Seconds(), simulation.Settle);
        Assert.Throws<InvalidOperationException>(() => simulation.RunFor(2.Seconds()));
        Assert.Throws<ArgumentOutOfRangeException>(() => simulation.RunFor((-1).Seconds()));
        Assert.Throws<ArgumentOutOfRangeException>(() => simulation.At(TimeSpan.Zero, static () => { }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Simulation(new SimulationOptions { Threads = 0 }));

        simulation.Dispose();
    }
}
