using Akka.Actor;

namespace AkkaSimulation.Tests.Faults;

/// <summary>Mailboxes that are full, and letters that get lost within a node.</summary>
public sealed class MailboxTests
{
    [Theory(DisplayName = "A full mailbox drops the newest letters, which become dead letters")]
    [InlineData(0, 5)]
    [InlineData(3, 3)]
    public void Mailbox_limit(int limit, int received)
    {
        using var simulation = new Simulation();
        var heard = new Heard();
        var node = simulation.AddEar(heard);
        node.MailboxLimit = limit;

        for (var i = 0; i < 5; i++)
            node.Find("/user/ear").Tell($"{i}");
        simulation.Settle();

        Assert.Equal(Enumerable.Range(0, received).Select(static i => $"{i}"), heard.Texts);
        Assert.Equal(5 - received, simulation.Letters.Dropped.GetValueOrDefault(DropCause.MailboxFull));
        Assert.Equal(5 - received, simulation.Letters.DeadLetters.GetValueOrDefault("System.String"));
        Assert.True(simulation.Letters.IsBalanced, simulation.Letters.ToString());
    }

    [Theory(DisplayName = "One actor has a bounded mailbox by its Props")]
    [InlineData(true, 1000)]
    [InlineData(false, 1005)]
    public void A_bounded_mailbox(bool isBounded, int received)
    {
        using var simulation = new Simulation();
        var heard = new Heard();
        var node = simulation.AddNode(n =>
        {
            var props = Acting.Hearing(n, heard);
            n.System.ActorOf(isBounded ? props.WithMailbox("akka-simulation.bounded-mailbox") : props, "ear");
        });

        for (var i = 0; i < 1005; i++)
            node.Find("/user/ear").Tell("x");
        simulation.Settle();

        Assert.Equal(received, heard.Count);
    }

    [Fact(DisplayName = "A filter loses letters inside a node, and letters that come from others")]
    public void Filter()
    {
        using var simulation = Scene.OfLanes();
        var heard = new Heard();
        var node = simulation.AddEar(heard);
        var talker = simulation.AddActor("talker", actor => actor.On<string>(node.Find("/user/ear").Tell));
        node.Filter = static (receiver, message) => receiver.Path.Name != "ear" || message is not "lost";

        foreach (var text in new[] { "lost", "kept" })
        {
            node.Find("/user/ear").Tell(text);
            talker.Find("/user/talker").Tell(text);
        }

        simulation.RunFor(1.Seconds());

        Assert.Equal(["kept", "kept"], heard.Texts);
        Assert.Equal(2, simulation.Letters.Dropped[DropCause.Loss]);
        Assert.True(simulation.Letters.IsBalanced, simulation.Letters.ToString());
    }

    [Fact(DisplayName = "A filter that throws ends the run with a sentence that says so")]
    public void A_filter_that_throws()
    {
        using var simulation = new Simulation(new SimulationOptions { Strict = false });
        var node = simulation.AddEar(new Heard());
        node.Filter = static (_, _) => throw new ArithmeticException("no idea");
        node.Find("/user/ear").Tell("hello");

        var failure = Assert.Throws<InvalidOperationException>(simulation.Settle);

        Assert.Equal("The filter of node0 failed on String: no idea", failure.Message);
        Assert.True(simulation.Letters.IsBalanced, simulation.Letters.ToString());
    }
}
