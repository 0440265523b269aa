using System.Collections.Concurrent;
using AkkaSimulation.Running;

namespace AkkaSimulation.Work;

/// <summary>Work that was handed over and is not due yet. Workers only compute ahead.</summary>
internal sealed class JobPool : IDisposable
{
    private readonly ConcurrentQueue<Job> _queue = new();
    private Action? _wake;

    public bool HasWaiting => !_queue.IsEmpty;

    /// <summary>Workers take jobs from now on.</summary>
    public void Open(Action wake) => _wake = wake;

    public void Submit(Job job)
    {
        if (_wake is null)
            return;
        _queue.Enqueue(job);
        _wake();
    }

    /// <summary>Does one job that waits.</summary>
    public bool TryRunOne()
    {
        if (!_queue.TryDequeue(out var job))
            return false;
        job.RunIfUnclaimed();
        return true;
    }

    /// <summary>
    /// Sees to it that a job is done: does it here if nobody has begun it, and helps with others while another thread
    /// is at it.
    /// </summary>
    public void Finish(Job job)
    {
        job.RunIfUnclaimed();
        while (!job.IsComputed && TryRunOne())
        {
        }

        job.Wait();
    }

    public void Dispose() => _queue.Clear();
}

/// <summary>A job under way. Whoever claims it first does it.</summary>
internal abstract class Job : OffloadedWork
{
    private int _isClaimed;
    private volatile bool _isComputed;

    /// <summary>Whether the result is known; it is told when the job is due.</summary>
    public bool IsComputed => _isComputed;

    public void RunIfUnclaimed()
    {
        if (Interlocked.Exchange(ref _isClaimed, 1) == 1)
            return;
        using (Turn.Compute())
            Run();
        _isComputed = true;
    }

    public void Wait()
    {
        var spin = default(SpinWait);
        while (!_isComputed)
            spin.SpinOnce();
    }

    /// <summary>Does the work and keeps its result or exception.</summary>
    protected abstract void Run();
}
