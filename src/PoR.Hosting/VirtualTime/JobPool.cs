using System.Collections.Concurrent;
using PoR.Actors.Contract;

namespace PoR.Hosting.VirtualTime;

/// <summary>Runs jobs ahead of the moment at which their results are due.</summary>
internal sealed class JobPool : IDisposable
{
    private readonly BlockingCollection<JobTicket>? _queue;
    private readonly Thread[] _workers;
    private volatile bool _isClosing;

    /// <param name="threads">The driving thread included: 1 runs each job when it is due.</param>
    public JobPool(int threads)
    {
        _workers = new Thread[threads - 1];
        if (threads > 1)
            _queue = [];
        for (var i = 0; i < _workers.Length; i++)
        {
            _workers[i] = new Thread(Work) { IsBackground = true, Name = $"job-{i}" };
            _workers[i].Start();
        }
    }

    public JobTicket Submit(IJob job, string key)
    {
        var ticket = new JobTicket(job, key);
        if (_queue is not null && !job.IsQuick)
            _queue.Add(ticket);
        return ticket;
    }

    /// <summary>
    /// A job's result. Runs the job on this thread if nobody has begun it; while another thread is at it, this one
    /// does other jobs that wait: else the driver would always follow one worker.
    /// </summary>
    public JobDone ResultOf(JobTicket ticket)
    {
        ticket.RunIfUnclaimed();
        while (ticket.Done is null && _queue is not null && _queue.TryTake(out var other))
            other.RunIfUnclaimed();
        return ticket.Wait();
    }

    public void Dispose()
    {
        _isClosing = true;
        _queue?.CompleteAdding();
        foreach (var worker in _workers)
            worker.Join();
        _queue?.Dispose();
    }

    private void Work()
    {
        foreach (var ticket in _queue!.GetConsumingEnumerable())
        {
            if (_isClosing)
                return;
            ticket.RunIfUnclaimed();
        }
    }
}
