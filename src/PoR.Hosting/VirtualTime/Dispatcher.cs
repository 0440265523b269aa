using System.Diagnostics;
using PoR.Hosting.Network;

namespace PoR.Hosting.VirtualTime;

/// <summary>Handles one entry of the event queue after the other.</summary>
internal sealed class Dispatcher(HostState state, TurnRunner runner, Lifecycle lifecycle)
{
    /// <summary>The generation of a tick that was taken once already, and then stashed.</summary>
    public const long AcceptedTick = -1;

    /// <summary>Turns that messages of any type began.</summary>
    public long Deliveries { get; private set; }

    public Action<TurnReport>? TurnHook { get; set; }

    /// <summary>Handles an entry.</summary>
    /// <returns>Whether a message reached an actor.</returns>
    public bool Handle(ref QueuedEvent entry)
    {
        var cell = entry.To;
        switch (entry.Type)
        {
            case EventType.Letter:
                return cell.Ask is null ? Accept(cell, entry) : Answer(cell, entry);
            case EventType.Timer:
            case EventType.Notice:
                return !IsStale(cell, entry) && Accept(cell, entry);
            case EventType.Job:
                return CompleteJob(cell, ref entry);
            case EventType.Run:
                return RunMailbox(cell);
            case EventType.Start:
                Start(cell, entry.Mark);
                return false;
            case EventType.WriteDone:
                CompleteWrite(cell, (PendingWrite)entry.Tag!, entry.Mark);
                return false;
            case EventType.PassivateCheck:
                lifecycle.CheckIdle(cell);
                return false;
            case EventType.AskTimeout:
                Expire((PendingAsk)entry.Tag!);
                return false;
            case EventType.Action:
                ((Action)entry.Tag!)();
                return false;
            default:
                throw new UnreachableException($"No handler for {entry.Type}.");
        }
    }

    private static bool IsStale(Cell cell, in QueuedEvent entry) => entry.Type switch
    {
        EventType.Letter => false,
        EventType.Timer => entry.Mark != AcceptedTick
            && !(cell.Timers is { } timers && timers.TryGetValue((string)entry.Tag!, out var armed)
                && armed == entry.Mark),
        _ => entry.Mark != cell.Incarnation,
    };

    private bool Accept(Cell cell, in QueuedEvent entry)
    {
        if (cell.IsDead)
            state.Drop(entry, DropCause.Stopped);
        else if (state.IsDown[cell.Node])
            state.Drop(entry, DropCause.NodeDown);
        else if (cell.IsParked || cell.HasMail)
            Enqueue(cell, entry);
        else
            return Process(cell, entry);
        return false;
    }

    private void Enqueue(Cell cell, in QueuedEvent entry)
    {
        var mailbox = cell.Mailbox ??= new Deque<QueuedEvent>();
        var limit = cell.Options.MailboxLimit;
        if (limit > 0 && mailbox.Count >= limit && entry.Type == EventType.Letter)
            state.Drop(entry, DropCause.MailboxFull);
        else
            mailbox.AddLast(entry);
    }

    private bool Process(Cell cell, in QueuedEvent entry)
    {
        if (IsStale(cell, entry))
            return false;
        if (cell.Actor is null && !lifecycle.TryStart(cell))
        {
            PutBack(cell, entry);
            return false;
        }

        if (entry.Type == EventType.Letter)
        {
            state.Books.Delivered++;
            state.Books.InFlight--;
            cell.InFlight--;
        }
        else if (entry.Type == EventType.Timer && entry.Mark != AcceptedTick)
        {
            cell.Timers!.Remove((string)entry.Tag!);
        }

        Deliveries++;
        state.Trace.Delivered(state.Queue.Now, entry.From.Id, cell.Id, entry.Type, entry.Body!);
        var end = runner.Receive(cell, entry);
        lifecycle.After(cell, end);
        TurnHook?.Invoke(
            new TurnReport(state.Now, cell.Address, entry.Body!, end == TurnEnd.Failed));
        return true;
    }

    private void PutBack(Cell cell, in QueuedEvent entry)
    {
        // An actor that stopped in its start would otherwise be started for this letter for ever.
        if (!cell.IsParked)
        {
            state.Drop(entry, DropCause.Stopped);
            return;
        }

        (cell.Mailbox ??= new Deque<QueuedEvent>()).AddFirst(entry);
    }

    private bool RunMailbox(Cell cell)
    {
        cell.IsRunScheduled = false;
        if (!cell.HasMail || cell.IsParked || cell.IsDead)
            return false;
        var isDelivered = Process(cell, cell.Mailbox!.TakeFirst());
        state.EnsureRun(cell);
        return isDelivered;
    }

    private bool CompleteJob(Cell cell, ref QueuedEvent entry)
    {
        if (entry.Mark != cell.Incarnation)
            return false;
        cell.JobsRunning--;
        entry.Body = state.Jobs.ResultOf((JobTicket)entry.Tag!);
        entry.Tag = null;
        return Accept(cell, entry);
    }

    private void Start(Cell cell, long incarnation)
    {
        if (incarnation != cell.Incarnation || !cell.IsParked)
            return;
        cell.IsParked = false;
        if (lifecycle.TryStart(cell))
            state.EnsureRun(cell);
    }

    private void CompleteWrite(Cell cell, PendingWrite write, long incarnation)
    {
        if (incarnation == cell.Incarnation)
            lifecycle.After(cell, runner.FinishWrite(cell, write));
    }

    private bool Answer(Cell cell, in QueuedEvent entry)
    {
        if (cell.IsDead)
        {
            state.Drop(entry, DropCause.Stopped);
            return false;
        }

        state.Books.Delivered++;
        state.Books.InFlight--;
        cell.InFlight--;
        Deliveries++;
        state.Trace.Delivered(state.Queue.Now, entry.From.Id, cell.Id, entry.Type, entry.Body!);
        cell.IsDead = true;
        state.Directory.Evict(cell);
        cell.Ask!.Complete(entry.Body!);
        return true;
    }

    private void Expire(PendingAsk ask)
    {
        var cell = ask.Cell!;
        if (cell.IsDead)
            return;
        cell.IsDead = true;
        state.Directory.Evict(cell);
        ask.Expire();
    }
}
