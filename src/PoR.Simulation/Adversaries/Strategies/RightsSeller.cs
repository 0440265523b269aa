namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>
/// Behaves honestly, but whoever pays gets its rights to sponsor: each admits an account of the buyer's, which counts
/// as the adversary's.
/// </summary>
public sealed class RightsSeller : Recruiter;
