using Akka.Actor;
using Akka.Event;

namespace AkkaSimulation.TestKit.Shared;

/// <summary>The event stream, and filters of the log.</summary>
public sealed class StreamTests : KitBase
{
    [Fact(DisplayName = "Subscribers get what is published, derived types too, until they unsubscribe")]
    public void Subscribers_get_what_is_published()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Fruit));
        Sys.EventStream.Publish(new Apple("red"));
        ExpectMsg(new Apple("red"));

        Sys.EventStream.Unsubscribe(TestActor, typeof(Fruit));
        Sys.EventStream.Publish(new Apple("green"));
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact(DisplayName = "A dead letter is published")]
    public void Dead_letter_is_published()
    {
        var gone = ActorOf(dsl => dsl.ReceiveAny(static (_, _) => { }));
        Watch(gone);
        Sys.Stop(gone);
        ExpectTerminated(gone);
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));

        gone.Tell("late");

        Assert.Equal("late", ExpectMsg<DeadLetter>().Message);
    }

    [Fact(DisplayName = "A filter expects one log event")]
    public void Filter_expects_one()
    {
        var logger = ActorOf<Logger>();

        EventFilter.Info("one").ExpectOne(() => logger.Tell("one"));
        EventFilter.Warning(start: "care").ExpectOne(() => logger.Tell(new Warn("careful")));
    }

    [Fact(DisplayName = "A filter expects several log events, and those of another filter")]
    public void Filter_expects_several()
    {
        var logger = ActorOf<Logger>();

        EventFilter.Info(contains: "a").And.Warning(contains: "b").Expect(3, () =>
        {
            logger.Tell("a");
            logger.Tell("aa");
            logger.Tell("c");
            logger.Tell(new Warn("b"));
        });
    }

    [Fact(DisplayName = "A filter expects no log event")]
    public void Filter_expects_none()
    {
        var logger = ActorOf<Logger>();

        EventFilter.Error().Expect(0, TimeSpan.FromMilliseconds(100), () => logger.Tell("harmless"));
    }

    [Fact(DisplayName = "A filter fails when another number of log events comes")]
    public void Filter_fails()
    {
        var logger = ActorOf<Logger>();

        Assert.ThrowsAny<global::Xunit.Sdk.XunitException>(() => EventFilter.Info("one").Expect(
            2, TimeSpan.FromMilliseconds(100), () => logger.Tell("one")));
    }

    [Fact(DisplayName = "A filter sees the exception with which an actor fails")]
    public void Filter_sees_an_exception()
    {
        var parent = ActorOf<Parent>();

        EventFilter.Exception<FormatException>("broken").ExpectOne(() => parent.Tell("break"));
    }

    [Fact(DisplayName = "A filter sees dead letters")]
    public void Filter_sees_dead_letters()
    {
        var gone = ActorOf(dsl => dsl.ReceiveAny(static (_, _) => { }));
        Watch(gone);
        Sys.Stop(gone);
        ExpectTerminated(gone);

        EventFilter.DeadLetter<string>().ExpectOne(() => gone.Tell("late"));
    }

    [Fact(DisplayName = "A filter returns what the block returns, and has an asynchronous twin")]
    public async Task Filter_returns_the_blocks_result()
    {
        var logger = ActorOf<Logger>();

        Assert.Equal(7, EventFilter.Info("one").ExpectOne(() =>
        {
            logger.Tell("one");
            return 7;
        }));
        await EventFilter.Info("two").ExpectOneAsync(() =>
        {
            logger.Tell("two");
            return Task.CompletedTask;
        });
        EventFilter.Info("three").Mute(() => logger.Tell("three"));
    }

    private abstract record Fruit(string Colour);

    private sealed record Apple(string Colour) : Fruit(Colour);

    private sealed record Warn(string Text);

    private sealed class Logger : ReceiveActor
    {
        public Logger()
        {
            var log = Context.GetLogger();
            Receive<string>(text => log.Info(text));
            Receive<Warn>(warn => log.Warning(warn.Text));
        }
    }

    private sealed class Parent : ReceiveActor
    {
        public Parent()
        {
            var child = Context.ActorOf<Failing>();
            ReceiveAny(child.Forward);
        }

        protected override SupervisorStrategy SupervisorStrategy() =>
            new OneForOneStrategy(static _ => Directive.Restart);
    }

    private sealed class Failing : ReceiveActor
    {
        public Failing() => ReceiveAny(static _ => throw new FormatException("broken"));
    }
}
