using Akka.Actor;

namespace AkkaSimulation.Examples.Tests;

/// <summary>The test that the README of AkkaSimulation shows.</summary>
// snippet: test
public sealed class GreeterTests
{
    [Fact]
    public void Whoever_says_hello_is_greeted_after_a_crash_too()
    {
        using var simulation = new Simulation(new SimulationOptions { Seed = 3 });
        var house = simulation.AddNode(static node => node.System.ActorOf<Tour.GreeterActor>("greeter"));
        var greeter = house.Find("/user/greeter"); // A stable reference: it outlives crashes.
        house.Crash();
        house.Restart();

        var welcome = simulation.Await(
            greeter.Ask<Tour.Welcome>(new Tour.Hello(5), Timeout.InfiniteTimeSpan), limit: 1.Seconds());

        Assert.Equal(5, welcome.Number);
    }
}
// end
