using System.Collections.Immutable;
using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Simulation.Runs;

/// <summary>What nodes have decided by an engine that has blocks of its own.</summary>
internal sealed class DecidedValues
{
    private readonly Dictionary<BlockDigest, ValueDecided> _values = [];
    private readonly Dictionary<(Round Round, BlockDigest Parent), BlockDigest> _first = [];
    private readonly SortedDictionary<NodeId, ValueDecided> _tips = [];

    /// <summary>A node has decided a value.</summary>
    /// <returns>Whether another value of the same parent is decided, too.</returns>
    public bool See(ValueDecided decided)
    {
        _values.TryAdd(decided.Value, decided);
        _tips[decided.Node] = decided;
        return !_first.TryAdd((decided.Round, decided.Parent), decided.Value)
            && _first[(decided.Round, decided.Parent)] != decided.Value;
    }

    /// <summary>The chain of the node that is farthest, oldest first; of several nodes, the first one.</summary>
    public ImmutableArray<ValueDecided> MainChain()
    {
        var chain = new Stack<ValueDecided>();
        var at = _tips.Values.OrderByDescending(static tip => tip.Round).FirstOrDefault();
        for (; at is not null; at = ParentOf(at))
            chain.Push(at);
        return [.. chain];
    }

    /// <summary>Of an earlier round, whatever a wrong protocol says, so that a chain has an end.</summary>
    private ValueDecided? ParentOf(ValueDecided value) =>
        _values.TryGetValue(value.Parent, out var parent) && parent.Round < value.Round ? parent : null;
}
