using System.Runtime.InteropServices;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Running;

/// <summary>
/// Runs the loops. Where letters arrive at once, all nodes share one loop. Else each node has a lane of its own, and
/// lanes run side by side in windows, for as long as nothing that one of them tells can arrive at another: the least
/// time that a letter takes, or a tick of the grid on which letters arrive. The mode follows from the network alone.
/// </summary>
internal sealed class Driver : IDisposable
{
    private const int LaneBuckets = 64;
    private const int LaneBits = 14;

    // One calendar holds what all nodes share, so its buckets are shorter: 0.2 ms instead of 1.6.
    private const int SharedBuckets = 8192;
    private const int SharedBits = 11;
    private const int DriverOrigin = -1;
    private readonly Simulation _simulation;
    private readonly Calendar _plans = NewLaneCalendar();
    private readonly List<Loop> _loops = [];
    private readonly List<Loop> _active = [];

    // When something is next due in each loop, but for those that were touched since.
    private readonly List<long> _nexts = [];
    private readonly List<bool> _isTouched = [];
    private readonly List<int> _touched = [];
    private readonly Workers _workers;
    private long _plansMade;
    private long _doneTo = -1;
    private bool _isRunning;

    public Driver(Simulation simulation, TimeSpan minimumDelay, TimeSpan arrivalTick)
    {
        (_simulation, MinimumDelay, ArrivalTick) = (simulation, minimumDelay, arrivalTick);
        IsShared = minimumDelay == TimeSpan.Zero && arrivalTick == TimeSpan.Zero;
        Mail = new Mail(IsShared ? NewLaneCalendar() : NewSharedCalendar(), Broadcasts);
        if (IsShared)
            Add(NewSharedCalendar());
        _workers = new Workers(simulation, simulation.Options.Threads);
    }

    /// <summary>Whether all nodes share one loop.</summary>
    public bool IsShared { get; }

    public TimeSpan MinimumDelay { get; }

    /// <summary>Letters arrive on this grid; zero: there is none.</summary>
    public TimeSpan ArrivalTick { get; }

    /// <summary>True time that all loops have reached, ticks.</summary>
    public long Now { get; private set; }

    /// <summary>Up to this time, ticks, all that was due has happened, but for what waits at paused nodes.</summary>
    public long DoneTo => Math.Max(_doneTo, Now - 1);

    public BroadcastPool Broadcasts { get; } = new();

    /// <summary>Letters on their way between lanes; empty where all nodes share one loop.</summary>
    public Mail Mail { get; }

    /// <summary>
    /// When a letter arrives that would do so at a time: on the next moment of the grid, if there is one.
    /// </summary>
    /// <remarks>
    /// An arrival is never at the present moment, so no letter that is told now reaches another lane before the next
    /// moment of the grid. Lanes can therefore run in parallel for a whole tick, and for as many as the least delay
    /// spans.
    /// </remarks>
    public long ArrivalAt(long time, long now)
    {
        var tick = ArrivalTick.Ticks;
        return tick == 0 ? time : Math.Max(time + tick - 1, now + tick) / tick * tick;
    }

    /// <summary>The loop of a new node, the next one in the order of their numbers.</summary>
    public Loop NextLoop() => IsShared ? _loops[0] : Add(NewLaneCalendar());

    /// <summary>Something is due in a loop at another time than before; called between windows.</summary>
    public void Touch(int loop)
    {
        if (_isTouched[loop])
            return;
        _isTouched[loop] = true;
        _touched.Add(loop);
    }

    /// <summary>Something that a lane has for another one; called between windows.</summary>
    public void Send(long time, long order, in Entry entry)
    {
        if (entry.Kind is EntryKind.Letter or EntryKind.Broadcast)
            Mail.Post(time, order, entry);
        else
            entry.Node!.Loop.Push(time, order, entry);
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
        _simulation.Observations.Deliver();
        while (true)
        {
            var (loop, time) = Next();
            var isReady = IsShared && loop is { HasReady: true };
            var arrival = Mail.NextTime;
            if (!isReady && _plans.NextTime() is var next && next <= Math.Min(time, arrival)
                && _plans.TryPop(next, out var plan))
            {
                Act(plan, next);
                return true;
            }

            if (arrival < long.MaxValue && arrival <= time)
            {
                // It may be for a lane that is paused.
                Deliver(arrival);
                continue;
            }

            if (loop is null)
                return false;

            // Nothing is due before that time in any lane, and a lane whose clock lags would send letters into the
            // past.
            Now = Math.Max(Now, time);
            var hasRun = loop.TryTurn(time);
            loop.Touch();
            _simulation.Observations.Deliver();
            if (hasRun)
                return true;
        }
    }

