using AkkaSimulation;

namespace PoR.Simulation.Networks;

/// <summary>
/// One kind of fault; filters form a chain. Deterministic: a function of the letter and of the
/// filter's own seed.
/// </summary>
public interface INetworkFilter
{
    /// <summary>Judges a letter.</summary>
    /// <param name="transit">The letter.</param>
    /// <returns>Pass, drop or hold.</returns>
    FilterVerdict Judge(in Transit transit);
}

/// <summary>What a filter does with a letter.</summary>
/// <param name="Cause">Not null: the letter is dropped.</param>
/// <param name="HeldUntil">
/// Ticks; later than the departure: the letter waits at its sender and departs then. Else it passes.
/// </param>
public readonly record struct FilterVerdict(DropCause? Cause, long HeldUntil)
{
    /// <summary>The letter passes.</summary>
    public static FilterVerdict Pass => default;

    /// <summary>The letter is lost.</summary>
    /// <param name="cause">Why.</param>
    /// <returns>The verdict.</returns>
    public static FilterVerdict Drop(DropCause cause) => new(cause, 0);

    /// <summary>The letter departs later, and meets all filters again then.</summary>
    /// <param name="until">Ticks, later than its departure.</param>
    /// <returns>The verdict.</returns>
    public static FilterVerdict Hold(long until) => new(null, until);
}
