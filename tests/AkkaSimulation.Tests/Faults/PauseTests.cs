using Akka.Actor;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Tests.Faults;

/// <summary>A node stands still and goes on.</summary>
public sealed class PauseTests
{
    [Theory(DisplayName =
        "What is due during a pause waits: every missed tick and letter comes at the resumption, in order")]
    [InlineData(0)]
    [InlineData(10)]
    public void Missed_ticks_and_letters(int leastMs)
    {
        using var simulation = new Simulation();
        simulation.Network = new Networks.UniformNetwork(leastMs.Milliseconds(), 10.Milliseconds());
        var heard = new Heard();
        SimulatedNode node = null!;
        node = simulation.AddNode(n => n.System.ActorOf(Acting.Of(actor =>
        {
            actor.Started = () => actor.Timers.StartPeriodicTimer("tick", "tick", 1.Seconds());
            actor.On<string>(text => heard.Add(n, text));
        }), "ticker"));
        var talker = simulation.AddActor("talker", actor => actor.On<string>(node.Find("/user/ticker").Tell));
        simulation.RunFor(1500.Milliseconds());

        node.Pause();
        talker.Find("/user/talker").Tell("a");
        talker.Find("/user/talker").Tell("b");
        simulation.RunFor(3.Seconds());
        Assert.Equal(["tick"], heard.Texts);
        node.Resume();
        simulation.RunFor(1.Seconds());

        Assert.Equal(["a", "b"], heard.Texts.Where(static t => t != "tick"));
        Assert.Equal([1000, 4500, 4500, 4500, 5000], heard.Milliseconds.Zip(heard.Texts)
            .Where(static h => h.Second == "tick").Select(static h => h.First));
        Assert.True(simulation.Letters.IsBalanced, simulation.Letters.ToString());
    }

    [Theory(DisplayName = "Watchers elsewhere think a node dead that is paused longer than the detection time")]
    [InlineData(2, 0)]
    [InlineData(5, 1)]
    public void Detection_of_a_pause(int seconds, int deaths)
    {
        using var simulation = Scene.OfLanes();
        var heard = new Heard();
        var node = simulation.AddActor("worker", static actor => actor.OnAny(static _ => { }));
        SimulatedNode watching = null!;
        watching = simulation.AddNode(n => n.System.ActorOf(Acting.Of(actor =>
        {
            actor.Started = () => Acting.Actors.Watch(node.Find("/user/worker"));
            actor.On<Terminated>(t => heard.Add(watching, t.ActorRef.Path.Name));
        }), "watcher"));
        simulation.RunFor(1.Seconds());

        node.Pause();
        simulation.RunFor(seconds.Seconds());
        node.Resume();
        simulation.RunFor(20.Seconds());

        Assert.Equal(deaths, heard.Count);
    }

    [Fact(DisplayName = "A letter that arrives at the moment of the resumption does not overtake those that waited")]
    public void Order_at_the_moment_of_the_resumption()
    {
        using var simulation = new Simulation();
        simulation.Network = new Networks.UniformNetwork(TimeSpan.Zero, TimeSpan.Zero);
        var heard = new Heard();
        SimulatedNode node = null!;
        simulation.AddNode(n => n.System.ActorOf(Acting.Of(actor =>
        {
            actor.Started = () => actor.Timers.StartPeriodicTimer("tick", 1, 1.Seconds());
            actor.On<int>(_ => node.Find("/user/ear").Tell(n.Clock.Monotonic.TotalSeconds.ToString(
                System.Globalization.CultureInfo.InvariantCulture)));
        }), "talker"));
        node = simulation.AddEar(heard);
        simulation.At(1500.Milliseconds(), node.Pause);
        simulation.At(4.Seconds(), node.Resume);

        simulation.RunFor(5.Seconds());

        Assert.Equal(["1", "2", "3", "4", "5"], heard.Texts);
    }

    [Fact(DisplayName = "A letter of the driver to a paused node waits in the mailbox")]
    public void A_letter_of_the_driver()
    {
        using var simulation = Scene.OfLanes();
        var heard = new Heard();
        var node = simulation.AddEar(heard);
        node.Pause();

        node.Find("/user/ear").Tell("hello");
        simulation.RunFor(1.Seconds());
        Assert.Empty(heard.Texts);
        node.Resume();
        simulation.RunFor(1.Seconds());

        Assert.Equal(["hello"], heard.Texts);
        Assert.Equal([1000], heard.Milliseconds);
    }
}
