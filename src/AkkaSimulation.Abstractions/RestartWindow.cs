using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Actor.Internal;

namespace AkkaSimulation;

/// <summary>
/// One-for-one supervision that allows a number of restarts within a window of the system's own clock.
/// </summary>
/// <remarks>
/// Akka's window counts real time even under a scheduler on virtual time, where an actor that fails once in ten seconds
/// would be stopped at its eleventh failure. This strategy uses the scheduler's monotonic clock, which is right in both
/// cases.
/// </remarks>
/// <param name="restarts">Restarts of one child within the window; one more stops it. At least 0.</param>
/// <param name="window">The sliding window, above zero.</param>
/// <param name="decide">What follows from an exception.</param>
/// <param name="stopped">Hears for what a child is stopped, also by one failure too many; null: nobody does.</param>
public sealed class OneForOneWithin(
    int restarts, TimeSpan window, Func<Exception, Directive> decide, Action<Exception>? stopped = null)
    : OneForOneStrategy(-1, Timeout.InfiniteTimeSpan, decide)
{
    private readonly RestartWindow _window = new(restarts, window);

    /// <inheritdoc/>
    public override void ProcessFailure(
        IActorContext context,
        bool restart,
        IActorRef child,
        Exception cause,
        ChildRestartStats stats,
        IReadOnlyCollection<ChildRestartStats> children)
    {
        var mayRestart = restart && _window.TryRestart(child, context.System.Scheduler.MonotonicClock);
        if (!mayRestart)
            stopped?.Invoke(cause);
        base.ProcessFailure(context, mayRestart, child, cause, stats, children);
    }
}

/// <summary>
/// All-for-one supervision that allows a number of restarts within a window of the system's own clock; the reason
/// stands at <see cref="OneForOneWithin"/>.
/// </summary>
/// <param name="restarts">Restarts of all children within the window; one more stops them. At least 0.</param>
/// <param name="window">The sliding window, above zero.</param>
/// <param name="decide">What follows from an exception.</param>
public sealed class AllForOneWithin(int restarts, TimeSpan window, Func<Exception, Directive> decide)
    : AllForOneStrategy(-1, Timeout.InfiniteTimeSpan, decide)
{
    private readonly RestartWindow _window = new(restarts, window);

    /// <inheritdoc/>
    public override void ProcessFailure(
        IActorContext context,
        bool restart,
        IActorRef child,
        Exception cause,
        ChildRestartStats stats,
        IReadOnlyCollection<ChildRestartStats> children)
    {
        var mayRestart = restart && _window.TryRestart(context.Self, context.System.Scheduler.MonotonicClock);
        base.ProcessFailure(context, mayRestart, child, cause, stats, children);
    }
}

/// <summary>When each child was restarted lately.</summary>
internal sealed class RestartWindow
{
    private readonly ConditionalWeakTable<IActorRef, Queue<TimeSpan>> _restarts = [];
    private readonly int _restartsMax;
    private readonly TimeSpan _window;

    public RestartWindow(int restarts, TimeSpan window)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(restarts);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(window, TimeSpan.Zero);
        (_restartsMax, _window) = (restarts, window);
    }

    public bool TryRestart(IActorRef child, TimeSpan now)
    {
        var times = _restarts.GetValue(child, static _ => new Queue<TimeSpan>());
        while (times.TryPeek(out var first) && first <= now - _window)
            times.Dequeue();
        if (times.Count >= _restartsMax)
            return false;
        times.Enqueue(now);
        return true;
    }
}
