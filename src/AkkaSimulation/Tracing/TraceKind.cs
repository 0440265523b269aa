namespace AkkaSimulation.Tracing;

/// <summary>What a record of a trace tells.</summary>
internal enum TraceKind
{
    /// <summary>A letter was taken from a mailbox; the bytes are the message's own.</summary>
    Delivery = 1,

    /// <summary>An actor got a mailbox; the bytes are its path.</summary>
    ActorStarted,

    /// <summary>An actor is about to be restarted.</summary>
    ActorRestarted,

    /// <summary>An actor has stopped.</summary>
    ActorStopped,

    /// <summary>A type got its number; the bytes are its name.</summary>
    TypeNamed,

    /// <summary>A sender that is no actor of a node got its number; the bytes are its path.</summary>
    SenderNamed,

    /// <summary>A life of the node began.</summary>
    NodeStarted,

    /// <summary>The node crashed.</summary>
    NodeCrashed,

    /// <summary>The node was paused.</summary>
    NodePaused,

    /// <summary>The node goes on.</summary>
    NodeResumed,

    /// <summary>The node's clock was changed; the bytes are the change.</summary>
    ClockChanged,

    /// <summary><see cref="Schedule.Random"/> drew the next mailbox.</summary>
    ScheduleDrawn,

    /// <summary>Data of the driver.</summary>
    Driver,
}
