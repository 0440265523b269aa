using System.Runtime.ExceptionServices;

namespace AkkaSimulation.Running;

/// <summary>
/// The threads of a run. They serve lanes first, then offloaded work; between two windows they spin for a moment, since
/// a window holds few deliveries, and then sleep.
/// </summary>
internal sealed class Workers : IDisposable
{
    private const int SpinsBeforeSleep = 30;

    /// <summary>The lower half of a ticket: no lane is to be had.</summary>
    private const uint Closed = uint.MaxValue;
    private readonly Simulation _simulation;
    private readonly Thread[] _threads;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Lock _failureLock = new();
    private List<Loop> _loops = [];
    private Exception?[] _failures = [];
    private long _horizon;
    private int _count;
    private int _window;
    private long _ticket = Closed;
    private int _unfinished;
    private int _sleeping;
    private volatile bool _isClosing;

    /// <param name="simulation">Whose loops and jobs they serve.</param>
    /// <param name="threads">The driver included: with 1 no thread is started.</param>
    public Workers(Simulation simulation, int threads)
    {
        _simulation = simulation;
        _threads = new Thread[threads - 1];
        if (threads > 1)
            simulation.Jobs.Open(WakeOne);
        for (var i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = $"simulation-{i}" };
            _threads[i].Start();
        }
    }

    /// <summary>Runs lanes up to the horizon; what they throw is thrown here, of the first lane first.</summary>
    public void RunWindow(List<Loop> loops, long horizon)
    {
        if (_failures.Length < loops.Count)
            _failures = new Exception?[loops.Count];
        if (_threads.Length == 0 || loops.Count == 1)
        {
            // A lane that throws does not keep the others from running, as with several threads.
            for (var i = 0; i < loops.Count; i++)
                TryRunLane(loops[i], horizon, i);
            ThrowFailure(loops.Count);
            return;
        }

        (_loops, _horizon, _count) = (loops, horizon, loops.Count);
        Volatile.Write(ref _unfinished, loops.Count);
        Volatile.Write(ref _ticket, (long)++_window << 32);
        var sleeping = Math.Min(Volatile.Read(ref _sleeping), loops.Count - 1);
        if (sleeping > 0)
            _wake.Release(sleeping);
        ServeLanes();
        var spin = default(SpinWait);
        while (Volatile.Read(ref _unfinished) > 0)
            spin.SpinOnce(sleep1Threshold: -1);
        Volatile.Write(ref _ticket, ((long)_window << 32) | Closed);
        ThrowFailure(loops.Count);
    }

    public void Dispose()
    {
        _isClosing = true;
        if (_threads.Length > 0)
            _wake.Release(_threads.Length);
        foreach (var thread in _threads)
            thread.Join();
        _wake.Dispose();
    }

    private void TryRunLane(Loop loop, long horizon, int index)
    {
        loop.IsInWindow = true;
        try
        {
            loop.Fetch(_simulation.Nodes[loop.Index]);
            loop.RunTo(horizon);
        }
        catch (Exception failure)
        {
            // The driver of the run throws it when the window is over.
            lock (_failureLock)
                _failures[index] = failure;
        }
        finally
        {
            loop.IsInWindow = false;
        }
    }

    private void ThrowFailure(int lanes)
    {
        if (Array.Find(_failures, static f => f is not null) is not { } first)
            return;
        _failures.AsSpan(0, lanes).Clear();
        ExceptionDispatchInfo.Throw(first);
    }

    private void WakeOne()
    {
        if (Volatile.Read(ref _sleeping) > 0)
            _wake.Release();
    }

    private void Work()
    {
        using var driving = Turn.Drive(_simulation);
        var spins = 0;
        while (!_isClosing)
        {
            if (ServeLanes() || _simulation.Jobs.TryRunOne())
            {
                spins = 0;
            }
            else if (spins++ < SpinsBeforeSleep)
            {
                Thread.SpinWait(64);
            }
            else
            {
                Interlocked.Increment(ref _sleeping);

                // Work that came before this thread was counted as sleeping has not woken it.
                if (!HasWork())
                    _wake.Wait();
                Interlocked.Decrement(ref _sleeping);
                spins = 0;
            }
        }
    }

    private bool HasWork() =>
        _isClosing || (uint)Volatile.Read(ref _ticket) < (uint)Volatile.Read(ref _count) || _simulation.Jobs.HasWaiting;

    private bool ServeLanes()
    {
        var hasServed = false;
        while (TryTakeLane(out var index))
        {
            TryRunLane(_loops[index], _horizon, index);
            hasServed = true;
            Interlocked.Decrement(ref _unfinished);
        }

        return hasServed;
    }

    /// <summary>
    /// Takes a lane of the present window. The ticket names window and lane in one word: a thread that was held up
    /// since an earlier window cannot take a lane that another thread of the present one runs.
    /// </summary>
    private bool TryTakeLane(out int index)
    {
        while (true)
        {
            var ticket = Volatile.Read(ref _ticket);
            index = (int)(uint)ticket;
            if ((uint)ticket >= (uint)Volatile.Read(ref _count))
                return false;
            if (Interlocked.CompareExchange(ref _ticket, ticket + 1, ticket) == ticket)
                return true;
        }
    }
}
