using AkkaSimulation;
using System.Collections.Immutable;

namespace PoR.Simulation.Networks;

/// <summary>
/// A cut between groups of nodes, active from its start (inclusive) to its end (exclusive).
/// </summary>
/// <remarks>
/// A letter between two groups meets the cut if the cut is active when the letter departs, that is
/// when its last bit has left the sender's uplink, or when it would arrive: letters in flight at the
/// start are met too; one that departs before and arrives after the whole cut is not. Dropped, or,
/// if the cut delays, it departs anew when the cut heals.
/// </remarks>
public sealed class NodeCut : INetworkFilter
{
    private readonly long _start;
    private readonly long _end;
    private readonly int[] _groups;

    internal NodeCut(CutSpec spec, ImmutableArray<int> groups)
    {
        Spec = spec;
        Groups = groups;
        _groups = [.. groups];
        (_start, _end) = (spec.Start.Ticks, spec.End.Ticks);
    }

    /// <summary>What the user wrote.</summary>
    public CutSpec Spec { get; }

    /// <summary>The group of each node, from 0 on.</summary>
    public ImmutableArray<int> Groups { get; }

    /// <summary>Whether the cut is active.</summary>
    /// <param name="time">By the run clock.</param>
    /// <returns>True from the start to before the end.</returns>
    public bool IsActive(TimeSpan time) => IsActive(time.Ticks);

    /// <inheritdoc/>
    public FilterVerdict Judge(in Transit transit)
    {
        if (!IsActive(transit.DepartsAt) && !IsActive(transit.ArrivesAt))
            return FilterVerdict.Pass;
        if (!Separates(_groups[transit.From], _groups[transit.To]))
            return FilterVerdict.Pass;
        return Spec.IsDelayed ? FilterVerdict.Hold(_end) : FilterVerdict.Drop(DropCause.Cut);
    }

    private bool IsActive(long time) => time >= _start && time < _end;

    private bool Separates(int from, int to) => from != to && (!Spec.IsOneWay || from == 0);
}
