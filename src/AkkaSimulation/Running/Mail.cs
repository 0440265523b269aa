namespace AkkaSimulation.Running;

/// <summary>
/// Letters between lanes that have not arrived yet. A broadcast is stored once, for any number of lanes. Before each
/// window every lane gets the letters that arrive at it in that window.
/// </summary>
/// <param name="calendar">An empty one.</param>
/// <param name="broadcasts">Takes those that have served.</param>
internal sealed class Mail(Calendar calendar, BroadcastPool broadcasts)
{
    /// <summary>When the next of it arrives, or long.MaxValue.</summary>
    public long NextTime => calendar.NextTime();

    /// <summary>A letter or a broadcast, under the key of its first arrival.</summary>
    public void Post(long time, long order, in Entry entry) => calendar.Push(time, order, entry);

    /// <summary>Gives each lane what arrives up to a time.</summary>
    public void Deliver(long upTo)
    {
        while (calendar.TryPopKey(upTo, out var key))
        {
            ref readonly var content = ref calendar.ContentOf(key.Slot);
            if (content.Kind == EntryKind.Broadcast)
            {
                Deliver((Broadcast)content.Target!, key.Slot, upTo);
                continue;
            }

            content.Node!.Loop.Receive(key.Time, key.Order, ArrivingLetter.Of(content));
            calendar.Free(key.Slot);
        }
    }

    /// <summary>Changes what is on its way in place; keys stay.</summary>
    public void Rewrite(Calendar.Rewriter rewrite) => calendar.Rewrite(rewrite);

    private void Deliver(Broadcast broadcast, int slot, long upTo)
    {
        while (broadcast.HasNext && broadcast.Time <= upTo)
        {
            var (time, order) = (broadcast.Time, broadcast.Order);
            var letter = broadcast.Take();
            letter.Node.Loop.Receive(time, order, letter);
        }

        broadcasts.PutBack(broadcast, calendar, slot);
    }
}
