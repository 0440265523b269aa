using Akka.Actor;

namespace AkkaSimulation.TestKit.Xunit2.Tests;

/// <summary>The kit of xunit 2 as Akka.NET has it, in real time: what our own must agree with.</summary>
public sealed class RealTimeTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact(Timeout = 30_000)]
    public async Task An_actor_answers_the_one_that_asked()
    {
        var echo = Sys.ActorOf(Props.Create(() => new Echo()));
        var bystander = CreateTestProbe();

        echo.Tell("hello", TestActor);

        Assert.Equal("hello", await ExpectMsgAsync<string>(Limit));
        Assert.Equal(echo, LastSender);
        await bystander.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_watcher_hears_that_an_actor_has_stopped()
    {
        var echo = await WatchAsync(Sys.ActorOf(Props.Create(() => new Echo())));

        echo.Tell(PoisonPill.Instance);

        await ExpectTerminatedAsync(echo, Limit);
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }
}
