using System.Globalization;

namespace PoR.Simulation.Runs;

/// <summary>How far a run is.</summary>
/// <param name="Round">Rounds that all nodes have decided.</param>
/// <param name="Farthest">Rounds that the node which is farthest has decided.</param>
/// <param name="Rounds">Rounds that the run shall have.</param>
/// <param name="VirtualSeconds">The run's clock.</param>
public readonly record struct RunProgress(long Round, long Farthest, long Rounds, double VirtualSeconds)
{
    /// <summary>Whether some node is more than a round farther than all.</summary>
    public bool IsUneven => Farthest > Round + 1;

    /// <summary>Such as <c>6 of 40 rounds decided by all nodes, 25 by the first</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Round} of {Rounds} rounds decided{(IsUneven ? $" by all nodes, {Farthest} by the first" : "")}");
}
