using System.Collections.Immutable;
using System.Globalization;

namespace PoR.Core.Faults;

/// <summary>A cut of a network: between which nodes nothing passes, and when.</summary>
/// <param name="Shape">What it separates.</param>
/// <param name="Start">When it begins, by the run's clock.</param>
/// <param name="Length">How long it lasts, above zero.</param>
public sealed record Cut(CutShape Shape, TimeSpan Start, TimeSpan Length) : LinkFault(Start, Length)
{
    /// <summary>A cut comes and goes so often at most: a letter that it holds back may meet it each time.</summary>
    public const int FlapsMax = 1_000;

    /// <summary>Whether only letters from the first group to the other are cut; of two groups only.</summary>
    public bool IsOneWay { get; init; }

    /// <summary>
    /// True: letters wait until the cut heals; false: they are dropped. Null: as the run is configured for cuts that do
    /// not say.
    /// </summary>
    public bool? IsDelayed { get; init; }

    /// <inheritdoc/>
    public override AimedNode? AimedNode => (Shape as CutShape.Aimed)?.Node;

    /// <inheritdoc/>
    public override string? FaultIn(int nodes) =>
        Flapping is { } flapping && Length / (flapping.On + flapping.Off) is > FlapsMax and var flaps
            ? string.Create(
                CultureInfo.InvariantCulture, $"it comes and goes {flaps:0} times, and {FlapsMax} times are the most")
            : Shape.FaultIn(nodes);

    /// <inheritdoc/>
    private protected override Fault Befalling(int node) => this with { Shape = new CutShape.Nodes([node]) };
}

/// <summary>What a cut separates. Closed: every case is nested here.</summary>
public abstract record CutShape
{
    private CutShape()
    {
    }

    /// <summary>Into how many groups it divides the nodes; 0 when it makes none.</summary>
    public virtual int Groups => 0;

    /// <summary>Groups by their share of the nodes, from number 0 on.</summary>
    /// <param name="Percents">Of each group; together 100.</param>
    public sealed record Shares(ImmutableArray<int> Percents) : CutShape
    {
        /// <inheritdoc/>
        public override int Groups => Percents.Length;

        /// <inheritdoc/>
        public bool Equals(Shares? other) => other is not null && Percents.SequenceEqual(other.Percents);

        /// <inheritdoc/>
        public override int GetHashCode() => Percents.Length;
    }

    /// <summary>Three equal groups, which no whole per cent gives.</summary>
    public sealed record Thirds : CutShape
    {
        /// <inheritdoc/>
        public override int Groups => 3;
    }

    /// <summary>Some nodes against the rest.</summary>
    /// <param name="Numbers">Those of the first group, 0 and up.</param>
    public sealed record Nodes(ImmutableArray<int> Numbers) : CutShape
    {
        /// <inheritdoc/>
        public override int Groups => 2;

        /// <inheritdoc/>
        public bool Equals(Nodes? other) => other is not null && Numbers.SequenceEqual(other.Numbers);

        /// <inheritdoc/>
        public override int GetHashCode() => Numbers.Length;
    }

    /// <summary>One node that a rehearsal has to find, against the rest.</summary>
    /// <param name="Node">Which.</param>
    public sealed record Aimed(AimedNode Node) : CutShape
    {
        /// <inheritdoc/>
        public override int Groups => 2;
    }

    /// <summary>
    /// Two halves, and some nodes that both hear and that hear both (Jepsen's bridge); drawn by the seed.
    /// </summary>
    /// <param name="Percent">Of the nodes are the bridge, at least one.</param>
    public sealed record Bridge(int Percent) : CutShape
    {
        /// <summary>How many nodes are the bridge.</summary>
        internal int Width(int nodes) => Math.Max(1, NodeSet.PercentOf(nodes, Percent));
    }

    /// <summary>
    /// Each node hears its nearest on a ring (Jepsen's majorities ring): above a half all hear a majority, and no two
    /// the same one. The order on the ring is drawn by the seed.
    /// </summary>
    /// <param name="Percent">Of the nodes does each hear, itself among them.</param>
    public sealed record Ring(int Percent) : CutShape
    {
        /// <summary>How many nodes does each hear on either side.</summary>
        internal int Reach(int nodes) => (NodeSet.PercentOf(nodes, Percent) - 1) / 2;
    }

    /// <summary>
    /// Nodes are cut off one by one over the first half of the time, and come back one by one, in another order, over
    /// the second (FoundationDB's swizzle-clog). Both orders are drawn by the seed.
    /// </summary>
    public sealed record Swizzle : CutShape;

    /// <summary>Why it cannot be made of so many nodes, as a clause; null when it can.</summary>
    /// <param name="nodes">How many nodes there are, at least 1.</param>
    public string? FaultIn(int nodes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodes, 1);
        switch (this)
        {
            case Nodes { Numbers: var numbers } when new NodeSet.Numbers(numbers).FaultIn(nodes) is { } unknown:
                return unknown;
            case Bridge bridge when nodes - bridge.Width(nodes) < 2:
                return Said($"beside a bridge of {bridge.Width(nodes)} of {nodes} nodes there are no two halves");
            case Ring ring when ring.Reach(nodes) < 1:
                return Said($"{ring.Percent} % of {nodes} nodes are not a node and its two neighbours");
            case Ring ring when (2 * ring.Reach(nodes)) + 1 >= nodes:
                return Said($"with {ring.Percent} % of {nodes} nodes each hears all");
            case Swizzle or Aimed when nodes < 2:
                return Said($"one node has nobody to be cut off from");
            case Aimed:
                return null;
            default:
                return Groups > 0 && Divide(nodes).Distinct().Count() < Groups
                    ? Said($"one of its groups names no node when there are {nodes}; each group needs one")
                    : null;
        }
    }

    /// <summary>The group of each node, from 0 on; only of a shape that makes groups.</summary>
    /// <param name="nodes">How many nodes there are.</param>
    public ImmutableArray<int> Divide(int nodes) =>
        [.. Enumerable.Range(0, nodes).Select(node => GroupOf(node, nodes))];

    private int GroupOf(int node, int nodes) => this switch
    {
        Shares { Percents: var percents } => GroupByShare(percents, node, nodes),
        Nodes { Numbers: var numbers } => numbers.Contains(node) ? 0 : 1,
        Thirds => (int)(3L * node / nodes),
        _ => throw new InvalidOperationException($"{GetType().Name} makes no groups."),
    };

    private static int GroupByShare(ImmutableArray<int> percents, int node, int nodes)
    {
        var (group, upper) = (0, 0);
        foreach (var percent in percents)
        {
            upper += percent;
            if (node < NodeSet.PercentOf(nodes, upper))
                return group;
            group++;
        }

        return group;
    }

    private static string Said(FormattableString clause) => clause.ToString(CultureInfo.InvariantCulture);
}
