using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using AkkaSimulation.Disks;
using AkkaSimulation.Dispatch;
using AkkaSimulation.Letters;
using AkkaSimulation.Running;
using AkkaSimulation.Time;
using AkkaSimulation.Tracing;

namespace AkkaSimulation.Nodes;

/// <summary>Whether a node runs.</summary>
public enum NodeState
{
    /// <summary>It runs.</summary>
    Up,

    /// <summary>The node is stopped, as after SIGSTOP; letters that arrive wait.</summary>
    Paused,

    /// <summary>It has crashed.</summary>
    Down,
}

/// <summary>What is busy while a message's service time lasts.</summary>
public enum Slow
{
    /// <summary>The whole node: it has one processor.</summary>
    Node,

    /// <summary>The actor alone.</summary>
    Actor,
}

/// <summary>
/// One simulated machine: it owns its loop, clock, disk, trace, letters and random streams from the start of the run;
/// each of its lives is an actor system.
/// </summary>
public sealed partial class SimulatedNode
{
    private readonly Action<SimulatedNode> _boot;
    private readonly Dictionary<string, RemoteRef> _references = new(StringComparer.Ordinal);
    private readonly List<Entry> _heldEntries = [];
    private readonly List<ReadyMailbox> _heldMailboxes = [];
    private (long Sender, LetterNumber Letter) _arriving;
    private MailboxItem _current;
    private bool _isArriving;
    private bool _isStarting;
    private long _actors;
    private long _letters;
    private int _pause;

    internal SimulatedNode(Simulation simulation, int index, Loop loop, Action<SimulatedNode> boot)
    {
        (Simulation, Index, Loop, _boot) = (simulation, index, loop, boot);
        Name = $"node{index}";
        Log = simulation.Log.Open(index);
        Trace = new NodeTrace(simulation.Trace, Log, simulation.Options.Watch?.Of(index));
        Clock = new NodeClock(this, simulation.Options.Epoch);
        Disk = new SimulatedDisk(this);
        Watches = new Watches(this);
        Boundary = new Boundary(this);
        Processor = new Processor(this);
        NetworkRandom = simulation.StreamOf(StreamPurpose.Network, index, 0);
    }

    /// <summary>The simulation that the node belongs to.</summary>
    public Simulation Simulation { get; }

    /// <summary>0, 1, … in the order of creation.</summary>
    public int Index { get; }

    /// <summary>"node" and the index; also the name of its actor system.</summary>
    public string Name { get; }

    /// <summary>The actor system of the present life.</summary>
    /// <exception cref="InvalidOperationException">The node is down.</exception>
    public ActorSystem System => CurrentLife?.System
        ?? throw new InvalidOperationException($"{Name} is down: it has no actor system until Restart.");

    /// <summary>0, 1, …: how often the node was restarted.</summary>
    public int Life { get; private set; }

    /// <summary>Whether the node runs.</summary>
    public NodeState State { get; private set; } = NodeState.Up;

    /// <summary>The node's clocks.</summary>
    public NodeClock Clock { get; }

    /// <summary>The node's disk, which outlives its crashes.</summary>
    public SimulatedDisk Disk { get; }

    /// <summary>
    /// How long a message keeps its receiver busy, at least zero; asked once at each delivery, but for those while a
    /// life starts, which takes no time. Null: no time.
    /// </summary>
    public Func<IActorRef, object, TimeSpan>? ServiceTime { get; set; }

    /// <summary>What <see cref="ServiceTime"/> keeps busy.</summary>
    public Slow Slow { get; set; }

    /// <summary>Whether a letter within the node, or one that arrives, gets through. Null: all do.</summary>
    public Func<IActorRef, object, bool>? Filter { get; set; }

    /// <summary>Letters that wait in one mailbox at most; the newest is dropped. 0: unbounded.</summary>
    public int MailboxLimit { get; set; }

    /// <summary>Random numbers for the network, of letters that this node sends.</summary>
    public RandomStream NetworkRandom { get; }

    /// <summary>Where the node's letters went, and those that came from other nodes.</summary>
    public LetterCounts LetterCounts => Letters.Own();

