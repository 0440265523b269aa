using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using AkkaSimulation.Dispatch;
using AkkaSimulation.Letters;
using AkkaSimulation.Networks;
using AkkaSimulation.Nodes;
using AkkaSimulation.Running;
using AkkaSimulation.Tracing;
using AkkaSimulation.Work;

namespace AkkaSimulation;

/// <summary>
/// Plain Akka.NET actor systems on virtual time, one for each simulated node, repeatable bit for bit from a seed.
/// </summary>
/// <remarks>
/// Time passes only inside the Run calls, on the thread that makes them. A node is created, crashed, paused and so on
/// by the driver, between turns or in <see cref="At"/>, never from inside a turn.
/// </remarks>
public sealed partial class Simulation : IDisposable
{
    private const int DriversIndex = -1;
    private readonly List<SimulatedNode> _nodes = [];
    private readonly FailureList _failures;
    private readonly NodeDefaults _defaults;
    private Driver? _driver;
    private INetwork _network = new InstantNetwork();
    private volatile bool _isReproducible = true;
    private Thread? _owner;
    private Thread? _latestOwner;
    private bool _isDisposed;

    /// <summary>A simulation without nodes.</summary>
    /// <param name="options">Null: the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public Simulation(SimulationOptions? options = null)
    {
        Options = (options ?? new SimulationOptions()).Checked();
        DriverRandom = new SeededRandom(StreamOf(StreamPurpose.Akka, DriversIndex, 0));
        Log = new SimulationLog(Options);
        Options.Watch?.Attach(Log);
        Trace = new Trace(this);
        MessageCheck = Options.VerifyMessages ? new MessageCheck(this) : null;
        Jobs = new JobPool();
        _failures = new FailureList(Options.Strict);
        Asks = new Asks(this);
        _defaults = Options.Config is { } config
            ? new NodeDefaults(config.WithFallback(SimulationConfig.Ours))
            : NodeDefaults.Plain;
    }

    /// <summary>How the simulation runs.</summary>
    public SimulationOptions Options { get; }

    /// <summary>All nodes, by index.</summary>
    public IReadOnlyList<SimulatedNode> Nodes => _nodes;

