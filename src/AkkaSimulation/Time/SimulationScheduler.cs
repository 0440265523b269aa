using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using AkkaSimulation.Nodes;
using AkkaSimulation.Running;
using AkkaSimulation.Tracing;

namespace AkkaSimulation.Time;

/// <summary>The scheduler of one life: a timer of d lasts d by the node's own clock.</summary>
/// <param name="config">Akka's.</param>
/// <param name="log">Akka's.</param>
internal sealed class SimulationScheduler(Config config, ILoggingAdapter log) : SchedulerBase(config, log)
{
    /// <summary>Timers longer than this let go of their message as soon as they are cancelled.</summary>
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(1);

    // Akka gives a scheduler nothing of its system, so the life that is being created is taken from the thread.
    private readonly Life _life = Life.BeingCreated
        ?? throw new InvalidOperationException("Only a Simulation creates systems with this scheduler.");

    public override TimeSpan MonotonicClock => _life.Node.Clock.Monotonic;

    public override TimeSpan HighResMonotonicClock => MonotonicClock;

    protected override DateTimeOffset TimeNow => _life.Node.Clock.Now;

    protected override void InternalScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Arm(new Timer(_life, delay, null, cancelable, receiver, message, sender, null), delay);

    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay,
        TimeSpan interval,
        ICanTell receiver,
        object message,
        IActorRef sender,
        ICancelable cancelable) =>
        Arm(new Timer(_life, initialDelay, interval, cancelable, receiver, message, sender, null), initialDelay);

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) =>
        Arm(new Timer(_life, delay, null, cancelable, null, null, null, action), delay);

    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) =>
        InternalScheduleOnce(delay, action.Run, cancelable);

    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        Arm(new Timer(_life, initialDelay, interval, cancelable, null, null, null, action), initialDelay);

    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        InternalScheduleRepeatedly(initialDelay, interval, action.Run, cancelable);

    private void Arm(Timer timer, TimeSpan delay)
    {
        if (_life.IsOver || timer.IsCancelled)
            return;
        if (!_life.Node.Simulation.IsMine())
        {
            _life.Node.Simulation.Violated(
                ViolationKind.ForeignThread,
                _life.Node,
                $"A timer was armed from a thread that does not belong to the simulation ({timer.Describe()})",
                "arm timers within the actor's turn, with IWithTimers");
            return;
        }

        timer.Arm(delay > s_long);
    }

    private sealed class Timer(
        Life life,
        TimeSpan delay,
        TimeSpan? interval,
        ICancelable? cancelable,
        ICanTell? receiver,
        object? message,
        IActorRef? sender,
        Action? action) : IPlanned
    {
        private long _due = life.Node.Clock.MonotonicAt(life.Node.TrueNow) + delay.Ticks;
        private ICanTell? _receiver = receiver;
        private object? _message = message;
        private IActorRef? _sender = sender;
        private Action? _action = action;

        public Life Life => life;

        public LogKind Kind => LogKind.TimerFired;

        public bool IsCancelled => cancelable is { IsCancellationRequested: true };

        public string Describe() => (_message, _receiver) switch
        {
            (null, _) => "an action",
            (_, IActorRef to) => $"{NodeLog.NameOf(_message)} to {NodeLog.PathOf(to)}",
            _ => NodeLog.NameOf(_message),
        };

        public void Arm(bool isLong)
        {
            if (isLong)
                cancelable?.Token.UnsafeRegister(static timer => ((Timer)timer!).Release(), this);
            var due = Math.Max(life.Node.Clock.TrueAt(_due), life.Node.TrueNow);
            life.Node.Plan(due, this);
        }

        public void Fire()
        {
            if (IsCancelled)
                return;
            if (interval is { } each)
            {
                _due += each.Ticks;
                Arm(isLong: false);
            }

            if (_action is not null)
                _action();
            else
                _receiver?.Tell(_message, _sender);
        }

        private void Release() => (_receiver, _message, _sender, _action) = (null, null, null, null);
    }
}
