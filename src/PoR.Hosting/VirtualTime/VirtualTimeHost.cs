using System.Collections.Immutable;
using System.Threading.Channels;
using PoR.Actors.Contract;

namespace PoR.Hosting.VirtualTime;

/// <summary>
/// Runs all actors of all nodes on one thread and a clock of its own, in (time, sequence) order: the
/// same build, seed and calls give the same run, bit for bit, however many threads run the jobs.
/// </summary>
/// <remarks>
/// Not thread-safe: whoever drives it makes all calls. Hooks and observers run within the driving
/// call; an exception of theirs reaches the driver. An observer that wants to act plans an action
/// (<see cref="Schedule"/>), since the turn that it sees is not over yet.
/// </remarks>
public sealed class VirtualTimeHost : IHost, IVirtualTime
{
    private const int ObservedUnreadMax = 10_000;
    private readonly HostState _state;
    private readonly EffectReleaser _releaser;
    private readonly TurnRunner _runner;
    private readonly Lifecycle _lifecycle;
    private readonly Dispatcher _dispatcher;
    private readonly List<ChannelWriter<Letter>> _readers = [];
    private long _nextAsk;
    private bool _isRunning;
    private bool _isDisposed;

    /// <summary>A host without actors, at time zero.</summary>
    /// <param name="options">Null: the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">Nodes or threads below 1.</exception>
    public VirtualTimeHost(VirtualTimeHostOptions? options = null)
    {
        _state = new HostState(options ?? new VirtualTimeHostOptions());
        _releaser = new EffectReleaser(_state);
        _runner = new TurnRunner(_state, _releaser);
        _lifecycle = new Lifecycle(_state, _runner, _releaser);
        _dispatcher = new Dispatcher(_state, _runner, _lifecycle);
    }

    /// <inheritdoc/>
    public TimeSpan Now => _state.Now;

    /// <summary>Turns begun so far: letters, ticks, jobs' results, notices and answers.</summary>
    public long Deliveries => _dispatcher.Deliveries;

    /// <summary>What became of the letters so far (invariant I12).</summary>
    public LetterAccounts Accounts => _state.Books.Close();

    /// <summary>The run's fingerprint so far (invariant I11): 64 hexadecimal digits.</summary>
    public string TraceHash => _state.Trace.Current();

    /// <summary>Messages without a handler, by "actor kind: message type".</summary>
    public ImmutableSortedDictionary<string, long> Unhandled =>
        _state.Unhandled.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>How many turns, starts and recoveries threw.</summary>
    public long FailureCount => _state.FailureCount;

    /// <summary>The latest 100 failures, oldest first.</summary>
    public IReadOnlyCollection<ActorFailure> Failures => _state.Failures;

    /// <summary>Entries that wait in the event queue, timers included.</summary>
    public int QueueLength => _state.Queue.Count;

    /// <summary>Runs after each turn's effects are released; null: nothing.</summary>
    public Action<TurnReport>? AfterTurn
    {
        get => _dispatcher.TurnHook;
        set => _dispatcher.TurnHook = value;
    }

    internal HostState State => _state;

    /// <inheritdoc/>
    public void Register(
        string kind, Func<ActorAddress, IActor> create, KindOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        options ??= new KindOptions();
        if (options is { RememberEntities: true, PassivateAfter: not null })
            throw new ArgumentException("Remembered actors are never passivated.", nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SnapshotEvery, 1);
        _state.Directory.Register(kind, create, options);
    }

    /// <summary>Does nothing: time passes only when the host is driven.</summary>
    /// <param name="cancellation">Not looked at.</param>
    /// <returns>Done.</returns>
    public Task StartAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Activate(ActorAddress address)
    {
        RefuseWithinTurn();
        var cell = _state.Directory.Resolve(address);
        if (cell is not { Actor: null, IsParked: false, IsDead: false, Kind: not null }
            || _state.IsDown[cell.Node])
            return;
        cell.IsParked = true;
        _state.Push(_state.Queue.Now, EventType.Start, cell, mark: cell.Incarnation);
    }

    /// <inheritdoc/>
    public void Tell(ActorAddress to, IMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        RefuseWithinTurn();
        _releaser.Post(_state.Directory.Outside, _state.Directory.Resolve(to), message);
    }

