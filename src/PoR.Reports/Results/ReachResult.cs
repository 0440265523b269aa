using System.Collections.Immutable;

namespace PoR.Reports.Results;

/// <summary>Who heard whom while cuts lasted: a link is open only if each of them leaves it open.</summary>
/// <param name="States">The graphs that there were, in the order in which they came first.</param>
/// <param name="Spans">When which of them was, in order; between them and after them all hear all.</param>
/// <param name="SpansLeftOut">So many further ones, whose graphs would be too many.</param>
public sealed record ReachResult(
    ImmutableArray<ReachState> States, ImmutableArray<ReachSpan> Spans, int SpansLeftOut);

/// <summary>A graph of open links.</summary>
/// <param name="Cuts">Which cuts make it: their places among <see cref="RunResult.Faults"/>.</param>
/// <param name="Sides">Nodes that are treated alike, the largest first.</param>
public sealed record ReachState(ImmutableArray<int> Cuts, ImmutableArray<ReachSide> Sides);

/// <summary>Nodes that hear each other, the same others, and are heard by the same others.</summary>
/// <param name="Nodes">Their numbers, ascending; at least one.</param>
/// <param name="Hears">The places of the sides whose messages come to it, itself among them.</param>
public sealed record ReachSide(ImmutableArray<int> Nodes, ImmutableArray<int> Hears);

/// <summary>A time with one graph. Virtual seconds.</summary>
/// <param name="StartSeconds">When it began.</param>
/// <param name="EndSeconds">When it ended, or the run did.</param>
/// <param name="State">The place of its graph.</param>
public sealed record ReachSpan(double StartSeconds, double EndSeconds, int State);
