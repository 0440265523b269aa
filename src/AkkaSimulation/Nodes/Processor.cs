using Akka.Dispatch;
using AkkaSimulation.Dispatch;
using AkkaSimulation.Running;

namespace AkkaSimulation.Nodes;

/// <summary>
/// A node's processor, as far as messages keep it busy, or an actor alone. A busy node serves its mailboxes in turn.
/// </summary>
internal sealed class Processor(SimulatedNode node)
{
    private readonly Deque<ReadyMailbox> _waiting = new();
    private IRunnable? _served;
    private bool _isWakePlanned;
    private long _busyUntil;
    private long _serviceTicks;

    /// <summary>A message takes its time from the end of this turn.</summary>
    public void Serve(TimeSpan time, object message)
    {
        if (time < TimeSpan.Zero)
            throw new InvalidOperationException($"ServiceTime gave {time} for {message.GetType().Name}.");
        _serviceTicks += time.Ticks;
    }

    /// <summary>After a turn: the node or the actor is busy as long as the message's service lasts.</summary>
    public void EndTurn(SimulationMailboxQueue? queue)
    {
        if (_serviceTicks > 0)
        {
            var until = node.TrueNow + _serviceTicks;
            _serviceTicks = 0;
            if (node.Slow == Slow.Node)
                _busyUntil = until;
            else if (queue is not null)
                queue.BusyUntil = until;
        }

        if (_waiting.Count > 0)
            ServeNext();
    }

    /// <summary>Puts a mailbox off while its node or actor is busy.</summary>
    /// <returns>False when it can run now.</returns>
    public bool TryPutOff(in ReadyMailbox mailbox)
    {
        var isServed = ReferenceEquals(_served, mailbox.Run);
        if (isServed)
            _served = null;
        if (mailbox.Queue is { } queue && queue.BusyUntil > node.TrueNow)
        {
            var entry = new Entry { Node = node, Kind = EntryKind.Mailbox, Target = mailbox.Run, Body = mailbox };
            node.Boundary.Post(node, queue.BusyUntil, entry);
            ServeNext();
            return true;
        }

        if (_busyUntil <= node.TrueNow && (isServed || (_waiting.Count == 0 && _served is null)))
            return false;
        if (isServed)
            _waiting.AddFirst(mailbox);
        else
            _waiting.AddLast(mailbox);
        ServeNext();
        return true;
    }

    /// <summary>The time until which the node was busy has come.</summary>
    public void Wake()
    {
        _isWakePlanned = false;
        ServeNext();
    }

    /// <summary>The node has crashed.</summary>
    public void Reset()
    {
        while (_waiting.Count > 0)
            _waiting.TakeFirst();
        (_served, _isWakePlanned, _serviceTicks, _busyUntil) = (null, false, 0, 0);
    }

    /// <summary>Lets the mailbox that has waited longest run: now, or when the node is no longer busy.</summary>
    private void ServeNext()
    {
        if (_isWakePlanned || _served is not null || _waiting.Count == 0)
            return;
        if (_busyUntil > node.TrueNow)
        {
            _isWakePlanned = true;
            node.Boundary.Post(node, _busyUntil, new Entry { Node = node, Kind = EntryKind.Wake });
            return;
        }

        var next = _waiting.TakeFirst();
        _served = next.Run;
        node.Loop.Ready(next);
    }
}
