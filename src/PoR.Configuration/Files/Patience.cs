using System.Runtime.ExceptionServices;

namespace PoR.Configuration.Files;

/// <summary>Calls that may block for ever, such as a read from a pipe that nobody fills.</summary>
public static class Patience
{
    private static readonly TimeSpan LateAfter = TimeSpan.FromSeconds(1);

    /// <summary>Makes a call on another thread and waits for it, but not longer than until a stop.</summary>
    /// <param name="call">Left behind when the stop comes first; it then ends with the process.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <param name="late">Told once when the call takes more than a second; may be null.</param>
    /// <param name="grace">How long a call may still take after the stop; zero for not at all.</param>
    /// <returns>What the call returns.</returns>
    /// <exception cref="OperationCanceledException">The stop came first.</exception>
    /// <exception cref="Exception">What the call throws.</exception>
    public static T Call<T>(
        Func<T> call, CancellationToken stop, Action? late = null, TimeSpan grace = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        // This is not disposed, since a call that was abandoned still sets it later.
        var done = new ManualResetEventSlim();
        T? result = default;
        Exception? fault = null;
        // The call gets its own thread: a call that blocks for ever would take a thread from the pool for good, and a
        // busy pool would start it late.
        new Thread(Make) { IsBackground = true, Name = "Patience" }.Start();
        Wait(done, late, grace, stop);
        if (fault is not null)
            ExceptionDispatchInfo.Throw(fault);
        return result!;

        void Make()
        {
            try
            {
                result = call();
            }
            catch (Exception thrown)
            {
                fault = thrown;
            }

            done.Set();
        }
    }

    private static void Wait(ManualResetEventSlim done, Action? late, TimeSpan grace, CancellationToken stop)
    {
        try
        {
            if (done.Wait(LateAfter, stop))
                return;
            late?.Invoke();
            done.Wait(stop);
        }
        catch (OperationCanceledException)
        {
            if (!done.Wait(grace, CancellationToken.None))
                throw;
        }
    }
}
