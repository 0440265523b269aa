using System.Collections.Immutable;

namespace PoR.Core.Cuts;

/// <summary>A cut of a network: between which groups of nodes nothing passes, and when.</summary>
/// <param name="Shape">Into which groups it divides the nodes.</param>
/// <param name="Start">When it begins, by the run's clock.</param>
/// <param name="Length">How long it lasts, above zero.</param>
public sealed record Cut(CutShape Shape, TimeSpan Start, TimeSpan Length)
{
    /// <summary>Its name in messages and reports: the text that it was written as.</summary>
    public required string Text { get; init; }

    /// <summary>Whether only letters from the first group to the other are cut; of two groups only.</summary>
    public bool IsOneWay { get; init; }

    /// <summary>
    /// True: letters wait until the cut heals; false: they are dropped. Null: as the run is configured for cuts that do
    /// not say.
    /// </summary>
    public bool? IsDelayed { get; init; }

    /// <summary>When it heals: the first moment at which letters pass again.</summary>
    public TimeSpan End => Start + Length;

    /// <summary>Whether it is active: from its start (inclusive) to its end (exclusive).</summary>
    /// <param name="time">By the run's clock.</param>
    public bool IsActive(TimeSpan time) => time >= Start && time < End;

    /// <summary>Whether a letter between two groups meets it.</summary>
    /// <param name="from">The sender's group, 0 and up.</param>
    /// <param name="to">The receiver's.</param>
    public bool Separates(int from, int to) => from != to && (!IsOneWay || from == 0);
}

/// <summary>Into which groups a cut divides the nodes. Closed: every case is nested here.</summary>
public abstract record CutShape
{
    private CutShape()
    {
    }

    /// <summary>How many groups.</summary>
    public abstract int Groups { get; }

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

    /// <summary>Why it cannot divide so many nodes, as a clause; null when it can.</summary>
    /// <param name="nodes">How many nodes there are, at least 1.</param>
    public string? FaultIn(int nodes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodes, 1);
        if (this is Nodes { Numbers: var numbers }
            && numbers.FirstOrDefault(n => n >= nodes, -1) is >= 0 and var unknown)
            return FormattableString.Invariant($"there is no node {unknown}; nodes are 0 to {nodes - 1}");
        return Divide(nodes).Distinct().Count() < Groups
            ? FormattableString.Invariant(
                $"one of its groups names no node when there are {nodes}; each group needs one")
            : null;
    }

    /// <summary>The group of each node, from 0 on.</summary>
    /// <param name="nodes">How many nodes there are.</param>
    public ImmutableArray<int> Divide(int nodes) =>
        [.. Enumerable.Range(0, nodes).Select(node => GroupOf(node, nodes))];

    private int GroupOf(int node, int nodes) => this switch
    {
        Shares { Percents: var percents } => GroupByShare(percents, node, nodes),
        Nodes { Numbers: var numbers } => numbers.Contains(node) ? 0 : 1,
        _ => (int)(3L * node / nodes),
    };

    private static int GroupByShare(ImmutableArray<int> percents, int node, int nodes)
    {
        var (group, upper) = (0, 0);
        foreach (var percent in percents)
        {
            upper += percent;
            if (node < ((2L * nodes * upper) + 100) / 200)
                return group;
            group++;
        }

        return group;
    }
}
