using Akka.Actor;
using Akka.Event;
using AkkaSimulation.Networks;

#if XUNIT2_KIT
namespace AkkaSimulation.TestKit.Xunit2.Tests;
#else
namespace AkkaSimulation.TestKit.Xunit.Tests;
#endif

/// <summary>A test of several nodes, whose network has a least delay: each node is a lane of its own.</summary>
public sealed class KitNetworkTests() : KitBase(
    new SimulationOptions { Threads = 2 }, new UniformNetwork(10.Milliseconds(), 40.Milliseconds()))
{
    [Fact(DisplayName = "Nodes talk over the network; a watch, and a probe, work on any of them")]
    public void Nodes_talk()
    {
        var node = AddNode(static node => node.System.ActorOf(Props.Create<Echo>(), "echo"));
        var probe = CreateTestProbe(node.System);

        probe.Send(TestActor, "across");
        ExpectMsg("across");
        Assert.InRange(Time, 9.Milliseconds(), 50.Milliseconds());

        var echo = Watch(node.Find("/user/echo"));
        Advance(1.Seconds());
        var crashed = Time;
        node.Crash();
        ExpectTerminated(echo);
        Assert.InRange(Time - crashed, 3.Seconds(), 4.Seconds());
    }

    [Fact(DisplayName = "A cut is seen by the verbs, and its end")]
    public void Cut_is_seen()
    {
        var node = AddNode(static node => node.System.ActorOf(Props.Create<Echo>(), "echo"));
        Simulation.Network = new Cut(Simulation.Network, static (_, to) => to == 0, TimeSpan.Zero, 1.Seconds());

        node.Find("/user/echo").Tell("lost", TestActor);
        ExpectNoMsg(1.Seconds());
        node.Find("/user/echo").Tell("heard", TestActor);
        ExpectMsg("heard");
    }

    [Fact(DisplayName = "A node that restarts has its event filter and its probes again")]
    public void Restarted_node()
    {
        var node = AddNode();
        node.Crash();
        node.Restart();

        CreateEventFilter(node.System).Warning("again").ExpectOne(() => node.System.Log.Warning("again"));
        var probe = CreateTestProbe(node.System);
        probe.Ref.Tell("hello");
        probe.ExpectMsg("hello");
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }
}
