namespace PoR.Consensus.Agreement;

/// <summary>What a round waits for.</summary>
public enum RoundTimerKind
{
    /// <summary>The leader is chosen.</summary>
    LeaderChoice,

    /// <summary>A step waits no longer.</summary>
    StepDeadline,

    /// <summary>A node repeats itself.</summary>
    Repeat,
}
