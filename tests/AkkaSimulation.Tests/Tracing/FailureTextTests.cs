using Akka.Actor;

namespace AkkaSimulation.Tests.Tracing;

/// <summary>A failure tells who, where, when, why, and how to see it again.</summary>
public sealed class FailureTextTests
{
    [Fact(DisplayName = "A failed actor: path, virtual time, letter, causes, seed and replay")]
    public void A_failed_actor_tells_all()
    {
        using var simulation = Simulated(LogMode.All);

        var thrown = Assert.Throws<ActorFailedException>(() => simulation.RunFor(10.Seconds()));

        Assert.Equal("node0/user/fragile", thrown.Path);
        Assert.Equal(2.Seconds(), thrown.Time);
        Assert.NotNull(thrown.Letter);
        Assert.Contains("node0/user/fragile failed on Blow: InvalidOperationException: It broke.", thrown.Message);
        Assert.Contains($"node0, 00:00:02 after the start, in the turn of letter {thrown.Letter}", thrown.Message);
        Assert.Contains("because: 00:00:02 node0 received Blow", thrown.Message);
        Assert.Contains("driver acted", thrown.Message);
        Assert.Contains("seed 11: run the same code with new SimulationOptions { Seed = 11 }", thrown.Message);
        Assert.Equal(LogKind.DriverActed, thrown.Causes[^1].Kind);
    }

    [Fact(DisplayName = "Without a log the message says how to get the causes")]
    public void Without_a_log_it_says_how_to_get_one()
    {
        using var simulation = Simulated(LogMode.Off);

        var thrown = Assert.Throws<ActorFailedException>(() => simulation.RunFor(10.Seconds()));

        Assert.Empty(thrown.Causes);
        Assert.Contains("with Log = LogMode.Last(1000) this message also tells what led here", thrown.Message);
    }

    [Fact(DisplayName = "A violation: the same, with its cure and the schedule that must be named for the replay")]
    public void A_violation_tells_all()
    {
        using var simulation = Simulated(LogMode.All, Schedule.Random);
        simulation.Nodes[0].Find("/user/fragile").Tell("nobody understands this", ActorRefs.NoSender);

        var thrown = Assert.Throws<SimulationViolationException>(simulation.Settle);

        Assert.Equal(ViolationKind.UnhandledMessage, thrown.Violation.Kind);
        Assert.NotNull(thrown.Violation.Letter);
        Assert.Contains("node0/user/fragile has no handler for String. Use a handler for it instead.", thrown.Message);
        Assert.Contains("because: 00:00:00 node0 received String: nobody understands this", thrown.Message);
        Assert.Contains("{ Seed = 11, Schedule = Schedule.Random }", thrown.Message);
    }

    private static Simulation Simulated(LogMode log, Schedule schedule = Schedule.Fifo)
    {
        var simulation = new Simulation(new SimulationOptions { Seed = 11, Log = log, Schedule = schedule });
        var node = simulation.AddNode(static node => node.System.ActorOf<Fragile>("fragile"));
        simulation.At(2.Seconds(), () => node.Find("/user/fragile").Tell(new Blow(), ActorRefs.NoSender));
        return simulation;
    }

    private sealed record Blow;

    private sealed class Fragile : ReceiveActor
    {
        public Fragile() => Receive<Blow>(static _ => throw new InvalidOperationException("It broke."));
    }
}
