using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Consensus.Sortition;

/// <summary>The tables of one view, each built when it is first asked for. Thread safe.</summary>
/// <remarks>
/// A memo of a pure function, so it is kept beside the view and goes with it. Bound: two tables per distinct weight
/// of the view's members.
/// </remarks>
public sealed class SortitionTables
{
    private static readonly ConditionalWeakTable<CommitteeView, SortitionTables> ByView = [];

    private readonly CommitteeView _view;
    private readonly ConcurrentDictionary<(long Weight, long Seats), SortitionTable> _tables = new();

    private SortitionTables(CommitteeView view) => _view = view;

    /// <summary>The tables of a view.</summary>
    public static SortitionTables Of(CommitteeView view) => ByView.GetValue(view, static v => new(v));

    /// <summary>The table of a member of the view in a step.</summary>
    public SortitionTable For(Step step, CommitteeMember member) =>
        _tables.GetOrAdd(
            (member.Weight, _view.ExpectedSeats(step)),
            static (key, total) => SortitionTable.Of(key.Weight, total, key.Seats),
            _view.TotalWeight);
}
