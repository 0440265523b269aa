using System.Runtime.InteropServices;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Running;

/// <summary>
/// Runs the loops. Without a minimum delay all nodes share one loop; with one, each node has a lane of its own, and
/// lanes run side by side in windows that are as long as the least time a letter takes. The mode follows from the
/// network alone.
/// </summary>
internal sealed class Driver : IDisposable
{
    private const int LaneBuckets = 64;
    private const int LaneBits = 14;

    // All nodes' entries lie in one calendar, so that its buckets are shorter: 0.2 ms instead of 1.6.
    private const int SharedBuckets = 8192;
    private const int SharedBits = 11;
    private const int DriverOrigin = -1;
    private readonly Simulation _simulation;
    private readonly Calendar _plans = new(LaneBuckets, LaneBits);
    private readonly List<Loop> _loops = [];
    private readonly List<Loop> _active = [];

    // When something is next due in each loop, as Next has found it.
    private readonly List<long> _nexts = [];
    private readonly Workers _workers;
    private readonly bool _isShared;
    private long _plansMade;
    private bool _isRunning;

    public Driver(Simulation simulation, TimeSpan minimumDelay, TimeSpan arrivalTick)
    {
        (_simulation, MinimumDelay, ArrivalTick) = (simulation, minimumDelay, arrivalTick);
        _isShared = minimumDelay == TimeSpan.Zero;
        if (_isShared)
            _loops.Add(NewLoop(new Calendar(SharedBuckets, SharedBits), 0));
        _workers = new Workers(simulation, simulation.Options.Threads);
    }

    public TimeSpan MinimumDelay { get; }

    /// <summary>Letters arrive on this grid; zero: there is none.</summary>
    public TimeSpan ArrivalTick { get; }

    /// <summary>True time that all loops have reached, ticks.</summary>
    public long Now { get; private set; }

    /// <summary>The loop of a new node.</summary>
    public Loop LoopOf(int node)
    {
        if (_isShared)
            return _loops[0];
        var loop = NewLoop(new Calendar(LaneBuckets, LaneBits), node);
        loop.Calendar.AdvanceTo(Now);
        _loops.Add(loop);
        return loop;
    }

    public void Plan(long time, Action action)
    {
        _plans.Push(time, NextOrder(), new Entry { Kind = EntryKind.Action, Target = action });
    }

    /// <summary>The driver's own counter.</summary>
    public long NextOrder() => CalendarKey.OrderOf(DriverOrigin, ++_plansMade);

    /// <summary>One mailbox or one entry: of the lane with the least time, and of those the least node.</summary>
    public bool Step()
    {
        using var running = Begin();
        var (loop, time) = Next();
        var isReady = _isShared && loop is { HasReady: true };
        if (!isReady && _plans.NextTime() is var next && next <= time && _plans.TryPop(next, out var plan))
        {
            Act(plan, next);
            return true;
        }

        if (loop is null)
            return false;

        // Nothing is due before that time anywhere, and a lane that lags would send letters into the past.
        AdvanceTo(time);
        var hasRun = loop.TryTurn(long.MaxValue);
        Now = Math.Max(Now, loop.Calendar.Now);
        _simulation.Observations.Deliver();
        return hasRun;
    }

    /// <summary>Runs up to a limit, or until a condition holds.</summary>
    /// <returns>Whether the condition holds; false without one.</returns>
    public bool Run(long limit, Func<bool>? condition)
    {
        using var running = Begin();
        if (condition is not null && condition())
            return true;
        var isReached = _isShared ? RunShared(limit, condition) : RunLanes(limit, condition);
        if (!isReached)
            AdvanceTo(limit);
        return isReached;
    }

    public void Dispose() => _workers.Dispose();

    private Loop NewLoop(Calendar calendar, int index) =>
        new(
            _simulation.Options,
            calendar,
            _simulation.StreamOf(StreamPurpose.Schedule, index, 0),
            _isShared,
            ArrivalTick.Ticks);

    private bool RunShared(long limit, Func<bool>? condition)
    {
        var loop = _loops[0];
        while (true)
        {
            // What a plan makes ready, and what is ready now, comes before the clock moves on.
            if (!loop.HasReady && _plans.NextTime() is var next && next <= limit && next <= loop.Calendar.NextTime())
            {
                _plans.TryPop(next, out var plan);
                Act(plan, next);
            }
            else if (loop.TryTurn(limit))
            {
                Now = Math.Max(Now, loop.Calendar.Now);
            }
            else
            {
                return false;
            }

            _simulation.Observations.Deliver();
            if (_simulation.HasFailure)
                _simulation.ThrowFailure();
            if (condition is not null && condition())
                return true;
        }
    }

    private bool RunLanes(long limit, Func<bool>? condition)
    {
        while (true)
        {
            var (_, least) = Next();
            var plan = _plans.NextTime();
            if (Math.Min(least, plan) > limit)
                return false;
            if (plan <= least)
            {
                _plans.TryPop(plan, out var entry);
                Act(entry, plan);
            }
            else
            {
                // No letter that is sent from now on can arrive before the horizon is over.
                var horizon = Math.Min(Math.Min(least + MinimumDelay.Ticks - 1, plan - 1), limit);
                RunWindow(horizon);
                AdvanceTo(horizon);
            }

            _simulation.Observations.Deliver();
            if (_simulation.HasFailure)
                _simulation.ThrowFailure();
            if (condition is not null && condition())
                return true;
        }
    }

    private void RunWindow(long horizon)
    {
        _active.Clear();
        for (var i = 0; i < _loops.Count; i++)
        {
            if (_nexts[i] <= horizon)
                _active.Add(_loops[i]);
        }

        _workers.RunWindow(_active, horizon);
        foreach (var loop in _active)
        {
            foreach (ref readonly var letter in CollectionsMarshal.AsSpan(loop.Outbox))
                letter.To.Loop.Calendar.Push(letter.Time, letter.Order, letter.Entry);
            loop.Outbox.Clear();
        }
    }

    private void Act(in Entry plan, long time)
    {
        AdvanceTo(time);
        using var acting = _simulation.Log.Act(time);
        ((Action)plan.Target!)();
    }

    private void AdvanceTo(long time)
    {
        if (time == long.MaxValue)
            return;
        Now = Math.Max(Now, time);
        foreach (var loop in _loops)
            loop.Calendar.AdvanceTo(Now);
    }

    private (Loop? Loop, long Time) Next()
    {
        (Loop? Loop, long Time) least = (null, long.MaxValue);
        _nexts.Clear();
        for (var i = 0; i < _loops.Count; i++)
        {
            var time = NextOf(i);
            _nexts.Add(time);
            if (time < least.Time)
                least = (_loops[i], time);
        }

        return least;
    }

    private long NextOf(int index)
    {
        var loop = _loops[index];
        if (!_isShared && _simulation.Nodes[index].State == NodeState.Paused)
            return long.MaxValue;
        return loop.HasReady ? loop.Calendar.Now : Math.Max(loop.Calendar.NextTime(), LeastOf(loop));
    }

    /// <summary>An entry that waited while the node was paused is due now, not in the past.</summary>
    private static long LeastOf(Loop loop) => loop.Calendar.Count == 0 ? long.MaxValue : loop.Calendar.Now;

    private Running Begin()
    {
        if (_isRunning)
            throw new InvalidOperationException(
                "The simulation is running already: a condition or action must not run it.");
        _isRunning = true;
        return new Running(this);
    }

    private readonly struct Running(Driver driver) : IDisposable
    {
        public void Dispose() => driver._isRunning = false;
    }
}
