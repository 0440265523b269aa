namespace PoR.Actors.Contract;

/// <summary>What supervision does when a turn throws. The turn itself has no effect then.</summary>
public enum OnFailure
{
    /// <summary>
    /// Drop the memory state, timers, subscriptions and watches, keep the mailbox (what was stashed
    /// goes to its front), create the actor anew, replay its events, run OnStart. Above the allowed
    /// restarts within the window: as <see cref="Stop"/>.
    /// </summary>
    Restart,

    /// <summary>Stop for good: later letters are dead letters, watchers are told.</summary>
    Stop,

    /// <summary>The host itself fails: whoever drives it gets the exception.</summary>
    Escalate,
}
