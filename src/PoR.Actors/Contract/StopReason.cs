namespace PoR.Actors.Contract;

/// <summary>Why an actor's <see cref="IActor.OnStop"/> runs. It never runs on a crash.</summary>
public enum StopReason
{
    /// <summary>The actor asked for it or was idle; the next letter starts it again.</summary>
    Passivated,

    /// <summary>The actor continues on another node of a cluster.</summary>
    HandedOff,

    /// <summary>The host ends.</summary>
    Shutdown,

    /// <summary>Supervision stopped the actor for good.</summary>
    Failed,
}
