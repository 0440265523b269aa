using System.Collections.Immutable;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Ledger.State;
using PoR.Reports.Results;

namespace PoR.Simulation.Runs;

/// <summary>
/// Chooses a few accounts whose reputation is drawn: highest, lowest, median, and the newly blacklisted.
/// </summary>
public static class ReputationTracks
{
    private const int BlacklistedMax = 5;

    /// <summary>The tracks over the states of a chain.</summary>
    /// <param name="states">After each round, from round 1 on.</param>
    /// <param name="genesis">Before round 1.</param>
    public static ImmutableArray<ReputationTrack> Of(IReadOnlyList<LedgerState> states, LedgerState genesis)
    {
        if (states.Count == 0)
            return [];
        Account[] byReputation = [.. states[^1].Accounts.InOrder.OrderBy(a => a.Reputation).ThenBy(a => a.PublicKey)];
        if (byReputation.Length == 0)
            return [];
        Account[] chosen = [byReputation[^1], byReputation[byReputation.Length / 2], byReputation[0]];
        var blacklisted = byReputation
            .Where(a => genesis.FindAccount(a.PublicKey)?.BlacklistedUntil != a.BlacklistedUntil)
            .Take(BlacklistedMax);
        return
        [
            .. chosen.Concat(blacklisted).DistinctBy(a => a.PublicKey)
                .Select(a => TrackOf(a.PublicKey, states, genesis)),
        ];
    }

    private static ReputationTrack TrackOf(PublicKey key, IReadOnlyList<LedgerState> states, LedgerState genesis)
    {
        var before = genesis.FindAccount(key)?.BlacklistedUntil ?? Round.Genesis;
        var first = states.FirstOrDefault(s => (s.FindAccount(key)?.BlacklistedUntil ?? before) != before);
        return new ReputationTrack(
            key.ToString()[..12],
            [.. states.Select(s => s.FindAccount(key)?.Reputation ?? 0)],
            first?.Round.Next.Number,
            first is null ? null : EndOf(key, states, first));
    }

    /// <summary>The last round of a blacklisting, which another one may extend while it lasts.</summary>
    private static long? EndOf(PublicKey key, IReadOnlyList<LedgerState> states, LedgerState first)
    {
        var until = first.FindAccount(key)!.BlacklistedUntil;
        foreach (var state in states)
        {
            if (state.Round > first.Round && state.Round <= until)
                until = state.FindAccount(key)!.BlacklistedUntil;
        }

        return until > states[^1].Round ? null : until.Number;
    }
}
