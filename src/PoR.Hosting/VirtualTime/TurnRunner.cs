using PoR.Actors.Contract;

namespace PoR.Hosting.VirtualTime;

/// <summary>Runs one turn of one actor, all or nothing.</summary>
internal sealed class TurnRunner(HostState state, EffectReleaser releaser)
{
    private readonly Turn _turn = new(state);

    /// <summary>From the beginning of a turn to the release of its last effect.</summary>
    public bool IsInTurn { get; private set; }

    /// <summary>What the last failed turn threw.</summary>
    public Exception? Failure { get; private set; }

    public TurnEnd Start(Cell cell)
    {
        var nothing = new QueuedEvent { From = cell, To = cell };
        Begin(cell, nothing);
        try
        {
            cell.Actor!.OnStart(_turn);
        }
        catch (Exception exception)
        {
            return Fail(cell, exception);
        }

        return Finish(cell, nothing, mayPark: true);
    }

    public TurnEnd Receive(Cell cell, in QueuedEvent current)
    {
        Begin(cell, current);
        try
        {
            cell.Actor!.OnMessage(_turn, current.Body!);
        }
        catch (Exception exception)
        {
            return Fail(cell, exception);
        }

        return Finish(cell, current, mayPark: true);
    }

    /// <summary>The last turn; a write is not waited for.</summary>
    public TurnEnd Stop(Cell cell, StopReason why)
    {
        var nothing = new QueuedEvent { From = cell, To = cell };
        Begin(cell, nothing);
        try
        {
            cell.Actor!.OnStop(_turn, why);
        }
        catch (Exception exception)
        {
            return Fail(cell, exception);
        }

        return Finish(cell, nothing, mayPark: false);
    }

    /// <summary>The second half of a turn that was parked for its write.</summary>
    public TurnEnd FinishWrite(Cell cell, PendingWrite write)
    {
        cell.IsParked = false;
        IsInTurn = true;
        try
        {
            return TryMakeDurable(cell, write.Events)
                ? Release(cell, write.Effects, write.Current)
                : TurnEnd.Failed;
        }
        finally
        {
            IsInTurn = false;
        }
    }

    private void Begin(Cell cell, in QueuedEvent current)
    {
        IsInTurn = true;
        _turn.Begin(cell, current);
    }

    private TurnEnd Finish(Cell cell, in QueuedEvent current, bool mayPark)
    {
        _turn.Close();
        try
        {
            if (_turn.Events.Count == 0)
                return Release(cell, _turn.Effects, current);
            if (mayPark && state.Options.Journal.WriteLatency is var latency
                && latency > TimeSpan.Zero)
            {
                var write = new PendingWrite(
                    [.. _turn.Events], _turn.Effects.ToArray(), current);
                cell.IsParked = true;
                state.Push(
                    state.Queue.Now + latency.Ticks,
                    EventType.WriteDone,
                    cell,
                    write,
                    cell.Incarnation);
                return TurnEnd.Parked;
            }

            return TryMakeDurable(cell, _turn.Events)
                ? Release(cell, _turn.Effects, current)
                : TurnEnd.Failed;
        }
        finally
        {
            _turn.Clear();
            IsInTurn = false;
        }
    }

    private TurnEnd Release(Cell cell, ReadOnlySpan<Effect> effects, in QueuedEvent current) =>
        releaser.Release(cell, effects, current) ? TurnEnd.StopAsked : TurnEnd.Done;

    private bool TryMakeDurable(Cell cell, IReadOnlyList<IEvent> events)
    {
        try
        {
            var actor = (IEventSourced)cell.Actor!;
            var journal = state.Options.Journal;
            journal.Append(cell.Address, events);
            foreach (var durable in events)
                actor.Apply(durable);
            cell.EventsSinceSnapshot += events.Count;
            if (cell.EventsSinceSnapshot >= cell.Options.SnapshotEvery
                && actor.TakeSnapshot() is { } snapshot)
            {
                journal.SaveSnapshot(cell.Address, snapshot);
                cell.EventsSinceSnapshot = 0;
            }

            return true;
        }
        catch (Exception exception)
        {
            // Not even the disk may fail with effects: supervision decides, recovery reads again.
            Failure = exception;
            return false;
        }
    }

    private TurnEnd Fail(Cell cell, Exception exception)
    {
        _turn.RollBack(cell);
        _turn.Clear();
        IsInTurn = false;
        Failure = exception;
        return TurnEnd.Failed;
    }
}
