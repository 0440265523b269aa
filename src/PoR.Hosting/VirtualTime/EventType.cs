namespace PoR.Hosting.VirtualTime;

/// <summary>What an entry of the event queue is.</summary>
internal enum EventType : byte
{
    /// <summary>A message from an actor or from outside; the only type that is accounted.</summary>
    Letter,

    /// <summary>A keyed timer is due; Tag is the key, Mark its generation.</summary>
    Timer,

    /// <summary>A job's result is due; Tag is the ticket, Mark the actor's incarnation.</summary>
    Job,

    /// <summary>A watched actor is gone; Mark is the watcher's incarnation.</summary>
    Notice,

    /// <summary>The actor takes one message from its mailbox.</summary>
    Run,

    /// <summary>The actor starts again; Mark is its incarnation.</summary>
    Start,

    /// <summary>A journal's write is done; Tag is the write, Mark the incarnation.</summary>
    WriteDone,

    /// <summary>The actor may be idle long enough to be passivated.</summary>
    PassivateCheck,

    /// <summary>An ask ran out of time; Tag is the ask.</summary>
    AskTimeout,

    /// <summary>A planned action of the run's driver; Tag is the delegate.</summary>
    Action,
}
