using Akka.Actor;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Tests.Faults;

/// <summary>Clocks that are wrong.</summary>
public sealed class ClockTests
{
    [Fact(DisplayName =
        "A timer of 10 s lasts 10 s by a clock that drifts, exactly; one without drift lasts 10 s of true time")]
    public void Drift()
    {
        using var simulation = new Simulation();
        var heard = new Heard();
        var (fast, slow, right) =
            (AddTimer(simulation, heard), AddTimer(simulation, heard), AddTimer(simulation, heard));
        fast.Clock.Drift(1_000_000);
        slow.Clock.Drift(-500_000);

        foreach (var node in new[] { fast, slow, right })
            node.Find("/user/timer").Tell(10.Seconds());
        simulation.RunFor(30.Seconds());

        Assert.Equal([5000, 10_000, 20_000], heard.Milliseconds);
        Assert.Equal([fast.Name, right.Name, slow.Name], heard.Texts);
        Assert.Equal(60.Seconds(), fast.Clock.Monotonic);
        Assert.Equal(15.Seconds(), slow.Clock.Monotonic);
        Assert.Equal(30.Seconds(), right.Clock.Monotonic);
    }

    [Fact(DisplayName = "A timer that was armed before the drift changes keeps its due time")]
    public void Timers_keep_their_due_time()
    {
        using var simulation = new Simulation();
        var heard = new Heard();
        var node = AddTimer(simulation, heard);
        node.Find("/user/timer").Tell(10.Seconds());
        simulation.RunFor(1.Seconds());

        node.Clock.Drift(1_000_000);
        simulation.RunFor(30.Seconds());

        Assert.Equal([10_000], heard.Milliseconds);
    }

    [Fact(DisplayName = "Ten years of drift lose not one tick: the clock is made of integers")]
    public void Exactness()
    {
        using var simulation = new Simulation();
        var node = simulation.AddActor("nobody", static actor => actor.OnAny(static _ => { }));
        node.Clock.Drift(77);

        simulation.RunUntil(TimeSpan.FromDays(3653));

        var expected = (Int128)TimeSpan.FromDays(3653).Ticks * 1_000_077 / 1_000_000;
        Assert.Equal((long)expected, node.Clock.Monotonic.Ticks);
    }

    [Fact(DisplayName = "A skew or jump moves the wall clock only: no timer sees it")]
    public void Skew_and_jump()
    {
        using var simulation = new Simulation();
        var heard = new Heard();
        var node = AddTimer(simulation, heard);
        var other = AddTimer(simulation, heard);
        node.Find("/user/timer").Tell(10.Seconds());
        node.Clock.Skew((-2).Seconds());
        simulation.RunFor(1.Seconds());
        node.Clock.Jump(60.Minutes());

        simulation.RunFor(19.Seconds());

        Assert.Equal([10_000], heard.Milliseconds);
        Assert.Equal(20.Seconds() + 60.Minutes() - 2.Seconds(), node.Clock.Now - simulation.Options.Epoch);
        Assert.Equal(node.Clock.Now, node.System.Scheduler.Now);
        Assert.Equal(20.Seconds(), node.System.Scheduler.MonotonicClock);
        Assert.Equal(20.Seconds(), other.Clock.Now - simulation.Options.Epoch);
    }

    [Fact(DisplayName = "The clock goes on while the node is down or paused")]
    public void Down_and_paused()
    {
        using var simulation = new Simulation();
        var node = AddTimer(simulation, new Heard());
        node.Clock.Drift(1_000_000);
        simulation.RunFor(1.Seconds());
        node.Crash();
        simulation.RunFor(1.Seconds());
        node.Restart();
        node.Pause();
        simulation.RunFor(1.Seconds());
        node.Resume();

        Assert.Equal(6.Seconds(), node.System.Scheduler.MonotonicClock);
    }

    [Fact(DisplayName = "Intervals count from the due time, by the node's clock")]
    public void Intervals()
    {
        using var simulation = new Simulation();
        var heard = new Heard();
        var node = simulation.AddNode(n => n.System.ActorOf(Acting.Of(actor =>
        {
            actor.On<int>(_ => actor.Timers.StartPeriodicTimer("tick", "tick", 3.Seconds()));
            actor.On<string>(text => heard.Add(n, text));
        }), "ticker"));
        node.Clock.Drift(500_000);
        node.Find("/user/ticker").Tell(1);

        simulation.RunFor(7.Seconds());

        Assert.Equal([2000, 4000, 6000], heard.Milliseconds);
    }

    [Fact(DisplayName = "A clock that would stand still is refused")]
    public void A_clock_that_stands_still()
    {
        using var simulation = new Simulation();
        var node = AddTimer(simulation, new Heard());

        Assert.Throws<ArgumentOutOfRangeException>(() => node.Clock.Drift(-1_000_000));
    }

    private static SimulatedNode AddTimer(Simulation simulation, Heard heard) =>
        simulation.AddNode(node => node.System.ActorOf(Acting.Of(actor =>
        {
            actor.On<TimeSpan>(due => actor.Timers.StartSingleTimer("due", node.Name, due));
            actor.On<string>(text => heard.Add(node, text));
        }), "timer"));
}
