using System.Collections.Immutable;

namespace AkkaSimulation.Letters;

/// <summary>
/// One node's accounts. Letters in flight are counted where they lie, never derived from the other counts, so that the
/// sum can be checked.
/// </summary>
internal sealed class NodeLetters
{
    private readonly long[] _dropped = new long[Enum.GetValues<DropCause>().Length];
    private readonly Dictionary<string, long> _unhandled = [];
    private readonly Dictionary<string, long> _dead = [];

    public long Sent { get; set; }

    public long Duplicated { get; set; }

    public long Delivered { get; set; }

    /// <summary>Letters in this node's mailboxes.</summary>
    public long Waiting { get; set; }

    /// <summary>Letters that this node put on the network.</summary>
    public long Departed { get; set; }

    /// <summary>Letters that came to this node from the network, dropped ones included.</summary>
    public long Arrived { get; set; }

    public void Drop(DropCause cause, long count = 1) => _dropped[(int)cause] += count;

    public void Unhandled(Type type) => Count(_unhandled, type);

    public void Dead(Type type) => Count(_dead, type);

    /// <summary>Whether none of the node's letters is unaccounted for; cheaper than <see cref="Own"/>.</summary>
    public bool IsBalanced =>
        Sent + Duplicated + Arrived == Delivered + _dropped.Sum() + Departed + Waiting && Waiting >= 0
            && Delivered >= 0;

    /// <summary>The accounts of this node: what has left it is no longer in its flight.</summary>
    public LetterCounts Own() =>
        Sum([this]) with { InFlight = Waiting, Arrived = Arrived, Departed = Departed };

    /// <summary>
    /// The accounts of the whole run: what has left one node and has not come to another is in flight.
    /// </summary>
    public static LetterCounts Sum(IEnumerable<NodeLetters> all)
    {
        long sent = 0, duplicated = 0, delivered = 0, inFlight = 0;
        var dropped = new SortedDictionary<DropCause, long>();
        var unhandled = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var dead = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var node in all)
        {
            sent += node.Sent;
            duplicated += node.Duplicated;
            delivered += node.Delivered;
            inFlight += node.Waiting + node.Departed - node.Arrived;
            for (var cause = 0; cause < node._dropped.Length; cause++)
            {
                if (node._dropped[cause] > 0)
                    dropped[(DropCause)cause] = dropped.GetValueOrDefault((DropCause)cause) + node._dropped[cause];
            }

            Merge(unhandled, node._unhandled);
            Merge(dead, node._dead);
        }

        return new LetterCounts(
            sent,
            duplicated,
            delivered,
            dropped.ToImmutableSortedDictionary(),
            inFlight,
            unhandled.ToImmutableSortedDictionary(StringComparer.Ordinal),
            dead.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }

    private static void Merge(SortedDictionary<string, long> into, Dictionary<string, long> counts)
    {
        foreach (var (type, count) in counts)
            into[type] = into.GetValueOrDefault(type) + count;
    }

    private static void Count(Dictionary<string, long> counts, Type type)
    {
        var name = type.FullName ?? type.Name;
        counts[name] = counts.GetValueOrDefault(name) + 1;
    }
}
