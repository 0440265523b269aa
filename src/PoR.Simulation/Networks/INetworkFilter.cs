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
