using System.Collections.Immutable;
using System.Globalization;

namespace PoR.Core.Faults;

/// <summary>A fault of links that is no cut.</summary>
/// <param name="Effect">What it does to messages.</param>
/// <param name="Of">Of the links of these nodes, in both directions; of their uplinks where the effect says so.</param>
/// <param name="Start">When it begins, by the run's clock.</param>
/// <param name="Length">How long it lasts, above zero.</param>
public sealed record LinkTrouble(LinkEffect Effect, NodeSet Of, TimeSpan Start, TimeSpan Length)
    : LinkFault(Start, Length)
{
    /// <inheritdoc/>
    public override string? FaultIn(int nodes) => Of.FaultIn(nodes);
}

/// <summary>What a fault does to messages. Closed: every case is nested here.</summary>
public abstract record LinkEffect
{
    private LinkEffect()
    {
    }

    /// <summary>They are lost by chance.</summary>
    /// <param name="PerMillion">How many of a million, 1..1,000,000.</param>
    public sealed record Loss(int PerMillion) : LinkEffect;

    /// <summary>They take longer.</summary>
    /// <param name="By">So much, above zero.</param>
    public sealed record Delay(TimeSpan By) : LinkEffect;

    /// <summary>They take several times as long. Only a simulation knows how long one takes.</summary>
    /// <param name="Times">2 and up.</param>
    public sealed record Slowdown(int Times) : LinkEffect;

    /// <summary>They come a second time by chance.</summary>
    /// <param name="PerMillion">How many of a million, 1..1,000,000.</param>
    /// <param name="Within">The second comes less than this later, above zero.</param>
    public sealed record Duplication(int PerMillion, TimeSpan Within) : LinkEffect;

    /// <summary>Each is held back for a time that is drawn, so that later ones overtake it.</summary>
    /// <param name="Within">Less than this, above zero.</param>
    public sealed record Reordering(TimeSpan Within) : LinkEffect;

    /// <summary>One bit is turned by chance.</summary>
    /// <param name="PerMillion">Of how many of a million, 1..1,000,000.</param>
    public sealed record Damage(int PerMillion) : LinkEffect;

    /// <summary>The uplinks of the nodes carry less.</summary>
    /// <param name="BitsPerSecond">Of each, 1 and up.</param>
    public sealed record Bandwidth(long BitsPerSecond) : LinkEffect;

    /// <summary>A link holds so many on their way; one more is lost.</summary>
    /// <param name="Messages">1 and up.</param>
    public sealed record Capacity(int Messages) : LinkEffect;
}

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
