namespace PoR.Node.Links;

/// <summary>Tasks that run beside each other until they end; nobody awaits one alone. Safe on many threads.</summary>
/// <param name="onFault">
/// Is told what a task failed with, which is a mistake of ours; one that was cancelled has ended as it should.
/// </param>
internal sealed class RunningTasks(Action<Exception> onFault)
{
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _running = [];

    /// <summary>Follows a task to its end.</summary>
    /// <param name="task">The task.</param>
    /// <param name="onLoss">Is told its fault, too: without this task the others are of no use. Null: they are.</param>
    public void Add(Task task, Action<Exception>? onLoss = null)
    {
        lock (_gate)
            _running.Add(task);
        _ = FollowAsync(task, onLoss);
    }

    /// <summary>Waits until none runs.</summary>
    public async Task EndedAsync()
    {
        while (true)
        {
            Task[] left;
            lock (_gate)
                left = [.. _running];
            if (left.Length == 0)
                return;
            await Task.WhenAll(left).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        }
    }

    private async Task FollowAsync(Task task, Action<Exception>? onLoss)
    {
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (task.Exception is { } fault)
        {
            onFault(fault.GetBaseException());
            onLoss?.Invoke(fault.GetBaseException());
        }

        lock (_gate)
            _running.Remove(task);
    }
}
