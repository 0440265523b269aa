namespace PoR.Hosting.VirtualTime;

/// <summary>How a turn ended.</summary>
internal enum TurnEnd
{
    /// <summary>Its effects are released.</summary>
    Done,

    /// <summary>As Done, and the actor asked to be stopped.</summary>
    StopAsked,

    /// <summary>Its events are being written; the actor is parked.</summary>
    Parked,

    /// <summary>It threw and had no effect.</summary>
    Failed,
}
