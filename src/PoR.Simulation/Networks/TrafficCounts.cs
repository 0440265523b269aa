using System.Collections.Immutable;
using PoR.Reports.Results;
using PoR.Wire;

namespace PoR.Simulation.Networks;

/// <summary>Counts what is put on a network, by kind of message.</summary>
/// <remarks>The row of a sender is touched by its lane alone; sums are taken between turns.</remarks>
/// <param name="nodes">How many there are.</param>
internal sealed class TrafficCounts(int nodes)
{
    private static readonly ImmutableArray<MessageTag> Kinds = [.. Enum.GetValues<MessageTag>()];
    private static readonly int Columns = (int)Kinds.Max() + 1;

    private readonly Count[][] _rows = [.. Enumerable.Range(0, nodes).Select(static _ => new Count[Columns])];

    /// <summary>Since the start, kinds that were sent, in the order of their tags.</summary>
    public ImmutableArray<KindTraffic> Totals =>
        [.. Kinds.Select(TotalOf).Where(static total => total.Messages > 0)];

    /// <summary>A message is put on the network.</summary>
    /// <param name="from">The sender.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="bytes">Its length on the wire.</param>
    /// <returns>Where it is counted as lost, if it is.</returns>
    public ref Count Add(int from, MessageTag kind, int bytes)
    {
        ref var count = ref _rows[from][(int)kind];
        count.Messages++;
        count.Bytes += bytes;
        return ref count;
    }

    private KindTraffic TotalOf(MessageTag kind)
    {
        var total = default(Count);
        foreach (var row in _rows)
        {
            ref var count = ref row[(int)kind];
            total.Messages += count.Messages;
            total.Bytes += count.Bytes;
            total.Cut += count.Cut;
            total.Lost += count.Lost;
            total.Damaged += count.Damaged;
        }

        return new KindTraffic(kind.ToString(), total.Messages, total.Bytes, total.Cut, total.Lost, total.Damaged);
    }

    /// <summary>Of one sender and kind.</summary>
    public struct Count
    {
        /// <summary>Put on the network; a broadcast once for each receiver.</summary>
        public long Messages;

        /// <summary>Their lengths on the wire.</summary>
        public long Bytes;

        /// <summary>Of the messages, those that a cut stopped.</summary>
        public long Cut;

        /// <summary>Those that got lost.</summary>
        public long Lost;

        /// <summary>Those that were damaged so that no message is left.</summary>
        public long Damaged;
    }
}
