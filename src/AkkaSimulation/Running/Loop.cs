using Akka.Dispatch;
using AkkaSimulation.Dispatch;
using AkkaSimulation.Nodes;
using AkkaSimulation.Tracing;

namespace AkkaSimulation.Running;

/// <summary>A mailbox, or another thing of Akka's, that can run now.</summary>
/// <param name="Life">The life that it belongs to.</param>
/// <param name="Queue">The mailbox's letters; null for what is no mailbox.</param>
/// <param name="Run">Runs it.</param>
internal readonly record struct ReadyMailbox(Life Life, SimulationMailboxQueue? Queue, IRunnable Run);

/// <summary>What a lane puts on the network within a window.</summary>
internal readonly record struct Outgoing(SimulatedNode To, long Time, long Order, Entry Entry);

/// <summary>
/// Runs mailboxes and the calendar: one entry of the calendar at a time, its whole cascade first, so that the clock
/// moves only when no mailbox is ready. Nodes share one loop, or each has its own.
/// </summary>
internal sealed class Loop(SimulationOptions options, Calendar calendar, RandomStream draws, bool isShared)
{
    private const int SpareBroadcasts = 1024;
    private readonly Deque<ReadyMailbox> _ready = new();
    private readonly List<ReadyMailbox> _drawn = [];
    private readonly List<ReadyMailbox> _setAside = [];
    private readonly Stack<Broadcast> _broadcasts = new();
    private readonly bool _isDrawing = options.Schedule == Schedule.Random;
    private readonly int _throughput = options.Throughput;
    private bool _isInTurn;
    private int _systemDepth;
    private int _eager;

    public Calendar Calendar { get; } = calendar;

    /// <summary>Whether all nodes share this loop.</summary>
    public bool IsShared { get; } = isShared;

    /// <summary>Whether the loop runs beside others, so that what crosses nodes goes to the outbox.</summary>
    public bool IsInWindow { get; set; }

    /// <summary>What crosses nodes in the present window.</summary>
    public List<Outgoing> Outbox { get; } = [];

    /// <summary>Whether a mailbox can run now.</summary>
    public bool HasReady => _ready.Count > 0 || _drawn.Count > 0;

    /// <summary>A mailbox can run.</summary>
    public void Ready(in ReadyMailbox mailbox)
    {
        // Akka keeps children and watchers in maps whose order differs in each process. What becomes ready through its
        // system messages is therefore put in order after the turn.
        if (_isInTurn && _systemDepth > 0)
            _setAside.Add(mailbox);
        else
            _ready.AddLast(mailbox);
        if (_eager > 0 && !_isInTurn)
            Drain();
    }

    public void BeginSystem() => _systemDepth++;

    public void EndSystem() => _systemDepth--;

    /// <summary>
    /// While a system is created, Akka waits for some of its actors: mailboxes run as soon as they are ready.
    /// </summary>
    public Eagerness DrainEagerly() => new(this);

    /// <summary>Runs the next mailbox or, when none is ready, the next entry that is due up to a limit.</summary>
    /// <returns>False when nothing is left up to the limit.</returns>
    public bool TryTurn(long limit)
    {
        while (TryTakeReady(out var mailbox))
        {
            if (Run(mailbox))
                return true;
        }

        if (!TryHappen(limit))
            return false;
        if (_isDrawing)
        {
            while (TryHappen(Calendar.Now))
            {
            }
        }

        return true;
    }

    /// <summary>A broadcast to fill.</summary>
    public Broadcast NewBroadcast() => _broadcasts.TryPop(out var spare) ? spare : new Broadcast();

    /// <summary>Puts a broadcast on its way, under the key of its next arrival.</summary>
    public void Post(Broadcast broadcast) =>
        Calendar.Push(
            broadcast.Time, broadcast.Order, new Entry { Kind = EntryKind.Broadcast, Target = broadcast });

    /// <summary>A broadcast has served and may be filled again.</summary>
    public void Return(Broadcast broadcast)
    {
        broadcast.End();
        if (_broadcasts.Count < SpareBroadcasts)
            _broadcasts.Push(broadcast);
    }

    /// <summary>Runs all that is due up to a limit.</summary>
    public void RunTo(long limit)
    {
        while (TryTurn(limit))
        {
        }
    }

    /// <summary>At a crash: nothing of a life is kept.</summary>
    public void Forget(SimulatedNode node, Life life)
    {
        for (var left = _ready.Count; left > 0; left--)
        {
            var mailbox = _ready.TakeFirst();
            if (!ReferenceEquals(mailbox.Life, life))
                _ready.AddLast(mailbox);
        }

        _drawn.RemoveAll(m => ReferenceEquals(m.Life, life));
        Calendar.RemoveWhere(entry =>
            ReferenceEquals(entry.Node, node)
            && entry.Kind is EntryKind.Planned or EntryKind.Mailbox or EntryKind.Wake);
        Calendar.Rewrite((ref Entry entry) =>
        {
            if (ReferenceEquals(entry.Node, node) && entry is { Kind: EntryKind.Letter, Target: Akka.Actor.ActorCell })
                entry = new Entry { Node = node, Kind = EntryKind.LostLetter, Letter = entry.Letter };
        });
    }

