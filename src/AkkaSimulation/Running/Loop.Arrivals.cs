using AkkaSimulation.Tracing;

namespace AkkaSimulation.Running;

/// <content>What is due: letters, broadcasts, and all letters of a moment in one go.</content>
internal sealed partial class Loop
{
    private const int SpareBroadcasts = 1024;
    private readonly Stack<Broadcast> _broadcasts = new();
    private readonly TickBatch? _batch = arrivalTick > 0 ? new TickBatch() : null;
    private long _gathered = -1;

    /// <summary>Letters arrive on this grid, ticks of 100 ns; 0: there is none.</summary>
    public long ArrivalTick { get; } = arrivalTick;

    /// <summary>A broadcast to fill.</summary>
    public Broadcast NewBroadcast() => _broadcasts.TryPop(out var spare) ? spare : new Broadcast();

    /// <summary>
    /// Puts a broadcast on its way, under the key of its first arrival; one without arrivals has served.
    /// </summary>
    public void PostOrReturn(Broadcast broadcast)
    {
        if (!broadcast.TrySort())
        {
            Return(broadcast);
            return;
        }

        Calendar.Push(
            broadcast.Time, broadcast.Order, new Entry { Kind = EntryKind.Broadcast, Target = broadcast });
    }

    /// <summary>Lets the next entry happen, if one is due up to a limit.</summary>
    private bool TryHappen(long limit)
    {
        if (!Calendar.TryPopKey(limit, out var key))
            return false;
        if (_batch is not null && BeginsTick(key))
            HandOver(_batch, key);
        else
            Happen(key.Slot);
        return true;
    }

    /// <summary>
    /// Whether an entry is the first of a moment of the grid. What waited while its node was paused keeps its order: it
    /// is overdue on a lane, and comes as an act of the driver on a loop that all share.
    /// </summary>
    private bool BeginsTick(in CalendarKey key) =>
        key.Time == Calendar.Now
        && key.Time != _gathered
        && key.Time % ArrivalTick == 0
        && CalendarKey.OriginOf(key.Order) >= 0;

    private void Happen(int slot)
    {
        ref readonly var content = ref Calendar.ContentOf(slot);
        if (content.Kind == EntryKind.Broadcast)
        {
            Arrive(Next((Broadcast)content.Target!, slot));
            return;
        }

        var entry = content;
        Calendar.Free(slot);
        Handle(entry);
    }

    /// <summary>
    /// All letters of this moment, each node its own in one go; what else is due now comes after them, and so does what
    /// is told without delay from now on.
    /// </summary>
    private void HandOver(TickBatch batch, CalendarKey key)
    {
        _gathered = key.Time;
        do
        {
            ref readonly var content = ref Calendar.ContentOf(key.Slot);
            if (content.Kind == EntryKind.Broadcast)
            {
                batch.Add(Next((Broadcast)content.Target!, key.Slot));
            }
            else if (content.Kind == EntryKind.Letter)
            {
                batch.Add(ArrivingLetter.Of(content));
                Calendar.Free(key.Slot);
            }
            else
            {
                batch.PutOff(key);
            }
        }
        while (Calendar.TryPopKey(_gathered, out key));
        batch.PutBack(Calendar);
        if (batch.Count == 0)
        {
            Calendar.TryPopKey(_gathered, out key);
            Happen(key.Slot);
            return;
        }

        try
        {
            batch.Sort();
            for (int start = 0, end; start < batch.Count; start = end)
            {
                end = batch.EndOf(start);
                Arrive(batch, start, end);
            }
        }
        finally
        {
            batch.Clear();
        }
    }

    /// <summary>Hands a node all its letters of a moment.</summary>
    private static void Arrive(TickBatch batch, int start, int end)
    {
        var node = batch[start].Node;
        if (IsPaused(node))
        {
            for (var i = start; i < end; i++)
                node.Hold(batch[i].ToEntry());
            return;
        }

        using var logged = NodeLog.Enter(node.Log);
        using (Turn.Enter(node, null))
        {
            for (var i = start; i < end; i++)
                node.Boundary.Receive(batch[i]);
        }
    }

    private static void Arrive(in ArrivingLetter letter)
    {
        if (IsPaused(letter.Node))
        {
            letter.Node.Hold(letter.ToEntry());
            return;
        }

        using var logged = NodeLog.Enter(letter.Node.Log);
        using (Turn.Enter(letter.Node, null))
            letter.Node.Boundary.Receive(letter);
    }

    /// <summary>The next arrival of a broadcast, while the others wait for their time in the same slot.</summary>
    private ArrivingLetter Next(Broadcast broadcast, int slot)
    {
        var letter = broadcast.Take();
        if (broadcast.HasNext)
        {
            Calendar.Push(broadcast.Time, broadcast.Order, slot);
        }
        else
        {
            Calendar.Free(slot);
            Return(broadcast);
        }

        return letter;
    }

    /// <summary>A broadcast has served and may be filled again.</summary>
    private void Return(Broadcast broadcast)
    {
        broadcast.End();
        if (_broadcasts.Count < SpareBroadcasts)
            _broadcasts.Push(broadcast);
    }
}