    /// <summary>
    /// The network between nodes; set it before the first node, or later one with no lesser minimum delay.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The minimum delay is less than that with which the first node was added, or the arrival tick is another.
    /// </exception>
    public INetwork Network
    {
        get => _network;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            RefuseOthers();
            if (_driver is not null && value.MinimumDelay < _driver.MinimumDelay)
            {
                throw new InvalidOperationException(
                    $"Nodes were added under a minimum delay of {_driver.MinimumDelay}, so a network with "
                    + $"{value.MinimumDelay} comes too late: set Network before the first node.");
            }

            if (_driver is not null && value.ArrivalTick != _driver.ArrivalTick)
            {
                throw new InvalidOperationException(
                    $"Nodes were added under an arrival tick of {_driver.ArrivalTick}, so a network with "
                    + $"{value.ArrivalTick} comes too late: set Network before the first node.");
            }

            _network = value;
        }
    }

    /// <summary>True time since the start of the run.</summary>
    public TimeSpan Now => TimeSpan.FromTicks(NowTicks);

    /// <summary>The trace of the run.</summary>
    public Trace Trace { get; }

    /// <summary>Short for the trace's hash: the fingerprint of the run.</summary>
    public string TraceHash => Trace.Hash;

    /// <summary>What happened, as far as <see cref="SimulationOptions.Log"/> keeps it.</summary>
    public SimulationLog Log { get; }

    /// <summary>Where all letters went.</summary>
    public LetterCounts Letters => NodeLetters.Sum(_nodes.Select(static n => n.Letters));

    /// <summary>Letters that actors have received; cheaper than <see cref="Letters"/>.</summary>
    public long Deliveries => _nodes.Sum(static n => n.Letters.Delivered);

    /// <summary>Violations and failures, oldest first, at most 100.</summary>
    public ImmutableArray<Exception> Failures => _failures.All;

    /// <summary>Whether no violation has made the trace depend on the machine.</summary>
    public bool IsReproducible => _isReproducible;

    /// <summary>
    /// Akka draws from it where the driver acts: actors that it creates have uids that follow from the seed.
    /// </summary>
    internal Random DriverRandom { get; }

    /// <summary>Whether a life has ended, so that letters may have senders that are no more.</summary>
    internal bool HasCrashed { get; set; }

    internal long NowTicks => _driver?.Now ?? 0;

    /// <summary>The configuration of a life that begins; one for each.</summary>
    internal Config NodeConfig => new NodeConfig(_defaults);

    /// <summary>Compares messages at their delivery; null: not wanted.</summary>
    internal MessageCheck? MessageCheck { get; }

    internal Observations Observations { get; } = new();

    internal JobPool Jobs { get; }

    internal Asks Asks { get; }

    /// <summary>Adds a node and starts its first life.</summary>
    /// <param name="boot">Creates its actors; runs again in each life.</param>
    /// <returns>The node.</returns>
    public SimulatedNode AddNode(Action<SimulatedNode> boot)
    {
        ArgumentNullException.ThrowIfNull(boot);
        RefuseOthers();
        _driver ??= NewDriver();
        using (Own())
        {
            var node = new SimulatedNode(this, _nodes.Count, _driver.NextLoop(), boot);
            _nodes.Add(node);
            node.Start();
            ThrowFailure();
            return node;
        }
    }

    /// <summary>Adds nodes.</summary>
    /// <param name="count">How many.</param>
    /// <param name="boot">Creates a node's actors; runs again in each life.</param>
    /// <returns>The new nodes, by index.</returns>
    public IReadOnlyList<SimulatedNode> AddNodes(int count, Action<SimulatedNode> boot)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return [.. Enumerable.Range(0, count).Select(_ => AddNode(boot))];
    }

    /// <summary>
    /// Shows what nodes publish to their EventStream, in all lives: between turns (with lanes after each window), by
    /// time, node and order, so that the observer may plan actions.
    /// </summary>
    /// <typeparam name="T">The type; more derived messages come, too.</typeparam>
    /// <param name="observer">Must not run the simulation.</param>
    /// <exception cref="InvalidOperationException">A node has been added already.</exception>
    public void Observe<T>(Action<Observation<T>> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        if (_nodes.Count > 0)
            throw new InvalidOperationException("Observe before the first node is added.");
        Observations.Add(observer);
    }

    /// <summary>Plans an action of the driver; it comes before all else that happens at that time.</summary>
    /// <param name="time">True time since the start, not before <see cref="Now"/>.</param>
    /// <param name="action">May crash nodes and so on; what it throws ends the run.</param>
    public void At(TimeSpan time, Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        RefuseOthers();
        ArgumentOutOfRangeException.ThrowIfLessThan(time, Now);
        (_driver ??= NewDriver()).Plan(time.Ticks, action);
    }

    /// <summary>Plans an action again and again.</summary>
    /// <param name="interval">Above zero; the first time is one interval from now.</param>
    /// <param name="action">As in <see cref="At"/>.</param>
    public void Every(TimeSpan interval, Action action)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        At(Now + interval, () =>
        {
            action();
            Every(interval, action);
        });
    }

    /// <summary>Runs one mailbox, or one entry of the calendar when none is ready.</summary>
    /// <returns>False when nothing is left.</returns>
    public bool Step() => Drive(static driver => driver.Step());

    /// <summary>Runs for a while of true time.</summary>
    /// <param name="duration">At least zero.</param>
    public void RunFor(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        RunUntil(Now + duration);
    }

    /// <summary>Runs all that is due up to a time, inclusive; then it is that time.</summary>
    /// <param name="time">True time since the start; an earlier one than <see cref="Now"/> does nothing.</param>
    public void RunUntil(TimeSpan time) => Drive(driver => driver.Run(time.Ticks, null));

    /// <summary>
    /// Runs until a condition holds. With lanes it is looked at after each window, else after each turn: at the same
    /// moments for any number of threads.
    /// </summary>
    /// <param name="condition">Looks only.</param>
    /// <param name="limit">How long to run at most, from now.</param>
    /// <returns>Whether the condition holds.</returns>
    public bool RunUntil(Func<bool> condition, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, TimeSpan.Zero);
        return Drive(driver => driver.Run((Now + limit).Ticks, condition));
    }

    /// <summary>Runs all that is due now.</summary>
    public void Settle() => RunUntil(Now);

    /// <summary>Runs until a task of the simulation has ended, for example an Ask of the driver.</summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="task">The task.</param>
    /// <param name="limit">How long to run at most, from now.</param>
    /// <returns>The task's result; its exception is thrown.</returns>
    /// <exception cref="TimeoutException">The task has not ended in time.</exception>
    public T Await<T>(Task<T> task, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (!RunUntil(() => task.IsCompleted, limit))
        {
            throw new TimeoutException(
                $"The task has not ended within {limit} of virtual time (now {Now}, seed {Options.Seed}).");
        }

        return task.GetAwaiter().GetResult();
    }

    /// <summary>Drops everything; terminates nothing.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _driver?.Dispose();
        Jobs.Dispose();
        foreach (var node in _nodes)
            node.Trace.Dispose();
        ((IDisposable)Trace).Dispose();
    }

    /// <summary>The stream of a purpose, a node and a life; no two are equal.</summary>
    internal RandomStream StreamOf(StreamPurpose purpose, int node, int life)
    {
        var state = RandomStream.Mix(Options.Seed + 0x9E37_79B9_7F4A_7C15);
        state = RandomStream.Mix(state ^ (ulong)purpose);
        state = RandomStream.Mix(state ^ (uint)node);
        return new RandomStream(RandomStream.Mix(state ^ (uint)life));
    }

    /// <summary>The node of a cell's present life; null where that is over.</summary>
    internal static SimulatedNode? NodeOf(ActorCell cell) =>
        cell.Dispatcher is SimulationDispatcher { Life: { IsOver: false } life } ? life.Node : null;

    /// <summary>Whether the current thread may touch queues: it drives, or nobody does.</summary>
    internal bool IsMine() => IsMine(Turn.Here);

    internal bool IsMine(Turn.State here) =>
        !here.IsComputing && (ReferenceEquals(here.Simulation, this) || Volatile.Read(ref _owner) is null);

    /// <summary>Whether a task's continuation comes while nobody drives, from a thread that never did.</summary>
    internal bool IsStray() =>
        Volatile.Read(ref _owner) is null && !ReferenceEquals(Volatile.Read(ref _latestOwner), Thread.CurrentThread);

    /// <summary>Only the driver makes faults and plans.</summary>
    internal void RefuseOthers()
    {
        if (Turn.IsActing || Turn.IsComputing)
            throw new InvalidOperationException("Faults and plans are made by the driver: between turns, or in At.");
        if (!IsMine())
            throw new InvalidOperationException("Another thread is driving this simulation.");
    }

    /// <summary>
    /// Lets the driver do what waits for actors of a node: mailboxes run as soon as they are ready. What fails is
    /// thrown by the next Run call.
    /// </summary>
    internal void ActEagerly(SimulatedNode node, Action action)
    {
        RefuseOthers();
        using (Own())
        using (node.Loop.DrainEagerly())
            action();
    }

    /// <summary>The place of something that the driver does now, before all else of this moment.</summary>
    internal long NextPlanOrder() => _driver!.NextOrder();

    /// <summary>What is on its way between lanes.</summary>
    internal Mail Mail => _driver!.Mail;

    /// <summary>A broadcast to fill.</summary>
    internal Broadcast NewBroadcast() => _driver!.Broadcasts.Take();

    private Driver NewDriver()
    {
        var driver = new Driver(this, _network.MinimumDelay, _network.ArrivalTick);
        Trace.BeginDriver(driver.ArrivalTick);
        return driver;
    }

    private T Drive<T>(Func<Driver, T> run)
    {
        RefuseOthers();
        _driver ??= NewDriver();
        using (Own())
        {
            ThrowFailure();
            var result = run(_driver);
            if (Options.Strict)
                CheckLetters();
            ThrowFailure();
            return result;
        }
    }

    private void CheckLetters()
    {
        foreach (var node in _nodes)
        {
            if (node.Letters.IsBalanced)
                continue;
            Violated(
                ViolationKind.LettersUnbalanced,
                node,
                $"Letters of {node.Name} are unaccounted for: {node.LetterCounts}",
                "mailboxes and dispatchers of the simulation only; if there are no others, this is a mistake of the "
                    + "simulation");
            return;
        }
    }

    private void Drive(Action<Driver> run) =>
        Drive(driver =>
        {
            run(driver);
            return true;
        });

    /// <summary>The current thread drives: two at once is a mistake.</summary>
    internal Ownership Own()
    {
        var thread = Thread.CurrentThread;
        var before = Interlocked.CompareExchange(ref _owner, thread, null);
        if (before is not null && !ReferenceEquals(before, thread))
            throw new InvalidOperationException("Another thread is driving this simulation.");
        Volatile.Write(ref _latestOwner, thread);
        return new Ownership(this, before is null, Turn.Drive(this));
    }

    internal readonly struct Ownership(Simulation simulation, bool isOutermost, Turn.Driving driving) : IDisposable
    {
        public void Dispose()
        {
            driving.Dispose();
            if (isOutermost)
                Volatile.Write(ref simulation._owner, null);
        }
    }
}
