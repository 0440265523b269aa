namespace PoR.Simulation.Runs;

/// <summary>How far a run is.</summary>
/// <param name="Round">Rounds that all nodes have decided.</param>
/// <param name="Rounds">Rounds that the run shall have.</param>
/// <param name="VirtualSeconds">The run's clock.</param>
public readonly record struct RunProgress(long Round, long Rounds, double VirtualSeconds);