    internal Loop Loop { get; }

    internal NodeTrace Trace { get; }

    /// <summary>The node's part of the log; null where nothing is logged.</summary>
    internal NodeLog? Log { get; }

    internal NodeLetters Letters { get; } = new();

    internal Watches Watches { get; }

    /// <summary>Where letters leave and come in.</summary>
    internal Boundary Boundary { get; }

    /// <summary>What keeps mailboxes waiting while the node or an actor is busy.</summary>
    internal Processor Processor { get; }

    internal Life? CurrentLife { get; private set; }

    /// <summary>True time of the run as this node's lane knows it, ticks.</summary>
    internal long TrueNow => Loop.Now;

    /// <summary>
    /// A stable reference, valid in all lives. A letter to it while the node is down is dropped; a letter that is on
    /// its way during a crash and restart reaches the new life.
    /// </summary>
    /// <param name="path">For example "/user/peer".</param>
    /// <returns>The same object for the same path.</returns>
    public IActorRef Find(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        lock (_references)
        {
            if (!_references.TryGetValue(path, out var reference))
                _references.Add(path, reference = new RemoteRef(this, path));
            return reference;
        }
    }

    /// <summary>
    /// Ends the node's life without a word: no PostStop; mailboxes, stashes, timers and jobs are gone. What it has put
    /// on the network still arrives, and its disk stays. Watchers on other nodes are told after the detection time.
    /// </summary>
    public void Crash()
    {
        Simulation.RefuseOthers();
        if (State == NodeState.Down)
            return;
        if (State == NodeState.Paused)
            Lose();
        State = NodeState.Down;
        var life = CurrentLife!;
        life.End();
        Simulation.HasCrashed = true;
        Trace.Record(TraceKind.NodeCrashed, TrueNow, Life);
        Letters.Drop(DropCause.NodeDown, Letters.Waiting);
        Letters.Waiting = 0;
        Disk.Crash();
        Watches.NotifyAll();
        Loop.Forget(this, life);
        lock (_references)
        {
            foreach (var reference in _references.Values)
                reference.Forget();
        }

        foreach (var other in Simulation.Nodes)
            other.Forget(this, life);
        Processor.Reset();
        CurrentLife = null;
    }

    /// <summary>Begins the next life on the same disk, with the same boot action.</summary>
    public void Restart()
    {
        Simulation.RefuseOthers();
        if (State != NodeState.Down)
            return;
        using var driving = Simulation.Own();
        Life++;
        State = NodeState.Up;
        Start();
        Simulation.ThrowFailure();
    }

    /// <summary>
    /// Stops the node as SIGSTOP does: nothing of it runs, arrivals and due timers wait. Watchers on other nodes are
    /// told when that lasts longer than the detection time.
    /// </summary>
    public void Pause()
    {
        Simulation.RefuseOthers();
        if (State != NodeState.Up)
            return;
        State = NodeState.Paused;
        Loop.Touch();
        Trace.Record(TraceKind.NodePaused, TrueNow, Life);
        var pause = ++_pause;
        Simulation.At(Simulation.Now + Simulation.Options.DetectionTime, () =>
        {
            if (State == NodeState.Paused && pause == _pause)
                Watches.NotifyAll();
        });
    }

    /// <summary>Goes on: what waited is worked off now, in its order, every missed tick included.</summary>
    public void Resume()
    {
        Simulation.RefuseOthers();
        if (State != NodeState.Paused)
            return;
        State = NodeState.Up;
        Loop.Touch();
        Trace.Record(TraceKind.NodeResumed, TrueNow, Life);
        Release();
    }

    /// <summary>Calls back for each message of a type that the present life publishes to its EventStream.</summary>
    /// <typeparam name="T">The type; more derived messages come, too.</typeparam>
    /// <param name="observer">Runs within the turn; it must look only.</param>
    public void Observe<T>(Action<T> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        System.EventStream.Subscribe(new CallbackRef<T>(System, observer), typeof(T));
    }

    /// <returns>The node's name.</returns>
    public override string ToString() => Name;

