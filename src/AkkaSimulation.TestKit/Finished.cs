using System.Runtime.ExceptionServices;

namespace AkkaSimulation.TestKit;

/// <summary>
/// Completed tasks. An asynchronous verb drives the simulation at once and returns one of these, so a test that awaits
/// it stays on its thread.
/// </summary>
internal static class Finished
{
    public static Task Task(Action verb) =>
        Task(() =>
        {
            verb();
            return true;
        });

    public static Task<T> Task<T>(Func<T> verb)
    {
        try
        {
            return System.Threading.Tasks.Task.FromResult(verb());
        }
        catch (Exception failure)
        {
            return System.Threading.Tasks.Task.FromException<T>(failure);
        }
    }

    public static ValueTask<T> ValueTask<T>(Func<T> verb) => new(Task(verb));

    public static ValueTask ValueTask(Action verb) => new(Task(verb));

    /// <summary>The result of a task that has ended; its own exception is thrown.</summary>
    public static T ResultOf<T>(Task<T> task)
    {
        ThrowIfFailed(task);
        return task.Result;
    }

    /// <summary>Throws the own exception of a task that has ended.</summary>
    public static void ThrowIfFailed(Task task)
    {
        if (task.IsCanceled)
            throw new TaskCanceledException(task);
        if (task.Exception is { } failure)
            ExceptionDispatchInfo.Throw(failure.InnerExceptions.Count == 1 ? failure.InnerExceptions[0] : failure);
    }
}
