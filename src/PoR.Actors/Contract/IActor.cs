namespace PoR.Actors.Contract;

/// <summary>
/// One actor: single-threaded, one turn per message, no await, no locks, no clock but
/// <see cref="IContext.Now"/> and no randomness but <see cref="IContext.Random"/>.
/// </summary>
public interface IActor
{
    /// <summary>The first turn, after recovery: arms timers, subscribes. Runs on every start.</summary>
    /// <param name="context">Valid during this call only.</param>
    void OnStart(IContext context);

    /// <summary>One turn.</summary>
    /// <param name="context">Valid during this call only.</param>
    /// <param name="message">
    /// What was sent, a timer's message, <see cref="JobDone"/> or <see cref="Unreachable"/>. For one
    /// that the actor does not know: <see cref="IContext.Unhandled"/>.
    /// </param>
    void OnMessage(IContext context, IMessage message);

    /// <summary>The last turn. Best effort: never runs on a crash or a restart.</summary>
    /// <param name="context">Valid during this call only; timers and jobs have no effect.</param>
    /// <param name="why">Why the actor stops.</param>
    void OnStop(IContext context, StopReason why);
}
