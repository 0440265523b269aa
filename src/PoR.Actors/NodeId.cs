using System.Globalization;

namespace PoR.Actors;

/// <summary>One peer of the network, 0 and up; it hosts one participant or thousands.</summary>
public readonly record struct NodeId(int Index) : IComparable<NodeId>
{
    /// <summary>The key of this node's own actors, e.g. <c>7</c>.</summary>
    public string Key => Index.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public int CompareTo(NodeId other) => Index.CompareTo(other.Index);

    /// <summary>For example <c>node 7</c>.</summary>
    public override string ToString() => $"node {Key}";
}