    /// <summary>Runs up to a limit, or until a condition holds.</summary>
    /// <returns>Whether the condition holds; false without one.</returns>
    public bool Run(long limit, Func<bool>? condition)
    {
        using var running = Begin();

        // What a node's start has published or failed in may be the last that happens.
        if (IsReached(condition))
            return true;
        var isReached = IsShared ? RunShared(limit, condition) : RunLanes(limit, condition);
        if (!isReached)
        {
            AdvanceTo(limit);
            _doneTo = Math.Max(_doneTo, limit);
        }

        return isReached;
    }

    public void Dispose() => _workers.Dispose();

    private static Calendar NewLaneCalendar() => new(LaneBuckets, LaneBits);

    private static Calendar NewSharedCalendar() => new(SharedBuckets, SharedBits);

    private Loop Add(Calendar calendar)
    {
        var index = _loops.Count;
        var draws = _simulation.StreamOf(StreamPurpose.Schedule, index, 0);
        var loop = new Loop(this, index, _simulation.Options, calendar, draws);
        _loops.Add(loop);
        _nexts.Add(long.MaxValue);
        _isTouched.Add(false);
        return loop;
    }

    private bool RunShared(long limit, Func<bool>? condition)
    {
        var loop = _loops[0];
        while (true)
        {
            // Everything that is ready now, or that a planned action makes ready, runs before the clock moves on.
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

            if (IsReached(condition))
                return true;
        }
    }

    private bool RunLanes(long limit, Func<bool>? condition)
    {
        while (true)
        {
            var least = Math.Min(Next().Time, Mail.NextTime);
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
                RunWindow(Math.Min(Math.Min(HorizonOf(least), plan - 1), limit));
            }

            if (IsReached(condition))
                return true;
        }
    }

    /// <summary>Shows what has happened and throws what has failed, before a condition is asked.</summary>
    private bool IsReached(Func<bool>? condition)
    {
        _simulation.Observations.Deliver();
        if (_simulation.HasFailure)
            _simulation.ThrowFailure();
        return condition is not null && condition();
    }

    /// <summary>Nothing that is told from a time on arrives at another lane before this one is over.</summary>
    private long HorizonOf(long time) => ArrivalAt(time + MinimumDelay.Ticks, time) - 1;

    /// <summary>Gives each lane what arrives up to a time.</summary>
    private void Deliver(long upTo)
    {
        Mail.Sort(upTo, _loops.Count);
        for (var i = 0; i < _loops.Count; i++)
        {
            if (Mail.HasFor(i))
                _loops[i].Fetch(_simulation.Nodes[i]);
        }

        Mail.End();
    }

    private void RunWindow(long horizon)
    {
        LookAtTouched();
        Mail.Sort(horizon, _loops.Count);
        _active.Clear();
        for (var i = 0; i < _loops.Count; i++)
        {
            var hasMail = Mail.HasFor(i);
            if (hasMail && _simulation.Nodes[i].State == NodeState.Paused)
                _loops[i].Fetch(_simulation.Nodes[i]);
            else if (hasMail || _nexts[i] <= horizon)
                _active.Add(_loops[i]);
        }

        try
        {
            _workers.RunWindow(_active, horizon);
        }
        finally
        {
            Mail.End();

            // A lane that throws keeps nothing back that others told meanwhile: they may crash before their next turn.
            _active.ForEach(Collect);
        }

        Now = Math.Max(Now, horizon);
        _doneTo = Now;
    }

    /// <summary>Puts on its way what a lane told in the window.</summary>
    private void Collect(Loop loop)
    {
        foreach (ref readonly var sent in CollectionsMarshal.AsSpan(loop.Outbox))
            Send(sent.Time, sent.Order, sent.Entry);
        loop.Outbox.Clear();
        loop.Touch();
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
        if (IsShared)
            _loops[0].Calendar.AdvanceTo(Now);
    }

    private (Loop? Loop, long Time) Next()
    {
        if (IsShared)
            Touch(0);
        LookAtTouched();
        (int Loop, long Time) least = (-1, long.MaxValue);
        for (var i = 0; i < _nexts.Count; i++)
        {
            if (_nexts[i] < least.Time)
                least = (i, _nexts[i]);
        }

        return least.Loop < 0 ? (null, long.MaxValue) : (_loops[least.Loop], least.Time);
    }

    private void LookAtTouched()
    {
        foreach (var index in _touched)
        {
            _isTouched[index] = false;
            var isPaused = !IsShared && _simulation.Nodes[index].State == NodeState.Paused;
            _nexts[index] = isPaused ? long.MaxValue : _loops[index].NextTime();
        }

        _touched.Clear();
    }

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
