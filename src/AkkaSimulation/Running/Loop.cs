using AkkaSimulation.Nodes;
using AkkaSimulation.Tracing;

namespace AkkaSimulation.Running;

/// <summary>What a lane puts on the network within a window.</summary>
internal readonly struct Outgoing(long time, long order, in Entry entry)
{
    public readonly long Time = time;
    public readonly long Order = order;
    public readonly Entry Entry = entry;
}

/// <summary>
/// Runs mailboxes and the calendar: one entry of the calendar at a time, its whole cascade first, so that the clock
/// moves only when no mailbox is ready. Nodes share one loop, or each has its own.
/// </summary>
/// <param name="driver">Runs the loop.</param>
/// <param name="index">Its place among the loops: that of its node, or 0 where all share it.</param>
/// <param name="options">Of the run.</param>
/// <param name="calendar">An empty one.</param>
/// <param name="draws">Draws the schedule, where that is random.</param>
internal sealed partial class Loop(
    Driver driver, int index, SimulationOptions options, Calendar calendar, RandomStream draws)
{
    private readonly Deque<ReadyMailbox> _ready = new();
    private readonly List<ReadyMailbox> _drawn = [];
    private readonly List<ReadyMailbox> _setAside = [];
    private readonly bool _isDrawing = options.Schedule == Schedule.Random;
    private readonly int _throughput = options.Throughput;
    private bool _isInTurn;
    private int _systemDepth;
    private int _eager;

    /// <summary>Its place among the loops.</summary>
    public int Index => index;

    public Calendar Calendar { get; } = calendar;

    /// <summary>Whether all nodes share this loop.</summary>
    public bool IsShared { get; } = driver.IsShared;

    /// <summary>
    /// True time of the run here, ticks of 100 ns. A lane in which nothing happens follows the driver's.
    /// </summary>
    public long Now => Math.Max(Calendar.Now, driver.Now);

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
        Touch();
        if (_eager > 0 && !_isInTurn)
            Drain();
    }

    /// <summary>Adds an entry of the node itself.</summary>
    public void Push(long time, long order, in Entry entry)
    {
        Calendar.Push(time, order, entry);
        Touch();
    }

    /// <summary>
    /// Something is due here at another time than before. A lane that runs is looked at when its window is over.
    /// </summary>
    public void Touch()
    {
        if (!IsInWindow)
            driver.Touch(index);
    }

    /// <summary>When something is next due here: what is overdue, or ready, is due now.</summary>
    public long NextTime()
    {
        if (HasReady)
            return Now;
        var next = Math.Min(Calendar.NextTime(), _inbox.NextTime);
        return next == long.MaxValue ? next : Math.Max(next, Now);
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
            while (TryHappen(Now))
            {
            }
        }

        return true;
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
        Rewrite((ref Entry entry) => entry.Bury(node));
        node.Simulation.Mail.Rewrite((ref Entry entry) => entry.Bury(node));
        Touch();
    }

    /// <summary>Changes what is due here in place; keys stay.</summary>
    public void Rewrite(Calendar.Rewriter rewrite)
    {
        Calendar.Rewrite(rewrite);
        _inbox.Rewrite(rewrite);
    }

    /// <summary>
    /// Takes what would have happened already if the lane of a paused node did not stand still.
    /// </summary>
    public bool TryTakeOverdue(out Entry entry)
    {
        if (_inbox.NextTime > driver.DoneTo)
            return Calendar.TryPop(driver.DoneTo, out entry);
        entry = _inbox.Take().ToEntry();
        return true;
    }

    private static bool IsPaused(SimulatedNode node) => node.State == NodeState.Paused;

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
            mailbox.Life.Node.Trace.Record(TraceKind.ScheduleDrawn, Now, queue.Number);
        return true;
    }

    private bool Run(in ReadyMailbox mailbox)
    {
        var (life, queue) = (mailbox.Life, mailbox.Queue);
        var node = life.Node;
        if (life.IsOver)
            return false;
        if (IsPaused(node))
        {
            node.Hold(mailbox);
            return false;
        }

        if (node.Processor.TryPutOff(mailbox))
            return false;
        queue?.BeginTurn(_throughput);
        using var logged = NodeLog.Enter(node.Log);
        using (Turn.Enter(node, queue))
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
        node.Processor.EndTurn(queue);
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
