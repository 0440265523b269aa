namespace AkkaSimulation;

/// <summary>Work that an actor has handed over.</summary>
public abstract class OffloadedWork
{
    /// <summary>Whether its result has been told.</summary>
    public abstract bool IsDone { get; }
}
