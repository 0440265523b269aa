using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Consensus.Sortition;

/// <summary>The tables of one view, each built when it is first asked for. Thread safe.</summary>
/// <remarks>
/// A memo of a pure function, so it is kept beside the view and goes with it. Bound: three tables per distinct weight
/// of the view's members.
/// </remarks>
public sealed class SortitionTables
{
    private static readonly ConditionalWeakTable<CommitteeView, SortitionTables> ByView = [];

    private readonly CommitteeView _view;
    private readonly ConcurrentDictionary<(long Weight, long Seats), SortitionTable> _tables = new();
    private readonly ConcurrentDictionary<long, SortitionTable> _rights = new();

    private SortitionTables(CommitteeView view) => _view = view;

    /// <summary>The tables of a view.</summary>
    public static SortitionTables Of(CommitteeView view) => ByView.GetValue(view, static v => new(v));

    /// <summary>The table of a member of the view in a step.</summary>
    public SortitionTable For(Step step, CommitteeMember member) =>
        _tables.GetOrAdd(
            (member.Weight, _view.ExpectedSeats(step)),
            static (key, total) => SortitionTable.Of(key.Weight, total, key.Seats),
            _view.TotalWeight);

    /// <summary>The table of a member's rights to sponsor.</summary>
    /// <exception cref="InvalidOperationException">Nobody needs a sponsor in the view's network.</exception>
    public SortitionTable ForRights(CommitteeMember member) =>
        _rights.GetOrAdd(member.Weight, static (weight, view) => RightsTable(weight, view), _view);

    /// <summary>
    /// p = s·E/W. Where the denominator is beyond 2^63 both numbers lose their last bits.
    /// </summary>
    private static SortitionTable RightsTable(long weight, CommitteeView view)
    {
        var rate = view.Parameters.Admission?.Rate
            ?? throw new InvalidOperationException("Nobody draws rights to sponsor in this network.");
        var (expected, total) = (
            (UInt128)view.EligibleCount * (uint)rate.Numerator, (UInt128)view.TotalWeight * (uint)rate.Denominator);
        var cut = Math.Max(0, 128 - (int)UInt128.LeadingZeroCount(total) - 63);
        return SortitionTable.Of(
            Math.Min(weight, (long)(total >> cut)), (long)(total >> cut), Math.Max(1, (long)(expected >> cut)));
    }
}
