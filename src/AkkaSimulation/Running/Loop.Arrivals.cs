using System.Runtime.InteropServices;
using AkkaSimulation.Nodes;
using AkkaSimulation.Tracing;

namespace AkkaSimulation.Running;

/// <content>What is due: timers, letters, broadcasts, and all letters of a moment of the grid in one go.</content>
internal sealed partial class Loop
{
    private readonly Inbox _inbox = new();

    private readonly bool _isOnGrid = driver.ArrivalTick > TimeSpan.Zero;

    /// <summary>Takes the letters of other lanes that arrive within the present window.</summary>
    public void Fetch(SimulatedNode node)
    {
        driver.Mail.Fetch(node, _inbox);
        Touch();
    }

    /// <summary>
    /// Puts a broadcast on its way, under the key of its first arrival; one without arrivals has served.
    /// </summary>
    public void PostOrReturn(Broadcast broadcast)
    {
        if (!broadcast.TrySort())
        {
            driver.Broadcasts.Return(broadcast);
            return;
        }

        var (time, order) = (broadcast.Time, broadcast.Order);
        var entry = new Entry { Kind = EntryKind.Broadcast, Target = broadcast };
        if (IsShared)
            Calendar.Push(time, order, entry);
        else
            Send(time, order, entry);
    }

    /// <summary>Something for another lane: it leaves this one when the window is over.</summary>
    public void Send(long time, long order, in Entry entry)
    {
        if (IsInWindow)
            Outbox.Add(new Outgoing(time, order, entry));
        else
            driver.Send(time, order, entry);
    }

    /// <summary>When a letter arrives that would do so at a time.</summary>
    public long ArrivalAt(long time) => driver.ArrivalAt(time, Now);

    /// <summary>Lets the next entry happen, if one is due up to a limit.</summary>
    private bool TryHappen(long limit)
    {
        if (!_inbox.IsEmpty && _inbox.NextTime <= limit && IsLetterNext())
        {
            HandOver();
            return true;
        }

        if (!Calendar.TryPopKey(limit, out var key))
            return false;
        Happen(key.Slot);
        return true;
    }

    /// <summary>
    /// Whether a letter comes before what the calendar holds. On a grid letters come first at each moment.
    /// </summary>
    private bool IsLetterNext()
    {
        if (!Calendar.TryPeekKey(out var key))
            return true;
        var time = _inbox.NextTime;
        return time < key.Time || (time == key.Time && (_isOnGrid || _inbox.NextOrder < key.Order));
    }

    private void Happen(int slot)
    {
        ref readonly var content = ref Calendar.ContentOf(slot);
        if (content.Kind == EntryKind.Broadcast)
        {
            var broadcast = (Broadcast)content.Target!;
            var letter = broadcast.Take();
            driver.Broadcasts.PutBack(broadcast, Calendar, slot);
            Arrive(letter);
            return;
        }

        var entry = content;
        Calendar.Free(slot);
        Handle(entry);
    }

    /// <summary>The next letter of the lane; on a grid, all that arrive with it.</summary>
    private void HandOver()
    {
        var time = _inbox.NextTime;
        Calendar.AdvanceTo(time);
        if (!_isOnGrid)
        {
            Arrive(_inbox.Take());
            return;
        }

        var together = Turn.Here.Together;
        try
        {
            do
            {
                _inbox.TakeBatch(together);
                var node = together[0].Node;
                using var logged = NodeLog.Enter(node.Log);
                using (Turn.Enter(node, null))
                    node.Boundary.Receive(CollectionsMarshal.AsSpan(together));
            }
            while (_inbox.NextTime == time);
        }
        finally
        {
            together.Clear();
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
}
