using System.Collections.Immutable;
using AkkaSimulation;
using AkkaSimulation.Networks;
using PoR.Core.Faults;
using Cut = PoR.Core.Faults.Cut;

namespace PoR.TestKit;

/// <summary>
/// A network with cuts that a test makes and heals by hand, and a record of when anything was wrong by its hand.
/// </summary>
/// <param name="inner">Carries what passes.</param>
internal sealed class HandFaults(INetwork inner) : NetworkFilter(inner)
{
    private static readonly TimeSpan s_forEver = TimeSpan.FromDays(10_000);
    private readonly List<(TimeSpan From, TimeSpan? To, int? Node)> _spans = []; // The node of none: a cut.
    private ImmutableArray<PlacedCut> _cuts = [];

    /// <inheritdoc/>
    public override Arrivals Route(in Crossing crossing)
    {
        foreach (var cut in _cuts)
        {
            if (cut.Separates(crossing.From.Index, crossing.To.Index, crossing.Now))
                return Arrivals.None(DropCause.Cut);
        }

        return Inner.Route(crossing);
    }

    public void Cut(CutShape shape, TimeSpan now, string text, int nodes, ulong seed)
    {
        _cuts = [.. _cuts, new PlacedCut(new Cut(shape, now, s_forEver) { Text = text }, nodes, seed)];
        Begin(now, null);
    }

    public void Heal(TimeSpan now)
    {
        _cuts = [];
        End(now, null);
    }

    public void Begin(TimeSpan now, int? node) => _spans.Add((now, null, node));

    public void End(TimeSpan now, int? node)
    {
        for (var i = 0; i < _spans.Count; i++)
        {
            if (_spans[i].Node == node && _spans[i].To is null)
                _spans[i] = _spans[i] with { To = now };
        }
    }

    public bool IsFaultyBetween(TimeSpan from, TimeSpan to) =>
        _spans.Any(span => span.From <= to && !(span.To < from));
}
