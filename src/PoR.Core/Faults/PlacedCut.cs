using System.Collections.Immutable;
using System.Globalization;
using PoR.Core.Canonical;
using PoR.Core.Hashing;

namespace PoR.Core.Faults;

/// <summary>A cut of a network of so many nodes: between which of them nothing passes, and when.</summary>
public sealed class PlacedCut
{
    private const int BridgeGroup = 2;

    private readonly ImmutableArray<int> _groups = [];
    private readonly ImmutableArray<int> _places = []; // Of each node in the order that was drawn.
    private readonly ImmutableArray<int> _returns = []; // The same of the second order of a swizzle.
    private readonly int _nodes;

    /// <summary>Places a cut.</summary>
    /// <param name="cut">What is cut, and when.</param>
    /// <param name="nodes">How many nodes there are; the cut must be possible with them.</param>
    /// <param name="seed">Draws what its shape leaves open; peers of one network need the same.</param>
    /// <exception cref="ArgumentException">The cut cannot be made of so many nodes.</exception>
    public PlacedCut(Cut cut, int nodes, ulong seed)
    {
        if (cut.FaultIn(nodes) is { } fault)
            throw new ArgumentException($"The cut '{cut.Text}' cannot be made: {fault}.", nameof(cut));
        cut.RequirePlaced();
        (Cut, _nodes) = (cut, nodes);
        if (cut.Shape.Groups > 0)
            _groups = cut.Shape.Divide(nodes);
        else
            (_places, _returns) = (PlacesOf("first"), PlacesOf("second"));

        ImmutableArray<int> PlacesOf(string order)
        {
            var places = new int[nodes];
            var at = 0;
            foreach (var node in Enumerable.Range(0, nodes).OrderBy(node => Draw(seed, cut.Text, order, node)))
                places[node] = at++;
            return [.. places];
        }
    }

    /// <summary>What is cut, and when.</summary>
    public Cut Cut { get; }

    /// <summary>What the seed has drawn, as a clause; null where it draws nothing.</summary>
    public string? Drawn => Cut.Shape switch
    {
        CutShape.Bridge bridge => $"the bridge is {NodesAt(_places, bridge.Width(_nodes))}",
        CutShape.Ring => $"on the ring stand {NodesAt(_places, _nodes)}",
        CutShape.Swizzle => $"off go {NodesAt(_places, _nodes)}; back come {NodesAt(_returns, _nodes)}",
        _ => null,
    };

    /// <summary>The group of a node, from 0 on; null where the shape makes no groups. The bridge is group 2.</summary>
    /// <param name="node">0 and up.</param>
    public int? GroupOf(int node) => Cut.Shape switch
    {
        CutShape.Bridge bridge => HalfOf(node, bridge.Width(_nodes)) ?? BridgeGroup,
        _ => _groups.IsEmpty ? null : _groups[node],
    };

    /// <summary>
    /// The moments at which who hears whom may change: of a cut that flaps, each time it comes or goes; of a swizzle,
    /// each time a node does. Without order.
    /// </summary>
    public IEnumerable<TimeSpan> Changes
    {
        get
        {
            yield return Cut.Start;
            yield return Cut.End;
            for (var on = Cut.Start; Cut.Flapping is { } flapping && on < Cut.End; on += flapping.On + flapping.Off)
            {
                yield return on;
                yield return on + flapping.On < Cut.End ? on + flapping.On : Cut.End;
            }

            for (var node = 0; Cut.Shape is CutShape.Swizzle && node < _nodes; node++)
            {
                yield return OffAt(node);
                yield return BackAt(node);
            }
        }
    }

    /// <summary>To which part of the nodes one belongs at a time: the cut treats those of a part alike.</summary>
    /// <param name="node">0 and up.</param>
    /// <param name="time">By the run's clock.</param>
    public int PartOf(int node, TimeSpan time)
    {
        if (!Cut.IsActive(time))
            return 0;
        return Cut.Shape switch
        {
            CutShape.Ring => _places[node],
            CutShape.Swizzle => IsOff(node, time) ? node + 1 : 0,
            _ => GroupOf(node)!.Value,
        };
    }

    /// <summary>Whether a letter from one node to another meets the cut at a time.</summary>
    /// <param name="from">The sender, 0 and up.</param>
    /// <param name="to">The receiver.</param>
    /// <param name="time">By the run's clock.</param>
    public bool Separates(int from, int to, TimeSpan time)
    {
        if (!Cut.IsActive(time))
            return false;
        switch (Cut.Shape)
        {
            case CutShape.Bridge bridge:
                var width = bridge.Width(_nodes);
                return HalfOf(from, width) is { } half && HalfOf(to, width) is { } other && half != other;
            case CutShape.Ring ring:
                var distance = Math.Abs(_places[from] - _places[to]);
                return Math.Min(distance, _nodes - distance) > ring.Reach(_nodes);
            case CutShape.Swizzle:
                return from != to && (IsOff(from, time) || IsOff(to, time));
            default:
                return _groups[from] != _groups[to] && (!Cut.IsOneWay || _groups[from] == 0);
        }
    }

    /// <summary>When a link opens that is cut.</summary>
    /// <param name="from">The sender, 0 and up.</param>
    /// <param name="to">The receiver.</param>
    /// <param name="time">A time at which the cut separates them.</param>
    public TimeSpan OpensAt(int from, int to, TimeSpan time)
    {
        var off = Cut.ActiveUntil(time);
        if (Cut.Shape is not CutShape.Swizzle)
            return off;
        var (backFrom, backTo) = (BackAt(from), BackAt(to));
        var back = IsOff(from, time) && (!IsOff(to, time) || backFrom > backTo) ? backFrom : backTo;
        return back < off ? back : off;
    }

    private bool IsOff(int node, TimeSpan time) =>
        time >= OffAt(node) && time < BackAt(node);

    private TimeSpan OffAt(int node) => Cut.Start + (Cut.Length / 2 / _nodes * _places[node]);

    private TimeSpan BackAt(int node) => Cut.End - (Cut.Length / 2 / _nodes * (_nodes - 1 - _returns[node]));

    private int? HalfOf(int node, int width) => _places[node] < width
        ? null
        : _places[node] - width < (_nodes - width) / 2 ? 0 : 1;

    /// <summary>Who stands at the first places.</summary>
    private static string NodesAt(ImmutableArray<int> places, int count) => string.Join(
        ", ",
        Enumerable.Range(0, places.Length)
            .OrderBy(node => places[node])
            .Take(count)
            .Select(node => node.ToString(CultureInfo.InvariantCulture)));

    private static Digest Draw(ulong seed, string text, string order, int node)
    {
        var writer = new CanonicalWriter();
        writer.UInt64(seed);
        writer.Text(text);
        writer.Text(order);
        writer.Int32(node);
        return DomainHash.Of(HashDomain.CutPlace, writer.WrittenSpan);
    }
}