    /// <summary>
    /// Takes what was due before now and has not happened, since the lane of a paused node stands still.
    /// </summary>
    public bool TryTakeOverdue(out Entry entry) => Calendar.TryPop(Calendar.Now - 1, out entry);

    private static bool IsPaused(SimulatedNode node) => node.State == NodeState.Paused;

    /// <summary>Lets the next entry happen, if one is due up to a limit.</summary>
    private bool TryHappen(long limit)
    {
        if (!Calendar.TryPopSlot(limit, out var slot))
            return false;
        ref readonly var content = ref Calendar.ContentOf(slot);
        if (content.Kind == EntryKind.Broadcast)
        {
            Arrive((Broadcast)content.Target!, slot);
            return true;
        }

        var entry = content;
        Calendar.Free(slot);
        Handle(entry);
        return true;
    }

    /// <summary>The next arrival of a broadcast, while the others wait for their time in the same slot.</summary>
    private void Arrive(Broadcast broadcast, int slot)
    {
        broadcast.Take(out var node, out var target, out var letter);
        var (message, sender, number) = (broadcast.Message, broadcast.Sender, broadcast.SenderNumber);
        if (broadcast.HasNext)
        {
            Calendar.Push(broadcast.Time, broadcast.Order, slot);
        }
        else
        {
            Calendar.Free(slot);
            Return(broadcast);
        }

        if (IsPaused(node))
        {
            node.Hold(Entry.OfLetter(node, target, message, sender, number, letter));
            return;
        }

        using var logged = NodeLog.Enter(node.Log);
        using (Turn.Enter(node, null))
            node.Boundary.Receive(target, message, sender, number, letter);
    }

    private void Drain()
    {
        while (TryTakeReady(out var mailbox))
            Run(mailbox);
    }

    private bool TryTakeReady(out ReadyMailbox mailbox)
    {
        if (_isDrawing && _eager == 0)
            return TryDraw(out mailbox);
        if (_ready.Count == 0)
        {
            mailbox = default;
            return false;
        }

        mailbox = _ready.TakeFirst();
        return true;
    }

    private bool TryDraw(out ReadyMailbox mailbox)
    {
        while (_ready.Count > 0)
            _drawn.Add(_ready.TakeFirst());
        if (_drawn.Count == 0)
        {
            mailbox = default;
            return false;
        }

        var index = draws.Next(_drawn.Count);
        mailbox = _drawn[index];
        _drawn.RemoveAt(index);
        if (mailbox.Queue is { } queue && !mailbox.Life.IsOver)
            mailbox.Life.Node.Trace.Record(TraceKind.ScheduleDrawn, Calendar.Now, queue.Number);
        return true;
    }

    private bool Run(in ReadyMailbox mailbox)
    {
        var node = mailbox.Life.Node;
        if (mailbox.Life.IsOver)
            return false;
        if (IsPaused(node))
        {
            node.Hold(mailbox);
            return false;
        }

        if (node.Processor.TryPutOff(mailbox))
            return false;
        mailbox.Queue?.BeginTurn(_throughput);
        using var logged = NodeLog.Enter(node.Log);
        using (Turn.Enter(node, mailbox.Queue))
        {
            _isInTurn = true;
            try
            {
                mailbox.Run.Run();
            }
            finally
            {
                _isInTurn = false;
                FlushSetAside();
            }
        }

        node.EndItem();
        node.Processor.EndTurn(mailbox.Queue);
        return true;
    }

    private static void Handle(in Entry entry)
    {
        if (entry.Node is not { } node)
        {
            ((Action)entry.Target!)();
        }
        else if (IsPaused(node))
        {
            node.Hold(entry);
        }
        else
        {
            using (Turn.Enter(node, null))
                node.Handle(entry);
        }
    }

    private void FlushSetAside()
    {
        if (_setAside.Count == 0)
            return;
        _setAside.Sort(static (a, b) => (a.Queue?.Number ?? 0).CompareTo(b.Queue?.Number ?? 0));
        foreach (var mailbox in _setAside)
            _ready.AddLast(mailbox);
        _setAside.Clear();
    }

    /// <summary>Ends the eager draining when disposed.</summary>
    public readonly struct Eagerness : IDisposable
    {
        private readonly Loop _loop;

        public Eagerness(Loop loop)
        {
            _loop = loop;
            loop._eager++;
        }

        public void Dispose() => _loop._eager--;
    }
}
