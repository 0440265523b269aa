using System.Collections.Immutable;
using System.Globalization;

namespace PoR.Core.Faults;

/// <summary>Some of a network's nodes. Closed: every case is nested here.</summary>
public abstract record NodeSet
{
    private NodeSet()
    {
    }

    /// <summary>All nodes.</summary>
    public static NodeSet Every { get; } = new Share(100);

    /// <summary>Those of these numbers.</summary>
    /// <param name="All">0 and up.</param>
    public sealed record Numbers(ImmutableArray<int> All) : NodeSet
    {
        /// <inheritdoc/>
        public bool Equals(Numbers? other) => other is not null && All.SequenceEqual(other.All);

        /// <inheritdoc/>
        public override int GetHashCode() => All.Length;
    }

    /// <summary>A share of them, from number 0 on, rounded to whole nodes.</summary>
    /// <param name="Percent">1..100.</param>
    public sealed record Share(int Percent) : NodeSet;

    /// <summary>The one that a rehearsal has to find.</summary>
    /// <param name="Node">Which.</param>
    public sealed record Aimed(AimedNode Node) : NodeSet;

    /// <summary>Why there are no such nodes, as a clause; null when there are.</summary>
    /// <param name="nodes">How many nodes there are.</param>
    public string? FaultIn(int nodes) => this switch
    {
        Numbers { All: var all } when all.FirstOrDefault(n => n >= nodes, -1) is >= 0 and var unknown =>
            string.Create(CultureInfo.InvariantCulture, $"there is no node {unknown}; nodes are 0 to {nodes - 1}"),
        Share { Percent: var percent } when PercentOf(nodes, percent) == 0 =>
            string.Create(CultureInfo.InvariantCulture, $"{percent} % of {nodes} nodes is none"),
        _ => null,
    };

    /// <summary>Their numbers, ascending.</summary>
    /// <param name="nodes">How many nodes there are.</param>
    public ImmutableArray<int> In(int nodes) => this switch
    {
        Numbers { All: var all } => [.. all.Order()],
        Share { Percent: var percent } => [.. Enumerable.Range(0, PercentOf(nodes, percent))],
        _ => throw new System.Diagnostics.UnreachableException($"No nodes for {GetType().Name}."),
    };

    /// <summary>Rounded to whole nodes, a half up.</summary>
    internal static int PercentOf(int nodes, int percent) => (int)(((2L * nodes * percent) + 100) / 200);
}
