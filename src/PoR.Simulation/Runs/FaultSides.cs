using System.Collections.Immutable;
using System.Globalization;
using PoR.Core.Faults;
using PoR.Reports.Results;

namespace PoR.Simulation.Runs;

/// <summary>Into which sides the faults of a run divide its nodes.</summary>
/// <remarks>A ring, a swizzle, and what befalls all links or all nodes alike, make no sides.</remarks>
internal sealed class FaultSides
{
    private readonly ImmutableArray<ImmutableArray<int>> _ofNode;

    private FaultSides(ImmutableArray<FaultSide> all, int nodes)
    {
        All = all;
        _ofNode =
        [
            .. Enumerable.Range(0, nodes).Select(node =>
                Enumerable.Range(0, all.Length).Where(side => all[side].Nodes.Contains(node)).ToImmutableArray()),
        ];
    }

    /// <summary>By fault, and then by group.</summary>
    public ImmutableArray<FaultSide> All { get; }

    /// <summary>The sides of some faults.</summary>
    /// <param name="faults">In the order in which the run reports them.</param>
    /// <param name="nodes">How many nodes there are.</param>
    /// <param name="seed">Draws what a fault leaves open.</param>
    public static FaultSides Of(IEnumerable<Fault> faults, int nodes, ulong seed) =>
        new([.. faults.SelectMany((fault, index) => SidesOf(fault, index, nodes, seed))], nodes);

    /// <summary>No fault divides the nodes.</summary>
    public static FaultSides None(int nodes) => new([], nodes);

    /// <summary>Which of all sides a node is on: at most one of each fault.</summary>
    public ImmutableArray<int> Of(int node) => _ofNode[node];

    private static IEnumerable<FaultSide> SidesOf(Fault fault, int index, int nodes, ulong seed)
    {
        Func<int, string?> nameOf = fault switch
        {
            Cut cut when new PlacedCut(cut, nodes, seed) is var placed => node => NameOf(cut, placed.GroupOf(node)),
            NodeFault { Of: var set } when set.In(nodes) is var affected =>
                node => affected.Contains(node) ? "affected" : "others",
            _ => static _ => null,
        };
        var groups = Enumerable.Range(0, nodes).GroupBy(nameOf)
            .Where(static group => group.Key is not null).ToArray();
        return groups.Length < 2
            ? []
            : groups.Select(group => new FaultSide(index, group.Key!, [.. group])).OrderBy(static side => side.Name);
    }

    private static string? NameOf(Cut cut, int? group) => (cut.Shape, group) switch
    {
        (_, null) => null,
        (CutShape.Bridge, 2) => "bridge",
        (_, { } number) => string.Create(CultureInfo.InvariantCulture, $"side {number + 1}"),
    };
}