    /// <summary>How a reader is told of an actor of this node: "node1/user/worker".</summary>
    internal string NameOf(IActorRef actor) => Name + actor.Path.ToStringWithoutAddress();

    internal void BeginLife(Life life) => CurrentLife = life;

    internal void Start()
    {
        using var eager = Loop.DrainEagerly();
        using var turn = Turn.Boot(this);
        using var logged = NodeLog.Enter(Log);
        Trace.Record(TraceKind.NodeStarted, TrueNow, Life);
        Log?.BeginTurn();
        _isStarting = true;
        try
        {
            var life = Nodes.Life.Begin(this, Life, Simulation.NodeConfig);
            life.System.EventStream.Subscribe(new Listener(this, life.System), typeof(UnhandledMessage));
            life.System.EventStream.Subscribe(new Listener(this, life.System), typeof(AllDeadLetters));
            Simulation.Observations.Subscribe(this, life.System);
            _boot(this);
        }
        finally
        {
            _isStarting = false;
        }
    }

    /// <summary>This node keeps no reference to a life that has ended.</summary>
    private void Forget(SimulatedNode of, Life life)
    {
        Watches.Forget(life);
        if (State != NodeState.Down && CurrentLife?.System is not null)
            FormerSender.Replace(this, of, life);
    }

    /// <summary>Plans something of the present life.</summary>
    internal void Plan(long time, IPlanned planned) =>
        Boundary.Post(this, time, new Entry { Node = this, Kind = EntryKind.Planned, Target = planned });

    /// <summary>What happened while the node was paused, on a loop that it shares.</summary>
    internal IReadOnlyList<Entry> Held => _heldEntries;

    /// <summary>Keeps what happens at this node while it is paused.</summary>
    internal void Hold(in Entry entry) => _heldEntries.Add(entry);

    /// <summary>Keeps a mailbox that is ready while the node is paused.</summary>
    internal void Hold(in ReadyMailbox mailbox) => _heldMailboxes.Add(mailbox);

    /// <summary>Something of the calendar happens at this node, which is up or down.</summary>
    internal void Handle(in Entry entry)
    {
        using var logged = NodeLog.Enter(Log);
        switch (entry.Kind)
        {
            case EntryKind.Letter:
                Boundary.Receive(ArrivingLetter.Of(entry));
                break;
            case EntryKind.SystemMessage:
                Boundary.ReceiveSystem(entry.Target!, (SystemMessage)entry.Body!);
                break;
            case EntryKind.Planned when entry.Target is IPlanned { Life.IsOver: false, IsCancelled: false } planned:
                Log?.Fired(TrueNow, planned);
                planned.Fire();
                break;
            case EntryKind.Wake:
                Processor.Wake();
                break;
            case EntryKind.Mailbox when entry.Body is ReadyMailbox { Life.IsOver: false } mailbox:
                Loop.Ready(mailbox);
                break;
        }
    }

    /// <summary>
    /// Letters that have waited are delivered before everything else of this moment, as an action of the driver.
    /// </summary>
    private void Release()
    {
        foreach (var mailbox in _heldMailboxes)
            Loop.Ready(mailbox);
        foreach (var entry in _heldEntries)
            Loop.Push(TrueNow, Simulation.NextPlanOrder(), entry);
        _heldMailboxes.Clear();
        _heldEntries.Clear();
    }

    /// <summary>
    /// Letters that have waited are lost with the node, except for Akka's own messages, whose senders must learn of the
    /// crash.
    /// </summary>
    private void Lose()
    {
        while (Loop.TryTakeOverdue(out var entry))
            _heldEntries.Add(entry);
        foreach (var entry in _heldEntries)
        {
            if (entry.Kind == EntryKind.Letter)
            {
                Letters.Arrived++;
                Letters.Drop(DropCause.NodeDown);
            }
            else if (entry.Kind == EntryKind.SystemMessage)
            {
                Loop.Push(TrueNow, Simulation.NextPlanOrder(), entry);
            }
        }

        _heldMailboxes.Clear();
        _heldEntries.Clear();
    }
}
