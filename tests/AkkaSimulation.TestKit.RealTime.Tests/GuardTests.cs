using System.Diagnostics;
using Akka.Actor;
using Akka.TestKit;
using XunitException = global::Xunit.Sdk.XunitException;

namespace AkkaSimulation.TestKit.RealTime.Tests;

/// <summary>What the kits of the simulation take for granted in Akka's own.</summary>
public sealed class GuardTests : KitBase
{
    private static readonly TimeSpan s_atOnce = TimeSpan.FromSeconds(5);

    [Fact(DisplayName = "Akka_test_kit: a verb with a timeout of zero looks only; else a simulated test would wait")]
    public void Akka_verbs_with_a_timeout_of_zero_look_only()
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 100; i++)
        {
            Assert.False(TryReceiveOne(out _, TimeSpan.Zero));
            Assert.False(TryPeekOne(out _, TimeSpan.Zero, default));
        }

        Assert.ThrowsAny<XunitException>(() => ExpectMsg<string>(TimeSpan.Zero));

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, s_atOnce);
    }

    [Fact(DisplayName = "Akka_test_kit: a message that is there is received by a verb with a timeout of zero")]
    public void Akka_verbs_with_a_timeout_of_zero_see_what_is_there()
    {
        TestActor.Tell("first");
        TestActor.Tell("second");
        AwaitCondition(() => HasMessages);
        PeekOne(s_atOnce);

        Assert.Equal("first", ExpectMsg<string>(TimeSpan.Zero));
        Assert.Equal(TestActor, LastSender);
    }

    [Fact(DisplayName = "Akka_test_kit: a dispatcher that was looked up is not replaced by the calling thread's")]
    public void Akka_dispatcher_is_not_replaced()
    {
        var before = Sys.Dispatchers.Lookup(CallingThreadDispatcher.Id).Configurator;

        Assert.False(Sys.Dispatchers.RegisterConfigurator(
            CallingThreadDispatcher.Id,
            new CallingThreadDispatcherConfigurator(Sys.Settings.Config, Sys.Dispatchers.Prerequisites)));
        Assert.Same(before, Sys.Dispatchers.Lookup(CallingThreadDispatcher.Id).Configurator);
    }
}
