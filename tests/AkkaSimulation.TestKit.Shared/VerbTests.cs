using System.Collections;
using Akka.Actor;
using Akka.TestKit;
using XunitException = global::Xunit.Sdk.XunitException;

namespace AkkaSimulation.TestKit.Shared;

/// <summary>The verbs that look at more than one message.</summary>
public sealed class VerbTests : KitBase
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(50);

    [Fact(DisplayName = "All of several messages come, in any order")]
    public void All_of_several()
    {
        Tell("b", "a", "c");
        Assert.Equal(["b", "a", "c"], ExpectMsgAllOf("a", "b", "c"));

        Tell("a", "b");
        ExpectMsgAllOf(TimeSpan.FromSeconds(5), "b", "a");
    }

    [Fact(DisplayName = "One of several messages comes")]
    public void One_of_several()
    {
        Tell("b");

        Assert.Equal("b", ExpectMsgAnyOf(["a", "b"]));
    }

    [Fact(DisplayName = "All predicates are met, in any order")]
    public void All_predicates()
    {
        Tell("text", 3);

        var messages = ExpectMsgAllOfMatchingPredicates(
            PredicateInfo.Create<int>(static number => number == 3), PredicateInfo.Create<string>(static _ => true));

        Assert.Equal(["text", 3], messages);
    }

    [Fact(DisplayName = "Fishing drops what does not match, or keeps it")]
    public void Fishing()
    {
        Tell(1, "x", 2, 3);
        Assert.Equal(2, FishForMessage<int>(static number => number == 2));
        ExpectMsg(3);

        var others = new ArrayList();
        Tell(1, "x", 4);
        FishForMessage<int>(static number => number == 4, others);
        Assert.Equal(new object[] { 1, "x" }, others.ToArray());
    }

    [Fact(DisplayName = "A message of a type does not come")]
    public async Task Message_of_a_type_does_not_come()
    {
        Tell(1, 2);
        await FishUntilMessageAsync<string>(s_short);
        ExpectNoMsg(s_short);
    }

    [Fact(DisplayName = "Messages are received while a predicate holds; the next one stays")]
    public void Receive_while()
    {
        Tell(1, 2, 3, 9, 4);
        Assert.Equal([1, 2, 3], ReceiveWhile<int>(static number => number < 9, TimeSpan.FromSeconds(5)));
        ExpectMsg(9);

        Assert.Equal([8], ReceiveWhile<object>(TimeSpan.FromSeconds(5), static m => (int)m * 2, msgs: 1));
        ExpectNoMsg(s_short);
    }

    [Fact(DisplayName = "Messages are received until none comes for a while")]
    public void Receive_while_idle()
    {
        Tell(1, 2);

        var received = ReceiveWhile<object>(static m => m, max: TimeSpan.FromSeconds(5), idle: s_short);

        Assert.Equal([1, 2], received);
    }

    [Fact(DisplayName = "After receiving, the last message is the last one received")]
    public void Last_message()
    {
        Tell(1, 2, "stop");

        ReceiveWhile<int>(static _ => true, shouldIgnoreOtherMessageTypes: false, max: TimeSpan.FromSeconds(5));

        Assert.Equal(2, LastMessage);
        ExpectMsg("stop");
    }

    [Fact(DisplayName = "Messages are received one by one, and looked at")]
    public void One_by_one()
    {
        Tell("a", "b");

        Assert.Equal("a", PeekOne(TimeSpan.FromSeconds(5)));
        Assert.Equal("a", ReceiveOne(TimeSpan.FromSeconds(5)));
        Assert.True(TryReceiveOne(out var envelope, TimeSpan.FromSeconds(5)));
        Assert.Equal("b", envelope.Message);
        Assert.Null(ReceiveOne(s_short));
        Assert.Null(PeekOne(s_short));
    }

    [Fact(DisplayName = "Messages come until there is silence")]
    public async Task Radio_silence()
    {
        Tell(1, 2, 3);

        Assert.Equal(3, (await WaitForRadioSilenceAsync(s_short)).Count);
    }

    [Fact(DisplayName = "A condition is awaited")]
    public void Condition_is_awaited()
    {
        var count = 0;
        var counter = ActorOf(dsl => dsl.ReceiveAny((_, _) => Interlocked.Increment(ref count)));
        for (var i = 0; i < 3; i++)
            counter.Tell(i);

        AwaitCondition(() => Volatile.Read(ref count) == 3);
        Assert.False(AwaitConditionNoThrow(() => Volatile.Read(ref count) == 4, s_short));
        Assert.ThrowsAny<XunitException>(() => AwaitCondition(() => Volatile.Read(ref count) == 4, s_short));
    }

    [Fact(DisplayName = "An assertion is awaited, also one that uses verbs")]
    public async Task Assertion_is_awaited()
    {
        Sys.Scheduler.ScheduleTellOnce(s_short, TestActor, "late", ActorRefs.NoSender);

        AwaitAssert(() => Assert.True(HasMessages));
        AwaitAssert(() => ExpectMsg("late", TimeSpan.Zero));
        await AwaitAssertAsync(() => Assert.False(HasMessages));
        Assert.ThrowsAny<XunitException>(() => AwaitAssert(() => Assert.True(HasMessages), s_short));
    }

    [Fact(DisplayName = "A block ends within its time, not before its least one")]
    public void Within_its_time()
    {
        Sys.Scheduler.ScheduleTellOnce(s_short * 4, TestActor, "late", ActorRefs.NoSender);

        Within(s_short * 2, TimeSpan.FromSeconds(20), () => ExpectMsg("late"));
        Assert.ThrowsAny<XunitException>(() => Within(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), () => { }));
    }

    [Fact(DisplayName = "A block's time bounds the verbs in it")]
    public void Within_bounds_the_verbs()
    {
        Within(TimeSpan.FromSeconds(30), () =>
        {
            Assert.InRange(Remaining, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
            Assert.InRange(RemainingOrDefault, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        });
        Assert.Throws<InvalidOperationException>(() => Remaining);
        Assert.ThrowsAny<XunitException>(() => Within(s_short, () => ExpectMsg<string>()));
    }

    [Fact(DisplayName = "Verbs have asynchronous twins")]
    public async Task Asynchronous_twins()
    {
        Tell("a", "b", 1, 2, 3);

        await ExpectMsgAsync("a");
        Assert.Equal("b", await ExpectMsgAsync<string>());
        var numbers = new List<object>();
        await foreach (var number in ReceiveNAsync(3, TimeSpan.FromSeconds(5)))
            numbers.Add(number);
        Assert.Equal([1, 2, 3], numbers);
        await ExpectNoMsgAsync(s_short);
        await WithinAsync(TimeSpan.FromSeconds(5), async () =>
        {
            Tell("c");
            await ExpectMsgAsync("c");
        });
    }

    [Fact(DisplayName = "A latch is opened by an actor")]
    public void Latch_is_opened()
    {
        var latch = CreateTestLatch(2);
        var opener = ActorOf(dsl => dsl.ReceiveAny((_, _) => latch.CountDown()));

        opener.Tell(1);
        opener.Tell(2);

        latch.Ready(TimeSpan.FromSeconds(10));
        Assert.True(latch.IsOpen);
    }

    [Fact(DisplayName = "A verb fails when no message comes, another one, or an unexpected one")]
    public void Verbs_fail()
    {
        Assert.ThrowsAny<XunitException>(() => ExpectMsg<string>(s_short));
        Tell(1);
        Assert.ThrowsAny<XunitException>(() => ExpectMsg<string>());
        Tell(1);
        Assert.ThrowsAny<XunitException>(() => ExpectMsg(2));
        Tell(1);
        Assert.ThrowsAny<XunitException>(() => ExpectNoMsg(s_short));
        Tell(1);
        Assert.ThrowsAny<XunitException>(() => ReceiveN(2, s_short));
    }

    private void Tell(params object[] messages)
    {
        foreach (var message in messages)
            TestActor.Tell(message);
    }
}
