namespace PoR.Actors.Contract;

/// <summary>
/// Pure work that would hold up an actor: signatures, VRF evaluations, text scores. It may run on
/// any thread, so it touches nothing but its own fields and immutable data.
/// </summary>
public interface IJob
{
    /// <summary>
    /// What the work takes by the clock of a virtual-time host; at least zero. A function of the
    /// job's input only, never of how long the machine took.
    /// </summary>
    TimeSpan VirtualDuration { get; }

    /// <summary>
    /// Whether the work takes less than handing it to another thread: the host then does it itself when it is due.
    /// A hint; it changes how long a run takes and nothing else.
    /// </summary>
    bool IsQuick => false;

    /// <summary>Does the work. An exception becomes <see cref="JobDone.Error"/>.</summary>
    /// <returns>The result, which the actor receives within <see cref="JobDone"/>.</returns>
    IMessage Run();
}
