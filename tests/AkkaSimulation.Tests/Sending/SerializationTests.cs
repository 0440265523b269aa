using Akka.Actor;
using Akka.Configuration;
using AkkaSimulation.Networks;

namespace AkkaSimulation.Tests.Sending;

/// <summary>With akka.actor.serialize-messages what crosses nodes is a copy, also to stable references.</summary>
public sealed class SerializationTests
{
    [Theory(DisplayName = "A letter through Find is serialized where Akka serializes messages, and only there")]
    [InlineData(true, 0, false)]
    [InlineData(true, 0, true)]
    [InlineData(true, 5, false)]
    [InlineData(true, 5, true)]
    [InlineData(false, 0, false)]
    [InlineData(false, 5, true)]
    public void A_letter_through_Find_is_serialized(bool isSerializing, int leastMs, bool isForAll)
    {
        var page = new Page("one");
        var received = Tell(page, isSerializing, leastMs, isForAll);

        Assert.Equal(page, received);
        Assert.Equal(!isSerializing, ReferenceEquals(page, received));
    }

    [Fact(DisplayName = "What says that it need not be serialized is told as it is")]
    public void A_message_may_say_no()
    {
        var local = new Local();
        Assert.Same(local, Tell(local, isSerializing: true, leastMs: 0, isForAll: false));
    }

    [Theory(DisplayName = "A message that cannot be serialized ends the run, and is named")]
    [InlineData(0)]
    [InlineData(5)]
    public void A_message_that_cannot_be_serialized(int leastMs)
    {
        var failure = Assert.Throws<NetworkFailedException>(
            () => Tell(new Secret(), isSerializing: true, leastMs, isForAll: false));

        Assert.Contains("did not take Secret from node0 to node1", failure.Message, StringComparison.Ordinal);
        Assert.IsType<Secret>(Tell(new Secret(), isSerializing: false, leastMs, isForAll: false));
    }

    private static object? Tell(object message, bool isSerializing, int leastMs, bool isForAll)
    {
        using var simulation = new Simulation(new SimulationOptions
        {
            Config = isSerializing
                ? ConfigurationFactory.ParseString("akka.actor.serialize-messages = on")
                : ConfigurationFactory.Empty,
        });
        simulation.Network = new UniformNetwork(leastMs.Milliseconds(), 20.Milliseconds());
        object? received = null;
        simulation.AddNodes(2, static _ => { });
        var (first, second) = (simulation.Nodes[0], simulation.Nodes[1]);
        second.System.ActorOf(Acting.Of(actor => actor.OnAny(heard => received = heard)), "reader");
        var reader = second.Find("/user/reader");
        first.System.ActorOf(
            Acting.Of(actor => actor.Started = () =>
            {
                if (isForAll)
                    Acting.Actors.System.TellAll([reader], message);
                else
                    reader.Tell(message);
            }),
            "writer");
        simulation.RunFor(1.Seconds());
        Assert.True(simulation.Letters.IsBalanced);
        return received;
    }

    private sealed record Page(string Text);

    private sealed record Local : INoSerializationVerificationNeeded;

    private sealed class Secret
    {
        public string Text => throw new InvalidOperationException("It stays here.");
    }
}