    /// <inheritdoc/>
    public Task<TReply> Ask<TReply>(
        ActorAddress to, Func<ActorAddress, IMessage> withReplyTo, TimeSpan timeout)
        where TReply : IMessage
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        RefuseWithinTurn();
        var answer = new TaskCompletionSource<TReply>(
            TaskCreationOptions.RunContinuationsAsynchronously);
        var ask = new PendingAsk(
            reply =>
            {
                if (reply is TReply expected)
                    answer.SetResult(expected);
                else
                    answer.SetException(new InvalidOperationException(
                        $"{to} answered with {reply.GetType().Name}."));
            },
            () => answer.SetException(new TimeoutException($"{to} did not answer in {timeout}.")));
        var target = _state.Directory.Resolve(to);
        ask.Cell = _state.Directory.CreateAsk($"{++_nextAsk}", ask);
        _releaser.Post(ask.Cell, target, withReplyTo(ask.Cell.Address));
        _state.Push(_state.Queue.Now + timeout.Ticks, EventType.AskTimeout, ask.Cell, ask);
        return answer.Task;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<Letter> Observe(Topic topic, CancellationToken cancellation)
    {
        var channel = Channel.CreateBounded<Letter>(new BoundedChannelOptions(ObservedUnreadMax)
        {
            FullMode = BoundedChannelFullMode.DropOldest,
        });
        _readers.Add(channel.Writer);
        Observe(topic, letter =>
        {
            if (!cancellation.IsCancellationRequested)
                channel.Writer.TryWrite(letter);
        });
        return channel.Reader.ReadAllAsync(cancellation);
    }

    /// <summary>Sees what is published to a topic, at once, within the driving call.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="observer">Must not drive the host; what it does is not in the trace.</param>
    /// <returns>Ends the observation when disposed.</returns>
    public IDisposable Observe(Topic topic, Action<Letter> observer) =>
        _state.Topics.Observe(topic, observer);

    /// <summary>The running actor of an address, for checkers that look and touch nothing.</summary>
    /// <param name="address">The address.</param>
    /// <returns>Null where no such actor runs now.</returns>
    public IActor? Peek(ActorAddress address) => _state.Directory.Find(address)?.Actor;

    /// <summary>Plans an action of the driver: a crash, a letter from outside.</summary>
    /// <param name="at">By the run clock, not before Now.</param>
    /// <param name="action">Runs in (time, sequence) order with the deliveries.</param>
    public void Schedule(TimeSpan at, Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        _state.Push(at.Ticks, EventType.Action, _state.Directory.Outside, action);
    }

    /// <summary>
    /// Takes a node down: its actors lose memory, timers and mail, journals stay; letters that
    /// arrive meanwhile are dropped; watchers are told. What it sent before still travels.
    /// </summary>
    /// <param name="node">0..nodes−1; nothing happens when it is down already.</param>
    public void CrashNode(int node)
    {
        RefuseWithinTurn();
        if (IsNodeUp(node))
            _lifecycle.Crash(node);
    }

    /// <summary>Brings a node back; the actors that ran at its crash recover.</summary>
    /// <param name="node">0..nodes−1; nothing happens when it is up already.</param>
    public void RestartNode(int node)
    {
        RefuseWithinTurn();
        if (!IsNodeUp(node))
            _lifecycle.Restart(node);
    }

    /// <summary>Whether a node runs.</summary>
    /// <param name="node">0..nodes−1.</param>
    /// <returns>True unless it crashed and was not restarted.</returns>
    public bool IsNodeUp(int node) => !_state.IsDown[node];

    /// <summary>Adds data of the driver to the trace hash, for example decided blocks.</summary>
    /// <param name="data">Hashed with its length.</param>
    public void Trace(ReadOnlySpan<byte> data) => _state.Trace.Append(data);

    /// <inheritdoc/>
    public bool Step() => Drive(long.MaxValue, 1, null) == 1;

    /// <inheritdoc/>
    public long RunUntil(TimeSpan time)
    {
        var made = Drive(time.Ticks, long.MaxValue, null);
        _state.Queue.AdvanceTo(time.Ticks);
        return made;
    }

    /// <inheritdoc/>
    public bool RunUntil(Func<bool> condition, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(condition);
        if (condition())
            return true;
        Drive(limit.Ticks, long.MaxValue, condition);
        return condition();
    }

    /// <inheritdoc/>
    public long RunUntilIdle(long maxDeliveries) => Drive(long.MaxValue, maxDeliveries, null);

    /// <summary>Runs OnStop of every running actor and ends the worker threads.</summary>
    /// <returns>Done on return.</returns>
    public ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return ValueTask.CompletedTask;
        _isDisposed = true;
        foreach (var cell in _state.Directory.InOrder().Where(c => c.Actor is not null).ToArray())
        {
            if (!cell.IsParked)
                _lifecycle.Stop(cell, StopReason.Shutdown);
        }

        foreach (var reader in _readers)
            reader.TryComplete();
        _state.Dispose();
        return ValueTask.CompletedTask;
    }

    private long Drive(long until, long maxDeliveries, Func<bool>? condition)
    {
        if (_isRunning)
            throw new InvalidOperationException("The host is being driven already.");
        _isRunning = true;
        try
        {
            var made = 0L;
            while (made < maxDeliveries && _state.Queue.TryPop(until, out var entry))
            {
                if (!_dispatcher.Handle(ref entry))
                    continue;
                made++;
                if (condition is not null && condition())
                    break;
            }

            return made;
        }
        finally
        {
            _isRunning = false;
        }
    }

    private void RefuseWithinTurn()
    {
        if (_runner.IsInTurn)
            throw new InvalidOperationException(
                "Within a turn an actor uses its context, and an observer plans an action.");
    }
}
