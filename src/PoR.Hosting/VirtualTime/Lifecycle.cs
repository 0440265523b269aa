using System.Diagnostics;
using PoR.Actors.Contract;
using PoR.Hosting.Network;

namespace PoR.Hosting.VirtualTime;

/// <summary>Starts, recovers, restarts and stops actors, and whole nodes.</summary>
internal sealed class Lifecycle(HostState state, TurnRunner runner, EffectReleaser releaser)
{
    /// <summary>Creates and recovers an actor and runs its first turn.</summary>
    /// <returns>Whether it can take a message now.</returns>
    public bool TryStart(Cell cell)
    {
        try
        {
            cell.Actor = cell.Kind!.Create(cell.Address);
            Recover(cell);
        }
        catch (Exception exception)
        {
            cell.Actor = null;
            Fail(cell, exception);
            return false;
        }

        state.Trace.Lifecycle(state.Queue.Now, cell.Id, EventType.Start, hasFailed: false);
        After(cell, runner.Start(cell));
        return cell.Actor is not null && !cell.IsParked;
    }

    /// <summary>What follows a turn.</summary>
    public void After(Cell cell, TurnEnd end)
    {
        switch (end)
        {
            case TurnEnd.Done: break;
            case TurnEnd.Parked: return;
            case TurnEnd.StopAsked: Stop(cell, StopReason.Passivated); return;
            case TurnEnd.Failed: Fail(cell, runner.Failure!); return;
            default: throw new UnreachableException($"No handler for {end}.");
        }

        state.EnsureRun(cell);
        cell.LastActive = state.Queue.Now;
        if (cell.Options.PassivateAfter is { } idle && !cell.IsPassivationScheduled)
        {
            cell.IsPassivationScheduled = true;
            state.Push(state.Queue.Now + idle.Ticks, EventType.PassivateCheck, cell);
        }
    }

    /// <summary>Passivates an actor that was idle long enough.</summary>
    public void CheckIdle(Cell cell)
    {
        cell.IsPassivationScheduled = false;
        if (cell.Actor is null || cell.IsBusy)
            return; // Whatever keeps it busy ends with a turn, and that plans the next check.
        var due = cell.LastActive + cell.Options.PassivateAfter!.Value.Ticks;
        if (due <= state.Queue.Now)
        {
            Stop(cell, StopReason.Passivated);
            return;
        }

        cell.IsPassivationScheduled = true;
        state.Push(due, EventType.PassivateCheck, cell);
    }

    /// <summary>Stops an actor whose address lives on.</summary>
    public void Stop(Cell cell, StopReason why)
    {
        RunLastTurn(cell, why);
        Reset(cell);
        if (cell is { InFlight: 0, HasMail: false, Watchers: null or { Count: 0 } })
            state.Directory.Evict(cell);
        else
            state.EnsureRun(cell);
    }

    /// <summary>Supervision: an actor's turn, start or recovery threw.</summary>
    public void Fail(Cell cell, Exception exception)
    {
        state.Record(cell, exception);
        switch (cell.Options.OnFailure)
        {
            case OnFailure.Restart when MayRestart(cell):
                Reset(cell);
                PlanStart(cell);
                break;
            case OnFailure.Restart:
            case OnFailure.Stop:
                StopForGood(cell);
                break;
            case OnFailure.Escalate:
                StopForGood(cell);
                throw new ActorEscalationException(cell.Address, exception);
            default:
                throw new UnreachableException($"No handler for {cell.Options.OnFailure}.");
        }
    }

    /// <summary>A node's actors lose all but what their journals hold.</summary>
    public void Crash(int node)
    {
        state.IsDown[node] = true;
        var cells = state.Directory.InOrder().Where(cell => cell.Node == node).ToArray();
        foreach (var cell in cells)
        {
            cell.WasRunningAtCrash = cell.Actor is not null || cell.IsParked;
            Reset(cell);
            cell.RestartTimes = null;
            DropMail(cell, DropCause.NodeDown);
        }

        foreach (var cell in cells)
            NotifyWatchers(cell);
    }

    /// <summary>A node comes back; what ran on it recovers, in order of address.</summary>
    public void Restart(int node)
    {
        state.IsDown[node] = false;
        foreach (var cell in state.Directory.InOrder().Where(cell => cell.Node == node).ToArray())
        {
            cell.IsDead = false;
            if (cell.WasRunningAtCrash)
                PlanStart(cell);
            cell.WasRunningAtCrash = false;
        }
    }

    private static bool IsPast(Queue<long> times, long since) =>
        times.Count > 0 && times.Peek() <= since;

    private void Recover(Cell cell)
    {
        if (cell.Actor is not IEventSourced actor)
            return;
        var (snapshot, after) = state.Options.Journal.Read(cell.Address);
        if (snapshot is not null)
            actor.LoadSnapshot(snapshot);
        foreach (var durable in after)
            actor.Apply(durable);
        cell.EventsSinceSnapshot = after.Count;
    }

    private bool MayRestart(Cell cell)
    {
        var times = cell.RestartTimes ??= new Queue<long>();
        while (IsPast(times, state.Queue.Now - cell.Options.RestartWindow.Ticks))
            times.Dequeue();
        if (times.Count >= cell.Options.MaxRestarts)
            return false;
        times.Enqueue(state.Queue.Now);
        return true;
    }

    private void PlanStart(Cell cell)
    {
        // Its own entry in the queue, so that an actor that fails in its start cannot recurse.
        cell.IsParked = true;
        state.Push(state.Queue.Now, EventType.Start, cell, mark: cell.Incarnation);
    }

    private void StopForGood(Cell cell)
    {
        if (cell.Actor is not null)
            RunLastTurn(cell, StopReason.Failed);
        Reset(cell);
        cell.IsDead = true;
        DropMail(cell, DropCause.Stopped);
        NotifyWatchers(cell);
    }

    private void RunLastTurn(Cell cell, StopReason why)
    {
        if (runner.Stop(cell, why) == TurnEnd.Failed)
            state.Record(cell, runner.Failure!);
    }

    private void Reset(Cell cell)
    {
        cell.Actor = null;
        cell.Random = null;
        cell.Timers = null;
        cell.Incarnation++;
        cell.JobsRunning = 0;
        cell.IsParked = false;
        cell.Unstash();
        state.Topics.Forget(cell);
    }

    private void DropMail(Cell cell, DropCause cause)
    {
        while (cell.HasMail)
            state.Drop(cell.Mailbox!.TakeFirst(), cause);
        cell.Mailbox = null;
    }

    private void NotifyWatchers(Cell gone)
    {
        var watchers = gone.Watchers;
        gone.Watchers = null;
        foreach (var (who, incarnation) in (watchers ?? []).OrderBy(static w => w.Who.Address))
        {
            if (who.Incarnation == incarnation)
                releaser.Notify(who, incarnation, gone);
        }
    }
}
