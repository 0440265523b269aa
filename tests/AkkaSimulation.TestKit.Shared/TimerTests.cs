using Akka.Actor;

namespace AkkaSimulation.TestKit.Shared;

/// <summary>Timers, the scheduler, and receive timeouts.</summary>
public sealed class TimerTests : KitBase
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_long = TimeSpan.FromMilliseconds(600);

    [Fact(DisplayName = "A single timer fires once, not before it is due")]
    public void Single_timer_fires_once()
    {
        var clock = ActorOf(Props.Create(() => new Clock(TestActor)));

        clock.Tell(new Start(s_long, IsPeriodic: false));

        ExpectNoMsg(s_short);
        ExpectMsg("tick");
        ExpectNoMsg(s_short);
    }

    [Fact(DisplayName = "A periodic timer fires until it is cancelled")]
    public void Periodic_timer_fires_until_cancelled()
    {
        var clock = ActorOf(Props.Create(() => new Clock(TestActor)));

        clock.Tell(new Start(s_short, IsPeriodic: true));
        ExpectMsg("tick");
        ExpectMsg("tick");
        clock.Tell("cancel");

        FishForMessage(static message => message is "cancelled");
        ExpectNoMsg(s_short * 3);
    }

    [Fact(DisplayName = "A timer that is started again replaces the one of its key")]
    public void Timer_is_replaced()
    {
        var clock = ActorOf(Props.Create(() => new Clock(TestActor)));

        clock.Tell(new Start(s_long * 100, IsPeriodic: false));
        clock.Tell(new Start(s_short, IsPeriodic: false));

        ExpectMsg("tick");
    }

    [Fact(DisplayName = "The scheduler tells once")]
    public void Scheduler_tells_once()
    {
        Sys.Scheduler.ScheduleTellOnce(s_short, TestActor, "now", ActorRefs.NoSender);

        ExpectMsg("now");
        ExpectNoMsg(s_short * 2);
    }

    [Fact(DisplayName = "The scheduler tells repeatedly until it is cancelled")]
    public void Scheduler_tells_repeatedly()
    {
        var cancelable = Sys.Scheduler.ScheduleTellRepeatedlyCancelable(
            TimeSpan.Zero, s_short, TestActor, "again", ActorRefs.NoSender);
        Assert.Equal(3, ReceiveN(3).Count);

        cancelable.Cancel();

        ReceiveWhile<string>(static text => text == "again", idle: s_short * 3, max: TimeSpan.FromSeconds(5));
        ExpectNoMsg(s_short * 3);
    }

    [Fact(DisplayName = "An actor that hears nothing gets a receive timeout")]
    public void Receive_timeout()
    {
        ActorOf(Props.Create(() => new Sleeper(s_short, TestActor)));

        ExpectMsg("quiet");
    }

    private sealed record Start(TimeSpan Due, bool IsPeriodic);

    private sealed class Clock : ReceiveActor, IWithTimers
    {
        public Clock(IActorRef listener)
        {
            Receive<Start>(start =>
            {
                if (start.IsPeriodic)
                    Timers.StartPeriodicTimer("key", "tick", start.Due);
                else
                    Timers.StartSingleTimer("key", "tick", start.Due);
            });
            Receive<string>(static text => text == "tick", listener.Tell);
            Receive<string>(_ =>
            {
                Timers.Cancel("key");
                listener.Tell("cancelled");
            });
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }

    private sealed class Sleeper : ReceiveActor
    {
        public Sleeper(TimeSpan timeout, IActorRef listener)
        {
            SetReceiveTimeout(timeout);
            Receive<ReceiveTimeout>(_ =>
            {
                SetReceiveTimeout(null);
                listener.Tell("quiet");
            });
        }
    }
}
