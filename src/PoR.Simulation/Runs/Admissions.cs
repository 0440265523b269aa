using PoR.Actors.Messages;
using PoR.Core.Admission;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Reports.Results;

namespace PoR.Simulation.Runs;

/// <summary>Counts rights to sponsor and who was admitted by them (D41).</summary>
internal sealed class Admissions
{
    private readonly HashSet<SponsorRight> _drawn = [];
    private readonly HashSet<SponsorRight> _used = [];
    private readonly Dictionary<PublicKey, Round> _weighsFrom = []; // In order of entry.

    /// <summary>Something happened.</summary>
    public void See(Fact fact)
    {
        if (fact is Fact.RightsDrawn { Rights: var rights })
        {
            for (var seat = 0L; seat < rights.Count; seat++)
                _drawn.Add(new SponsorRight(rights.Holder, rights.Round, seat));
        }
        else if (fact is Fact.NewcomerAdmitted { Newcomer: var newcomer, WeighsFrom: var weighsFrom })
        {
            _weighsFrom[newcomer] = weighsFrom;
        }
    }

    /// <summary>A block is certified.</summary>
    public void See(Block block)
    {
        foreach (var entry in block.Payset)
        {
            if (entry.Transaction.Body is Transaction.Registration { Sponsorship.Right: var right })
                _used.Add(right);
        }
    }

    /// <summary>What it has come to.</summary>
    /// <param name="newcomers">Who looked for a sponsor.</param>
    /// <param name="term">v: how long a right lasts. Rounds.</param>
    /// <param name="last">The last decided round.</param>
    public AdmissionResult ToResult(int newcomers, int term, Round last) => new(
        _drawn.Count,
        _used.Count,
        _drawn.Except(_used).Count(right => right.Round + term <= last),
        newcomers,
        [.. _weighsFrom.Values.Select(round => round.Number)]);
}
