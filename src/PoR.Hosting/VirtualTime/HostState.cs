using PoR.Hosting.Network;

namespace PoR.Hosting.VirtualTime;

/// <summary>What the parts of the host share.</summary>
internal sealed class HostState : IDisposable
{
    private const int FailuresKept = 100;

    public HostState(VirtualTimeHostOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Nodes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.WorkerThreads, 1);
        Options = options;
        Directory = new ActorDirectory(Trace, options.Nodes);
        Jobs = new JobPool(options.WorkerThreads);
        IsDown = new bool[options.Nodes];
    }

    public VirtualTimeHostOptions Options { get; }

    public EventQueue Queue { get; } = new();

    public TraceHash Trace { get; } = new();

    public ActorDirectory Directory { get; }

    public TopicRegistry Topics { get; } = new();

    public LetterBooks Books { get; } = new();

    public JobPool Jobs { get; }

    public bool[] IsDown { get; }

    public SortedDictionary<string, long> Unhandled { get; } = new(StringComparer.Ordinal);

    /// <summary>The latest failures, oldest first.</summary>
    public Queue<ActorFailure> Failures { get; } = new();

    public long FailureCount { get; private set; }

    public TimeSpan Now => TimeSpan.FromTicks(Queue.Now);

    public void Push(long time, EventType type, Cell cell, object? tag = null, long mark = 0) =>
        Queue.Push(time, new QueuedEvent
        {
            Type = type,
            From = cell,
            To = cell,
            Tag = tag,
            Mark = mark,
        });

    /// <summary>Sees to it that an actor with mail takes its next message.</summary>
    public void EnsureRun(Cell cell)
    {
        if (!cell.HasMail || cell.IsParked || cell.IsRunScheduled || cell.IsDead)
            return;
        cell.IsRunScheduled = true;
        Push(Queue.Now, EventType.Run, cell);
    }

    /// <summary>A letter under way ends without a delivery; other entries just vanish.</summary>
    public void Drop(in QueuedEvent entry, DropCause cause)
    {
        if (entry.Type != EventType.Letter)
            return;
        Books.InFlight--;
        entry.To.InFlight--;
        Books.Drop(cause);
    }

    public void Record(Cell cell, Exception exception)
    {
        var failure = new ActorFailure(Now, cell.Address, exception);
        FailureCount++;
        if (Failures.Count == FailuresKept)
            Failures.Dequeue();
        Failures.Enqueue(failure);
        Trace.Lifecycle(Queue.Now, cell.Id, EventType.Run, hasFailed: true);
    }

    public void Dispose()
    {
        Jobs.Dispose();
        Trace.Dispose();
    }
}
