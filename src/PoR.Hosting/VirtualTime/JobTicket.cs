using PoR.Actors.Contract;

namespace PoR.Hosting.VirtualTime;

/// <summary>A job under way. Whoever claims it first runs it, a worker or the one who waits.</summary>
internal sealed class JobTicket(IJob job, string key)
{
    private readonly Lock _wait = new();
    private int _isClaimed;
    private volatile JobDone? _done;

    /// <summary>The result; null while the job waits or runs.</summary>
    public JobDone? Done => _done;

    /// <summary>Runs the job unless it runs or ran already.</summary>
    public void RunIfUnclaimed()
    {
        if (Interlocked.Exchange(ref _isClaimed, 1) == 1)
            return;
        lock (_wait)
            _done = Run();
    }

    /// <summary>The result of a job that another thread has claimed.</summary>
    public JobDone Wait()
    {
        // Between the claim and the lock there is a moment in which the lock is free and nothing is done.
        while (_done is null)
        {
            lock (_wait)
            {
            }

            if (_done is null)
                Thread.Yield();
        }

        return _done;
    }

    private JobDone Run()
    {
        try
        {
            return new JobDone(key, job.Run(), null);
        }
        catch (Exception exception)
        {
            return new JobDone(key, null, $"{exception.GetType().Name}: {exception.Message}");
        }
    }
}
