using System.Collections.Immutable;
using System.Globalization;

namespace PoR.Simulation.Networks;

/// <summary>
/// A cut of the network as a user writes it: SHAPE@START+LENGTH, then options after commas.
/// </summary>
/// <remarks>
/// Shapes: <c>halves</c>; <c>thirds</c>; <c>80%</c> (of the nodes, from number 0 on, against the
/// rest); <c>34/33/33</c> (per cent, together 100); <c>nodes:3,4,5</c> (those against the rest).
/// Times: a number with the unit ms, s, m or h. Options: <c>dropped</c> (the default) or
/// <c>delayed</c> (letters wait until the cut heals); <c>oneway</c> (two groups only: the first
/// group hears the other, the other does not hear the first).
/// </remarks>
public sealed record CutSpec
{
    internal CutSpec()
    {
    }

    /// <summary>The text as it was written.</summary>
    public required string Text { get; init; }

    /// <summary>When the cut begins, by the run clock.</summary>
    public required TimeSpan Start { get; init; }

    /// <summary>How long it lasts, above zero.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>When it heals: the first moment at which letters pass again.</summary>
    public TimeSpan End => Start + Length;

    /// <summary>Whether only letters from the first group to the other are cut.</summary>
    public required bool IsOneWay { get; init; }

    /// <summary>Whether letters wait until it heals; else they are dropped.</summary>
    public required bool IsDelayed { get; init; }

    /// <summary>Upper ends of the groups in per cent of the nodes; empty with a node list.</summary>
    internal ImmutableArray<int> Percents { get; init; } = [];

    /// <summary>The first group; empty with per cents.</summary>
    internal ImmutableArray<int> NodeList { get; init; } = [];

    /// <summary>Whether the groups are thirds, which no whole per cent gives.</summary>
    internal bool IsThirds { get; init; }

    /// <summary>Reads a cut.</summary>
    /// <param name="text">For example <c>halves@30s+60s</c>.</param>
    /// <returns>The cut, or what is wrong.</returns>
    public static Parsed<CutSpec> Parse(string text) => CutSpecParser.Parse(text);

    /// <summary>Applies the cut to a network.</summary>
    /// <param name="nodes">How many nodes there are, at least 1.</param>
    /// <returns>A filter, or why the cut separates nobody there.</returns>
    public Parsed<NodeCut> Resolve(int nodes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodes, 1);
        if (NodeList.FirstOrDefault(node => node >= nodes, -1) is >= 0 and var unknown)
            return Wrong($"there is no node {unknown}; nodes are 0 to {nodes - 1}");
        var groups = new int[nodes];
        if (NodeList.IsEmpty)
            AssignByShare(groups);
        else
            Array.Fill(groups, 1);
        foreach (var node in NodeList)
            groups[node] = 0;
        var count = NodeList.IsEmpty ? (IsThirds ? 3 : Percents.Length) : 2;
        return groups.Distinct().Count() < count
            ? Wrong($"one of its groups names no node when there are {nodes}; each group needs one")
            : Parsed<NodeCut>.Ok(new NodeCut(this, [.. groups]));
    }

    private void AssignByShare(int[] groups)
    {
        var nodes = groups.Length;
        for (var node = 0; node < nodes; node++)
        {
            groups[node] = IsThirds
                ? (int)((3L * node) / nodes)
                : Percents.Count(upper => node >= ((2L * nodes * upper) + 100) / 200);
        }
    }

    private Parsed<NodeCut> Wrong(string what) =>
        Parsed<NodeCut>.Wrong(string.Create(
            CultureInfo.InvariantCulture, $"The cut '{Text}' cannot be made: {what}."));
}
