using Akka.Actor;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Tests.Faults;

/// <summary>Messages keep a node or an actor busy.</summary>
public sealed class ServiceTimeTests
{
    [Theory(DisplayName =
        "Six messages of 10 ms: a node with one processor takes 50 ms to begin the last, two actors 20 ms, nobody 0")]
    [InlineData(null, new[] { 0, 0, 0, 0, 0, 0 })]
    [InlineData(Slow.Node, new[] { 0, 10, 20, 30, 40, 50 })]
    [InlineData(Slow.Actor, new[] { 0, 0, 10, 10, 20, 20 })]
    public void Busy(Slow? slow, int[] times)
    {
        using var simulation = new Simulation();
        var heard = new Heard();
        var node = simulation.AddNode(n =>
        {
            n.System.ActorOf(Acting.Hearing(n, heard), "a");
            n.System.ActorOf(Acting.Hearing(n, heard), "b");
        });
        if (slow is { } which)
        {
            node.Slow = which;
            node.ServiceTime = static (_, _) => 10.Milliseconds();
        }

        for (var i = 0; i < 3; i++)
            node.Find("/user/a").Tell($"a{i}");
        for (var i = 0; i < 3; i++)
            node.Find("/user/b").Tell($"b{i}");
        simulation.RunFor(1.Seconds());

        Assert.Equal(times, heard.Milliseconds);
        Assert.Equal(["a0", "b0", "a1", "b1", "a2", "b2"], heard.Texts);
    }

    [Fact(DisplayName = "An actor with endless letters does not keep the others of a busy node from their turn")]
    public void Nobody_starves()
    {
        using var simulation = new Simulation();
        var heard = new Heard();
        var node = simulation.AddNode(n =>
        {
            n.System.ActorOf(Acting.Of(actor => actor.On<int>(i => actor.Me.Tell(i + 1))), "endless");
            n.System.ActorOf(Acting.Hearing(n, heard), "ear");
        });
        node.ServiceTime = static (_, _) => 10.Milliseconds();
        node.Find("/user/endless").Tell(0);
        node.Find("/user/endless").Tell(0);
        node.Find("/user/ear").Tell("hello");

        simulation.RunFor(1.Seconds());

        Assert.Equal([10], heard.Milliseconds);
    }

    [Fact(DisplayName = "Service time depends on the receiver and the message; it is asked once at each delivery")]
    public void Of_the_message()
    {
        using var simulation = new Simulation();
        var heard = new Heard();
        var node = simulation.AddEar(heard);
        var asked = 0;
        node.ServiceTime = (receiver, message) =>
        {
            asked++;
            return receiver.Path.Name == "ear" && message is "long" ? 1.Seconds() : TimeSpan.Zero;
        };

        foreach (var text in new[] { "short", "long", "short", "short" })
            node.Find("/user/ear").Tell(text);
        simulation.RunFor(2.Seconds());

        Assert.Equal([0, 0, 1000, 1000], heard.Milliseconds);
        Assert.Equal(4, asked);
    }

    [Fact(DisplayName = "A negative service time ends the run with a sentence that says so")]
    public void Negative()
    {
        using var simulation = new Simulation();
        var node = simulation.AddEar(new Heard());
        node.ServiceTime = static (_, _) => (-1).Seconds();
        node.Find("/user/ear").Tell("hello");

        var failure = Assert.Throws<InvalidOperationException>(() => simulation.RunFor(1.Seconds()));

        Assert.Equal("ServiceTime gave -00:00:01 for String.", failure.Message);
    }

    [Fact(DisplayName = "A busy node that crashes forgets what it was at")]
    public void A_crash_of_a_busy_node()
    {
        using var simulation = new Simulation();
        var heard = new Heard();
        var node = simulation.AddEar(heard);
        node.ServiceTime = static (_, _) => 10.Seconds();
        for (var i = 0; i < 3; i++)
            node.Find("/user/ear").Tell("before");
        simulation.RunFor(1.Seconds());
        node.Crash();
        node.Restart();

        node.Find("/user/ear").Tell("after");
        simulation.RunFor(1.Seconds());

        Assert.Equal(["before", "after"], heard.Texts);
        Assert.True(simulation.Letters.IsBalanced, simulation.Letters.ToString());
    }
}
