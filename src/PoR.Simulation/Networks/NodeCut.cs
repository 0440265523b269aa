using AkkaSimulation;
using PoR.Core.Cuts;

namespace PoR.Simulation.Networks;

/// <summary>
/// A cut between groups of nodes, active from its start (inclusive) to its end (exclusive).
/// </summary>
/// <remarks>
/// A letter between two groups meets the cut if the cut is active when the letter departs, that is when its last bit
/// has left the sender's uplink, or when it would arrive: letters in flight at the start meet it too; a letter that
/// departs before and arrives after the whole cut does not. A letter that meets the cut is dropped or, if the cut
/// delays, departs again when the cut heals.
/// </remarks>
public sealed class NodeCut : INetworkFilter
{
    private readonly long _end;
    private readonly PlacedCut _placed;

    /// <summary>A cut of a network.</summary>
    /// <param name="cut">What is cut, and when.</param>
    /// <param name="nodes">How many nodes there are; the cut must divide them.</param>
    /// <exception cref="ArgumentException">The cut cannot divide so many nodes.</exception>
    public NodeCut(Cut cut, int nodes)
    {
        (Cut, _placed) = (cut, new PlacedCut(cut, nodes));
        _end = cut.End.Ticks;
    }

    /// <summary>What is cut, and when.</summary>
    public Cut Cut { get; }

    /// <inheritdoc/>
    public FilterVerdict Judge(in Transit transit)
    {
        if (!IsActive(transit.DepartsAt) && !IsActive(transit.ArrivesAt))
            return FilterVerdict.Pass;
        if (!_placed.Separates(transit.From, transit.To))
            return FilterVerdict.Pass;
        return Cut.IsDelayed == true ? FilterVerdict.Hold(_end) : FilterVerdict.Drop(DropCause.Cut);
    }

    private bool IsActive(long time) => Cut.IsActive(TimeSpan.FromTicks(time));
}
