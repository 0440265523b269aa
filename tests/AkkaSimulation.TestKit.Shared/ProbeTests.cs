using Akka.Actor;
using Akka.TestKit;

namespace AkkaSimulation.TestKit.Shared;

/// <summary>Probes: actors of the test that have the verbs.</summary>
public sealed class ProbeTests : KitBase
{
    [Fact(DisplayName = "A probe plays a part: it receives and replies")]
    public void Probe_receives_and_replies()
    {
        var server = CreateTestProbe("server");
        var client = ActorOf(Props.Create(() => new Client(server.Ref, TestActor)));

        client.Tell("go");
        server.ExpectMsg("request");
        server.Reply("reply");

        ExpectMsg("got reply");
    }

    [Fact(DisplayName = "Two probes do not share messages")]
    public void Probes_share_no_messages()
    {
        var (left, right) = (CreateTestProbe(), CreateTestProbe());

        left.Ref.Tell("left");
        right.Ref.Tell("right");

        right.ExpectMsg("right");
        left.ExpectMsg("left");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact(DisplayName = "A probe is a sender of its own")]
    public void Probe_is_a_sender()
    {
        var (probe, other) = (CreateTestProbe(), CreateTestProbe());

        probe.Send(other.Ref, "hello");

        other.ExpectMsg("hello");
        Assert.Equal(probe.Ref, other.LastSender);
        Assert.Equal(probe.Ref, other.Sender);
    }

    [Fact(DisplayName = "A probe forwards in the name of the sender")]
    public void Probe_forwards()
    {
        var (middle, last) = (CreateTestProbe(), CreateTestProbe());
        middle.Ref.Tell("hello");
        middle.ExpectMsg("hello");

        middle.Forward(last.Ref);

        last.ExpectMsg("hello");
        last.Reply("back");
        ExpectMsgFrom(last.Ref, "back");
    }

    [Fact(DisplayName = "An auto pilot answers, and may change or end")]
    public void Auto_pilot_answers()
    {
        var probe = CreateTestProbe();
        probe.SetAutoPilot(new DelegateAutoPilot((sender, message) =>
        {
            sender.Tell("got " + message);
            return message is "last" ? Akka.TestKit.TestActor.NoAutoPilot : Akka.TestKit.TestActor.KeepRunning;
        }));

        probe.Ref.Tell("first");
        probe.Ref.Tell("last");
        probe.Ref.Tell("after");

        ExpectMsg("got first");
        ExpectMsg("got last");
        probe.ExpectMsg("first");
        probe.ExpectMsg("last");
        probe.ExpectMsg("after");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact(DisplayName = "Ignored messages do not come, until they are ignored no more")]
    public void Ignored_messages_do_not_come()
    {
        IgnoreMessages<int>(number => number < 3);
        for (var i = 1; i <= 3; i++)
            TestActor.Tell(i);
        ExpectMsg(3);

        IgnoreNoMessages();
        TestActor.Tell(1);
        ExpectMsg(1);
    }

    [Fact(DisplayName = "A further test actor feeds the same verbs")]
    public void Further_test_actor()
    {
        var other = CreateTestActor("other");

        other.Tell("hello");

        ExpectMsg("hello");
    }

    [Fact(DisplayName = "A probe has children of its own")]
    public void Probe_has_children()
    {
        var probe = CreateTestProbe();

        var child = probe.ChildActorOf<Parrot>("parrot");
        child.Tell("hello");

        probe.ExpectMsg("hello");
        Assert.Equal(probe.Ref.Path, child.Path.Parent);
    }

    [Fact(DisplayName = "Expecting is possible from within a Within of the probe")]
    public void Within_of_a_probe()
    {
        var probe = CreateTestProbe();
        probe.Ref.Tell(1);
        probe.Ref.Tell(2);

        var sum = probe.Within(TimeSpan.FromSeconds(5), () => probe.ExpectMsg<int>() + probe.ExpectMsg<int>());

        Assert.Equal(3, sum);
    }

    private sealed class Client : ReceiveActor
    {
        public Client(IActorRef server, IActorRef listener)
        {
            Receive<string>(static text => text == "go", _ => server.Tell("request"));
            Receive<string>(text => listener.Tell("got " + text));
        }
    }

    private sealed class Parrot : ReceiveActor
    {
        public Parrot() => ReceiveAny(message => Context.Parent.Tell(message));
    }
}
