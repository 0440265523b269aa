using Akka.Actor;
using AkkaSimulation.Networks;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Tests.Tracing;

/// <summary>A message that is changed after it was sent is seen at its delivery, on wish.</summary>
public sealed class MessageCheckTests
{
    [Theory(DisplayName = "A sender that goes on writing into its message is found out, on its node and elsewhere")]
    [InlineData(false)]
    [InlineData(true)]
    public void A_changed_message_is_a_violation(bool isOtherNode)
    {
        using var simulation = Two(verify: true);

        var thrown = Assert.Throws<SimulationViolationException>(() =>
        {
            var node = simulation.Nodes[isOtherNode ? 1 : 0];
            node.System.ActorOf(Props.Create(() => new Writer(simulation.Nodes[0])), "writer");
            simulation.RunFor(1.Seconds());
        });

        Assert.Equal(ViolationKind.MessageChanged, thrown.Violation.Kind);
        Assert.Contains("Page", thrown.Message);
        Assert.Contains("was changed after it was sent", thrown.Message);
        Assert.False(simulation.IsReproducible);
    }

    [Fact(DisplayName = "Without VerifyMessages nobody looks")]
    public void Nobody_looks_without_the_option()
    {
        using var simulation = Two(verify: false);
        simulation.Nodes[1].System.ActorOf(Props.Create(() => new Writer(simulation.Nodes[0])), "writer");
        simulation.RunFor(1.Seconds());
        Assert.Empty(simulation.Failures);
    }

    [Fact(DisplayName = "An object that is sent again in another state, after its delivery, is none")]
    public void An_object_may_be_sent_again()
    {
        using var simulation = Two(verify: true);
        var reader = simulation.Nodes[0].Find("/user/reader");
        var page = new Page { Text = "one" };
        reader.Tell(page, ActorRefs.NoSender);
        simulation.Settle();
        page.Text = "two";
        reader.Tell(page, ActorRefs.NoSender);
        simulation.Settle();
        reader.Tell(page, ActorRefs.NoSender);
        simulation.Settle();
        Assert.Equal(3, simulation.Log.Entries(static e => e is { Kind: LogKind.Delivered, Type: nameof(Page) }).Count);
    }

    [Fact(DisplayName = "What a network puts in a message's place is no change")]
    public void A_corrupted_message_is_no_change()
    {
        using var simulation = Two(verify: true);
        simulation.Network = new Corrupt(simulation.Network, static _ => new Page { Text = "noise" });
        var reader = simulation.Nodes[0].Find("/user/reader");
        simulation.Nodes[1].System.ActorOf(Props.Create(() => new Honest(reader)), "honest");
        simulation.RunFor(1.Seconds());
        Assert.Single(simulation.Log.Entries(static e => e is { Kind: LogKind.Delivered, Text: "noise" }));
    }

    private static Simulation Two(bool verify)
    {
        var simulation = new Simulation(new SimulationOptions { VerifyMessages = verify, Log = LogMode.All });
        simulation.AddNodes(2, static node => node.System.ActorOf<Reader>("reader"));
        return simulation;
    }

    private sealed class Page : ITraced
    {
        public string Text { get; set; } = string.Empty;

        public void WriteTo(ref TraceWriter writer) => writer.Write(Text);

        public override string ToString() => Text;
    }

    private sealed class Reader : ReceiveActor
    {
        public Reader() => Receive<Page>(static _ => { });
    }

    private sealed class Honest : ReceiveActor
    {
        public Honest(IActorRef reader) => reader.Tell(new Page { Text = "fine" });
    }

    private sealed class Writer : ReceiveActor
    {
        public Writer(SimulatedNode node)
        {
            var page = new Page { Text = "before" };
            node.Find("/user/reader").Tell(page);
            page.Text = "after";
        }
    }
}
