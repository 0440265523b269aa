using System.Collections.Immutable;
using PoR.Core.Faults;
using PoR.Reports.Results;

namespace PoR.Simulation.Runs;

/// <summary>What the cuts of a run make of its graph of links, all of them together.</summary>
internal sealed class CombinedCuts
{
    /// <summary>The most different graphs: a cut of many nodes that go off one by one makes two of each.</summary>
    internal const int StatesMax = 200;

    private readonly ImmutableArray<(int Fault, PlacedCut Cut)> _cuts;
    private readonly int _nodes;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly ImmutableArray<ReachState>.Builder _states = ImmutableArray.CreateBuilder<ReachState>();

    private CombinedCuts(IEnumerable<Fault> faults, int nodes, ulong seed)
    {
        _nodes = nodes;
        _cuts =
        [
            .. faults.Select((fault, place) => (Fault: place, Cut: fault as Cut))
                .Where(static one => one.Cut is not null)
                .Select(one => (one.Fault, new PlacedCut(one.Cut!, nodes, seed))),
        ];
    }

    /// <summary>Who heard whom over a run; null where nothing was cut.</summary>
    /// <param name="faults">In the order in which the run reports them.</param>
    /// <param name="nodes">How many nodes there are.</param>
    /// <param name="seed">Draws what a cut leaves open.</param>
    /// <param name="end">Of the run.</param>
    public static ReachResult? Of(IEnumerable<Fault> faults, int nodes, ulong seed, TimeSpan end) =>
        new CombinedCuts(faults, nodes, seed).Until(end);

    private ReachResult? Until(TimeSpan end)
    {
        TimeSpan[] moments =
        [
            .. _cuts.SelectMany(static one => one.Cut.Changes).Where(time => time < end).Append(end).Distinct().Order(),
        ];
        var spans = new List<ReachSpan>();
        var leftOut = 0;
        foreach (var (from, to) in moments.Zip(moments.Skip(1)))
        {
            ImmutableArray<(int Fault, PlacedCut Cut)> active =
                [.. _cuts.Where(one => one.Cut.Cut.IsActive(from))];
            if (active.IsEmpty)
                continue;
            if (PlaceOf(active, from) is not { } state)
                leftOut++;
            else if (spans is [.., var last] && last.State == state && last.EndSeconds == from.TotalSeconds)
                spans[^1] = last with { EndSeconds = to.TotalSeconds };
            else
                spans.Add(new ReachSpan(from.TotalSeconds, to.TotalSeconds, state));
        }

        return spans.Count == 0 ? null : new ReachResult(_states.ToImmutable(), [.. spans], leftOut);
    }

    /// <summary>The place of the graph at a time; null when there are too many.</summary>
    private int? PlaceOf(ImmutableArray<(int Fault, PlacedCut Cut)> active, TimeSpan time)
    {
        int[][] ofCuts =
            [.. active.Select(one => Enumerable.Range(0, _nodes).Select(node => one.Cut.PartOf(node, time)).ToArray())];
        var key = string.Join(
            ' ', active.Select((one, place) => $"{one.Fault}: {string.Join(',', ofCuts[place])}"));
        if (_places.TryGetValue(key, out var known))
            return known;
        if (_states.Count == StatesMax)
            return null;
        _states.Add(StateOf(active, PartsOf(ofCuts), time));
        _places.Add(key, _states.Count - 1);
        return _states.Count - 1;
    }

    /// <summary>Of each node the part to which it belongs: all cuts treat the nodes of a part alike.</summary>
    private int[] PartsOf(int[][] ofCuts)
    {
        var parts = new int[_nodes];
        foreach (var ofCut in ofCuts)
        {
            var finer = new Dictionary<(int Part, int OfCut), int>();
            for (var node = 0; node < _nodes; node++)
            {
                var part = (parts[node], ofCut[node]);
                if (!finer.TryGetValue(part, out parts[node]))
                    finer.Add(part, parts[node] = finer.Count);
            }
        }

        return parts;
    }

    private static ReachState StateOf(
        ImmutableArray<(int Fault, PlacedCut Cut)> active, int[] parts, TimeSpan time)
    {
        ImmutableArray<int>[] sides =
        [
            .. Enumerable.Range(0, parts.Length).GroupBy(node => parts[node])
                .Select(static group => group.ToImmutableArray())
                .OrderByDescending(static side => side.Length).ThenBy(static side => side[0]),
        ];
        return new ReachState(
            [.. active.Select(static one => one.Fault)],
            [
                .. sides.Select(side => new ReachSide(
                    side,
                    [
                        .. Enumerable.Range(0, sides.Length).Where(
                            other => !active.Any(one => one.Cut.Separates(sides[other][0], side[0], time))),
                    ])),
            ]);
    }
}
