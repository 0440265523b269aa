using System.Globalization;
using Akka.Actor;

namespace AkkaSimulation.Tests.Runs;

/// <summary>A child for each entity, and the node of a system.</summary>
public sealed class EntityTests
{
    private static readonly EntityRouting s_routing = new(
        static message => (message as To)?.Id, static id => $"{id.Length % 3}",
        static message => ((To)message).Content);

    [Fact(DisplayName = "The first message makes the entity; later ones reach the same; ids may hold any characters")]
    public void Entities()
    {
        using var simulation = new Simulation();
        var notes = new List<string>();
        var node =
            simulation.AddNode(n => n.System.ActorOf(EntityParent.Of(id => Counter(id, notes), s_routing), "region"));
        foreach (var id in new[] { "a", "b", "a", "ä/b c#1", "ä/b c#1" })
            node.Find("/user/region").Tell(new To(id, 1));

        simulation.Settle();

        Assert.Equal(
            ["a born", "a 1", "a 2", "b born", "b 1", "ä/b c#1 born", "ä/b c#1 1", "ä/b c#1 2"],
            notes.OrderBy(static n => n[0]).ThenBy(notes.IndexOf));
    }

    [Fact(DisplayName = "The sender of a message is the sender that the entity sees")]
    public void Sender()
    {
        using var simulation = new Simulation();
        var node = simulation.AddNode(static n => n.System.ActorOf(
            EntityParent.Of(
                static id => Acting.Of(actor => actor.On<int>(i => actor.From.Tell($"{id} {i}"))), s_routing),
            "region"));

        Assert.Equal("x 5", simulation.Await(node.Find("/user/region").Ask<string>(new To("x", 5)), 1.Seconds()));
    }

    [Fact(DisplayName =
        "An idle entity is passivated by its ReceiveTimeout; what comes meanwhile waits for its next incarnation")]
    public void Passivation()
    {
        using var simulation = new Simulation();
        var notes = new List<string>();
        var node =
            simulation.AddNode(n => n.System.ActorOf(EntityParent.Of(id => Counter(id, notes), s_routing), "region"));
        node.Find("/user/region").Tell(new To("a", 1));
        simulation.RunFor(9.Seconds());
        node.Find("/user/region").Tell(new To("a", 1));
        simulation.RunUntil(() => notes is [.., "a idle"], 20.Seconds());
        Assert.Equal(19.Seconds(), simulation.Now);

        // The parent has the wish to stop before these two.
        node.Find("/user/region").Tell(new To("a", 1));
        node.Find("/user/region").Tell(new To("a", 1));
        simulation.Settle();

        Assert.Equal(["a born", "a 1", "a 2", "a idle", "a gone", "a born", "a 1", "a 2"], notes);
        Assert.Empty(simulation.Letters.DeadLetters);
    }

    [Fact(DisplayName =
        "Only so many messages wait; another type of passivation can be recognised; strangers cannot passivate")]
    public void Bounds()
    {
        using var simulation = new Simulation(new SimulationOptions { Strict = false });
        var notes = new List<string>();
        var node = simulation.AddNode(n => n.System.ActorOf(
            EntityParent.Of(
                id => Counter(id, notes, "please stop"), s_routing,
                static m => m is "please stop" ? PoisonPill.Instance : null, 1),
            "region"));
        node.Find("/user/region").Tell(new To("a", 1));
        node.Find("/user/region").Tell("please stop");
        simulation.RunUntil(() => notes is [.., "a idle"], 20.Seconds());

        node.Find("/user/region").Tell(new To("a", 1));
        node.Find("/user/region").Tell(new To("a", 1));
        simulation.Settle();

        Assert.Equal(["a born", "a 1", "a idle", "a gone", "a born", "a 1"], notes);
        Assert.Equal(1, simulation.Letters.DeadLetters["System.Int32"]);
        Assert.Equal(1, simulation.Letters.Unhandled["System.String"]);
    }

    [Fact(DisplayName = "An entity that stops by itself is made again by the next message")]
    public void An_entity_that_stops()
    {
        using var simulation = new Simulation();
        var notes = new List<string>();
        var node =
            simulation.AddNode(n => n.System.ActorOf(EntityParent.Of(id => Counter(id, notes), s_routing), "region"));
        foreach (var content in new object[] { 1, PoisonPill.Instance })
            node.Find("/user/region").Tell(new To("a", content));
        simulation.Settle();

        node.Find("/user/region").Tell(new To("a", 1));
        simulation.Settle();

        Assert.Equal(["a born", "a 1", "a gone", "a born", "a 1"], notes);
    }

    [Fact(DisplayName = "A simulated system knows its node, an ordinary one has none")]
    public void Node_of_a_system()
    {
        using var simulation = new Simulation();
        var node = simulation.AddEar(new Heard());
        var former = node.System;
        node.Crash();
        node.Restart();
        using var plain = ActorSystem.Create("plain", "akka.loglevel = OFF\nakka.stdout-loglevel = OFF");

        Assert.Same(node, node.System.SimulatedNode());
        Assert.Same(node, former.SimulatedNode());
        Assert.Null(plain.SimulatedNode());
    }

    private static Props Counter(string id, List<string> notes, object? wish = null)
    {
        return Acting.Of(actor =>
        {
            var count = 0;
            actor.Started = () =>
            {
                notes.Add($"{id} born");
                Acting.Actors.SetReceiveTimeout(10.Seconds());
            };
            actor.Stopped = () => notes.Add($"{id} gone");
            actor.On<int>(_ => notes.Add($"{id} {(++count).ToString(CultureInfo.InvariantCulture)}"));
            actor.On<ReceiveTimeout>(_ =>
            {
                notes.Add($"{id} idle");
                Acting.Actors.Parent.Tell(wish ?? new Passivate(PoisonPill.Instance));
            });
        });
    }

    private sealed record To(string Id, object Content);
}
