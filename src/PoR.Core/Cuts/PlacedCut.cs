using System.Collections.Immutable;

namespace PoR.Core.Cuts;

/// <summary>A cut of a network of so many nodes: between which of them nothing passes.</summary>
public sealed class PlacedCut
{
    private readonly ImmutableArray<int> _groups;

    /// <summary>Divides the nodes.</summary>
    /// <param name="cut">What is cut, and when.</param>
    /// <param name="nodes">How many nodes there are; the cut must divide them.</param>
    /// <exception cref="ArgumentException">The cut cannot divide so many nodes.</exception>
    public PlacedCut(Cut cut, int nodes)
    {
        if (cut.Shape.FaultIn(nodes) is { } fault)
            throw new ArgumentException($"The cut '{cut.Text}' cannot be made: {fault}.", nameof(cut));
        (Cut, _groups) = (cut, cut.Shape.Divide(nodes));
    }

    /// <summary>What is cut, and when.</summary>
    public Cut Cut { get; }

    /// <summary>Whether a letter from one node to another meets the cut while it is active.</summary>
    /// <param name="from">The sender, 0 and up.</param>
    /// <param name="to">The receiver.</param>
    public bool Separates(int from, int to) => Cut.Separates(_groups[from], _groups[to]);
}
