using System.Diagnostics;
using Akka.Actor;
using Akka.Event;
using AkkaSimulation.Disks;
using AkkaSimulation.Nodes;
using XunitException = global::Xunit.Sdk.XunitException;

#if XUNIT2_KIT
namespace AkkaSimulation.TestKit.Xunit2.Tests;
#else
namespace AkkaSimulation.TestKit.Xunit.Tests;
#endif

/// <summary>What the kits of the simulation add, and what they promise; the same on xunit v3 and xunit 2.</summary>
public sealed class KitTests : KitBase
{
    [Fact(DisplayName = "An hour of virtual time with a tick a second takes a fraction of it")]
    public void Hour_takes_no_time()
    {
        var watch = Stopwatch.StartNew();
        Sys.Scheduler.ScheduleTellRepeatedly(
            1.Seconds(), 1.Seconds(), TestActor, "tick", ActorRefs.NoSender);

        var ticks = ReceiveWhile<string>(static _ => true, max: 60.Minutes());
        ExpectNoMsg(TimeSpan.FromMilliseconds(999));

        Assert.InRange(ticks.Count, 3_599, 3_600);
        Assert.InRange(Time, 60.Minutes(), 61.Minutes());
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, 30.Seconds());
    }

    [Fact(DisplayName = "A limit is virtual: it is reached exactly, whatever the machine does")]
    public void Limit_is_virtual()
    {
        Assert.Null(ReceiveOne(2.Seconds()));
        Assert.Equal(2.Seconds(), Time);

        Assert.ThrowsAny<XunitException>(() => ExpectMsg<string>());
        Assert.Equal(5.Seconds(), Time);

        Assert.ThrowsAny<XunitException>(() => Within(1.Seconds(), () => ExpectMsg<string>(10.Seconds())));
        Assert.Equal(6.Seconds(), Time);

        Sys.Scheduler.ScheduleTellOnce(4.Seconds(), TestActor, "in a Within that is longer", ActorRefs.NoSender);
        Within(9.Seconds(), () => ExpectMsg<string>());
        Assert.Equal(10.Seconds(), Time);
    }

    [Fact(DisplayName = "A failing verb names the seed, the time, the log, and what is in mailboxes")]
    public void Failure_is_explained()
    {
        var node = AddNode(static node => node.System.ActorOf(Props.Create<Echo>(), "echo"));
        node.Find("/user/echo").Tell("question", TestActor);
        ExpectMsg("question");
        node.Pause();
        node.Find("/user/echo").Tell("unread", TestActor);

        var failure = Assert.ThrowsAny<XunitException>(() => ExpectMsg<string>(hint: "an answer"));

        foreach (var part in new[]
        {
            "Timeout 00:00:03 while waiting for a message of type System.String an answer",
            "Seed 7;",
            $"{Time} of virtual time since the start, of which the verb drove 00:00:03",
            "node1 Delivered node0/system/testActor1 -> node1/user/echo: String question",
            "node1/user/echo: 1 waiting: String unread",
        })
        {
            Assert.Contains(part, failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact(DisplayName = "A failure within other verbs is explained once, and keeps the assertion as its cause")]
    public void Failure_is_explained_once()
    {
        TestActor.Tell(1);

        var failure = Assert.ThrowsAny<XunitException>(() => Within(1.Seconds(), () =>
            AwaitAssert(() => ExpectMsg<int>(number => Assert.Equal(2, number)), TimeSpan.Zero)));

        Assert.Equal(2, failure.Message.Split("Seed 7;").Length);
        Assert.IsAssignableFrom<XunitException>(failure.InnerException);
    }

    [Fact(DisplayName = "A verb on a paused node ends at its limit, and hears of what came when the node resumes")]
    public void Paused_node()
    {
        TestActor.Tell("early");
        Node.Pause();
        TestActor.Tell("late");

        ExpectNoMsg(5.Seconds());
        Assert.Equal(5.Seconds(), Time);
        Assert.Throws<InvalidOperationException>(() => CreateTestProbe());
        Assert.ThrowsAny<XunitException>(() => Watch(TestActor));

        Node.Resume();
        ExpectMsg("early");
        ExpectMsg("late");
    }

    [Fact(DisplayName = "What the simulation finds wrong ends the verb with its own exception")]
    public void Violation_ends_the_verb()
    {
        var deaf = ActorOf<Deaf>();
        deaf.Tell("unheard");

        var violation = Assert.Throws<SimulationViolationException>(() => AwaitAssert(() => Assert.True(HasMessages)));

        Assert.Equal(ViolationKind.UnhandledMessage, violation.Violation.Kind);
    }

    [Fact(DisplayName = "An actor that fails under the guardian ends the verb")]
    public void Failing_actor_ends_the_verb()
    {
        var failing = ActorOf(dsl => dsl.ReceiveAny(static (_, _) => throw new FormatException("broken")));
        failing.Tell(1);

        Assert.IsType<FormatException>(Assert.Throws<ActorFailedException>(() => Settle()).InnerException);
    }

    [Fact(DisplayName = "A task that does not end is a failure, and Await throws a task's own exception")]
    public void Await_a_task()
    {
        var silent = ActorOf(dsl => dsl.ReceiveAny(static (_, _) => { }));

        var failure = Assert.ThrowsAny<XunitException>(() => Await(silent.Ask<string>("?"), 1.Seconds()));

        Assert.Contains("has not ended within 00:00:01", failure.Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => Await(Task.FromException<int>(new FormatException())));
        Assert.Throws<TaskCanceledException>(() => Await(Task.FromCanceled<int>(new CancellationToken(true))));
    }

    [Fact(DisplayName = "What to write instead of GracefulStop and ResolveOne is said, and works")]
    public void Instead_of_what_goes_on_elsewhere()
    {
        var worker = ActorOf(dsl => dsl.ReceiveAny(static (_, _) => { }), "worker");

        var failure = Assert.ThrowsAny<XunitException>(
            () => Await(new TaskCompletionSource<int>().Task, 1.Seconds()));
        Assert.Contains("Watch, Sys.Stop and ExpectTerminated for a GracefulStop", failure.Message);
        Assert.Contains("Ask<ActorIdentity>(new Identify(null))).Subject for a ResolveOne", failure.Message);

        var found = Await(Sys.ActorSelection("/user/worker").Ask<ActorIdentity>(new Identify(null))).Subject;
        Assert.Equal(worker, found);
        Watch(found);
        Sys.Stop(found);
        ExpectTerminated(found);
    }

    [Fact(DisplayName = "ExpectLog takes log events in their order")]
    public void Expect_log()
    {
        Sys.Scheduler.Advanced.ScheduleOnce(1.Seconds(), () => Sys.Log.Warning("first"));
        Sys.Scheduler.Advanced.ScheduleOnce(2.Seconds(), () => Sys.Log.Error("second"));

        ExpectLog<Warning>("first");
        Assert.Equal("second", ExpectLog<Error>().Message.ToString());
        Assert.ThrowsAny<XunitException>(() => ExpectLog<Warning>("first"));
    }

    [Fact(DisplayName = "A condition is looked at after each event, so that nothing short-lived is missed")]
    public void Condition_is_seen_after_each_event()
    {
        var level = 0;
        for (var i = 1; i <= 3; i++)
        {
            var next = i % 3;
            Sys.Scheduler.Advanced.ScheduleOnce((10 * i).Milliseconds(), () => level = next);
        }

        AwaitCondition(() => level == 2);

        Assert.Equal(20.Milliseconds(), Time);
    }

    [Fact(DisplayName = "A block that lets more time pass than it may is a failure")]
    public void Within_is_exceeded()
    {
        Assert.ThrowsAny<XunitException>(() => Within(1.Seconds(), () => Advance(2.Seconds())));
        Within(1.Seconds(), () => Advance(2.Seconds()), epsilonValue: 1.Seconds());
    }

    [Fact(DisplayName = "Limits below zero are refused, and a cancelled verb does not drive")]
    public void Odd_limits()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ReceiveOne(Timeout.InfiniteTimeSpan));
        Assert.Throws<OperationCanceledException>(
            () => ExpectMsg<string>(cancellationToken: new CancellationToken(true)));
        Assert.Throws<NotSupportedException>(() => CreateTestBarrier(2));
        Assert.Equal(TimeSpan.Zero, Time);
    }

    [Fact(DisplayName = "The disk of the node is at the test's hands")]
    public void Disk_is_at_hand()
    {
        Node.Disk.OnWrite = static _ => WriteFault.Fail;

        Assert.Equal((7UL, NodeState.Up, Sys), (Seed, Node.State, Node.System));
    }

    [Fact(DisplayName = "Its thread is left as it was by a test that used its system during a turn")]
    public void Thread_is_left_as_it_was()
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(static () =>
        {
            using (var kit = new UsesItsSystemDuringATurn())
                kit.Run();
            using var plain = ActorSystem.Create("plain");
        }));

        thread.Start();

        Assert.True(thread.Join(30.Seconds()));
        Assert.Null(failure);
    }

    private sealed class UsesItsSystemDuringATurn : KitBase
    {
        public void Run()
        {
            ActorSystem? seen = null;
            Sys.Scheduler.Advanced.ScheduleOnce(10.Milliseconds(), () => seen = Sys);
            AwaitCondition(() => seen is not null);
        }
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }

    private sealed class Deaf : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);
    }
}
