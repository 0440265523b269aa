using PoR.Actors;
using PoR.Actors.Messages;

namespace PoR.Simulation.Checks;

/// <summary>I10: what others can fill of a node stays within its bounds. Asked when the node ends a round.</summary>
/// <param name="buffersOf">By name, the most that each buffer of a node has held, and what it may hold.</param>
public sealed class BufferCheck(Func<NodeId, IEnumerable<(string Name, long Most, long Allowed)>> buffersOf)
    : IInvariantCheck
{
    /// <inheritdoc/>
    public string Name => "I10";

    /// <inheritdoc/>
    public int See(Fact fact, Action<long, string> report)
    {
        if (fact is not Fact.RoundDecided { Node: var node, Round: var round })
            return 0;
        foreach (var (name, most, allowed) in buffersOf(node))
        {
            if (most > allowed)
                report(round.Number, $"{node} has held {most} {name}, and may hold {allowed}.");
        }

        return 1;
    }
}
