using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using AkkaSimulation.Nodes;

#if XUNIT2_KIT
namespace AkkaSimulation.TestKit.Xunit2.Tests;
#else
namespace AkkaSimulation.TestKit.Xunit.Tests;
#endif

/// <summary>A test's run as a whole: its start, its end, and its repetition.</summary>
public sealed class KitRunTests
{
    [Fact(DisplayName = "The same test gives the same trace each time, whatever ran before it in the process")]
    public void Test_repeats()
    {
        using var first = new Story(seed: 3);
        using var second = new Story(seed: 3);
        using var other = new Story(seed: 4);

        Assert.Equal(first.Play(), second.Play());
        Assert.NotEqual(first.Play(), other.Play());
    }

    [Fact(DisplayName = "Actors that a test creates have uids that follow from the seed")]
    public void Uids_repeat()
    {
        using var first = new Story(seed: 3);
        var uids = first.Uids();
        using var second = new Story(seed: 3);
        using var other = new Story(seed: 4);

        Assert.Equal(uids, second.Uids());
        Assert.NotEqual(uids, other.Uids());
    }

    [Fact(DisplayName = "At the end of a test its actors are stopped, on all nodes, and the thread is as before")]
    public void End_stops_all_actors()
    {
        var stopped = new List<string>();
        var random = Akka.Util.ThreadLocalRandom.Current;
        var story = new Story(seed: 3);
        story.Sys.ActorOf(Props.Create(() => new Mortal(stopped)), "a");
        story.AddNode(node => node.System.ActorOf(Props.Create(() => new Mortal(stopped)), "b"));

        story.Dispose();

        Assert.Equal(["a", "b"], stopped);
        Assert.Same(random, Akka.Util.ThreadLocalRandom.Current);
    }

    [Fact(DisplayName = "What goes wrong while the actors stop fails the test")]
    public void Failure_at_the_end()
    {
        var story = new Story(seed: 3);
        story.ActorOf(dsl => dsl.ReceiveAny(static (_, _) => throw new FormatException("late"))).Tell(1);
        story.ActorOf(dsl => dsl.ReceiveAny(static (_, _) => { }));

        Assert.IsType<FormatException>(Assert.Throws<ActorFailedException>(story.EndAfterSettling).InnerException);
    }

    [Fact(DisplayName = "A crashed or paused node does not hinder the end of a test")]
    public void End_with_a_crashed_node()
    {
        var story = new Story(seed: 3);
        var (crashed, paused) = (story.AddNode(), story.AddNode());
        crashed.Crash();
        paused.Pause();
        story.Node.Crash();

        story.Dispose();

        Assert.Equal(NodeState.Down, story.Node.State);
    }

    [Fact(DisplayName = "Options of a test hold: its configuration, its log, another schedule")]
    public void Options_hold()
    {
        using var story = new Story(seed: 3, new SimulationOptions
        {
            Log = LogMode.All,
            Schedule = Schedule.Random,
            Config = ConfigurationFactory.ParseString("akka.loglevel = DEBUG\nakka.test.single-expect-default = 9s"),
        });

        Assert.Equal(LogMode.All, story.Simulation.Options.Log);
        Assert.Equal(9.Seconds(), story.RemainingOrDefault);
        story.EventFilter.Debug("seen").ExpectOne(() => story.Sys.Log.Debug("seen"));
    }

    [Fact(DisplayName = "Dead letters at the end of a test are no failure of it")]
    public void Dead_letters_at_the_end()
    {
        var story = new Story(seed: 3, new SimulationOptions { DeadLettersFail = true });
        var actor = story.ActorOf(dsl => dsl.ReceiveAny(static (_, _) => { }));
        story.Settle();
        for (var i = 0; i < 3; i++)
            actor.Tell(i);

        story.Dispose();

        Assert.NotEmpty(story.Simulation.Letters.DeadLetters);
    }

    private sealed class Story(ulong seed, SimulationOptions? options = null) : SimulationTestKit(seed, options)
    {
        public string Play()
        {
            var probe = CreateTestProbe();
            var counter = ActorOfAsTestActorRef<Counter>();
            var random = ActorOf(Props.Create<Dice>());
            random.Tell("roll", probe);
            counter.Tell(probe.ExpectMsg<int>(), probe);
            Watch(counter);
            EventFilter.Info("done").ExpectOne(() => Sys.Log.Info("done"));
            Sys.Stop(counter);
            ExpectTerminated(counter);
            Advance(1.Minutes());
            return Simulation.TraceHash;
        }

        public long[] Uids() =>
        [
            TestActor.Path.Uid,
            ActorOf<Counter>().Path.Uid,
            CreateTestProbe().Ref.Path.Uid,
            Sys.ActorOf(Props.Create<Counter>()).Path.Uid,
        ];

        public void EndAfterSettling()
        {
            try
            {
                Settle();
            }
            finally
            {
                Dispose();
            }
        }
    }

    private sealed class Counter : ReceiveActor
    {
        public Counter() => ReceiveAny(static _ => { });
    }

    private sealed class Dice : ReceiveActor
    {
        public Dice()
        {
            var random = Context.System.RandomFor(Self);
            ReceiveAny(_ =>
            {
                var number = random.Next(1000);
                Sender.Tell(number);
                Context.System.Scheduler.ScheduleTellOnce(number.Milliseconds(), Sender, number, Self);
            });
        }
    }

    private sealed class Mortal(List<string> stopped) : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);

        protected override void PostStop() => stopped.Add(Self.Path.Name);
    }
}
