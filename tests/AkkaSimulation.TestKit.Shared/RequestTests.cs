using Akka.Actor;

namespace AkkaSimulation.TestKit.Shared;

/// <summary>Requests and replies, with the ordinary verbs.</summary>
public sealed class RequestTests : KitBase
{
    [Fact(DisplayName = "A reply reaches the test actor, which is the implicit sender")]
    public void Reply_reaches_the_test_actor()
    {
        var echo = Sys.ActorOf(Props.Create<Echo>());

        echo.Tell("hello");

        Assert.Equal("hello", ExpectMsg<string>());
        Assert.Equal(echo, LastSender);
    }

    [Fact(DisplayName = "A message is compared with what is expected")]
    public void Message_is_compared()
    {
        var echo = ActorOf<Echo>("echo");

        echo.Tell(42);
        ExpectMsg(42);

        echo.Tell(new Word("a", 1));
        ExpectMsg(new Word("a", 1));
    }

    [Fact(DisplayName = "A message is tested by a predicate, an assertion, a comparer, and with its sender")]
    public void Message_is_tested()
    {
        var echo = ActorOf(() => new Echo());
        for (var i = 1; i <= 5; i++)
            echo.Tell(i);

        ExpectMsg<int>(i => i == 1);
        ExpectMsg<int>(i => Assert.Equal(2, i));
        ExpectMsg(13, (expected, actual) => expected % 10 == actual);
        ExpectMsg<int>((i, sender) => i == 4 && sender.Equals(echo));
        ExpectMsg<int>((i, sender) => Assert.Equal((5, echo), (i, sender)));
    }

    [Fact(DisplayName = "The sender of a message is tested")]
    public void Sender_is_tested()
    {
        var echo = ActorOf<Echo>();
        for (var i = 1; i <= 4; i++)
            echo.Tell(i);

        Assert.Equal(1, ExpectMsgFrom<int>(echo));
        ExpectMsgFrom(echo, 2);
        ExpectMsgFrom<int>(echo, i => i == 3);
        ExpectMsgFrom<int>(sender => sender.Equals(echo), i => i == 4);
    }

    [Fact(DisplayName = "An Ask of the test ends with the reply")]
    public async Task Ask_ends_with_the_reply()
    {
        var echo = ActorOf<Echo>();

        Assert.Equal("hello", await Ended(echo.Ask<string>("hello", Timeout.InfiniteTimeSpan)));
    }

    [Fact(DisplayName = "An Ask that is answered by a failure throws its cause")]
    public async Task Ask_throws_the_cause()
    {
        var refusing = ActorOf(dsl => dsl.ReceiveAny((_, context) =>
            context.Sender.Tell(new Status.Failure(new FormatException("no")))));

        await Assert.ThrowsAsync<FormatException>(
            () => Ended(refusing.Ask<string>("hello", Timeout.InfiniteTimeSpan)));
    }

    [Fact(DisplayName = "A forwarded message keeps its sender")]
    public void Forwarded_message_keeps_its_sender()
    {
        var echo = ActorOf<Echo>("echo");
        var forwarder = ActorOf(Props.Create(() => new Forwarder(echo)));

        forwarder.Tell("hello");

        ExpectMsgFrom(echo, "hello");
    }

    [Fact(DisplayName = "A selection finds an actor by its path")]
    public void Selection_finds_an_actor()
    {
        ActorOf<Echo>("echo");

        Sys.ActorSelection("/user/echo").Tell("hello");

        ExpectMsg("hello");
    }

    [Fact(DisplayName = "What a task brings is piped to an actor")]
    public void Task_is_piped()
    {
        var piping = ActorOf(dsl => dsl.Receive<int>((number, context) =>
            Task.FromResult(number + 1).PipeTo(context.Sender, context.Self)));

        piping.Tell(1);

        ExpectMsg(2);
    }

    [Fact(DisplayName = "A round robin router asks its routees in turn")]
    public void Router_asks_in_turn()
    {
        var router = ActorOf(Props.Create<Name>().WithRouter(new Akka.Routing.RoundRobinPool(2)));
        for (var i = 0; i < 4; i++)
            router.Tell("who");

        var names = ReceiveN(4).Cast<string>().CountBy(static name => name);

        Assert.Equal([2, 2], names.Select(static name => name.Value));
    }

    private sealed record Word(string Text, int Number);

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }

    private sealed class Name : ReceiveActor
    {
        public Name() => ReceiveAny(_ => Sender.Tell(Self.Path.Name));
    }

    private sealed class Forwarder : ReceiveActor
    {
        public Forwarder(IActorRef next) => ReceiveAny(next.Forward);
    }
}
