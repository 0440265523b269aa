using System.Collections.Immutable;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.State;
using PoR.Reports.Results;
using PoR.Simulation.Adversaries;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Runs;

/// <summary>What became of hostile accounts, and of honest ones beside them.</summary>
internal static class AdversaryResults
{
    /// <summary>Completes the result of a run.</summary>
    /// <param name="result">Without what is said here.</param>
    /// <param name="world">Of the run.</param>
    /// <param name="recorder">Of the run.</param>
    /// <param name="chain">The main chain.</param>
    /// <param name="blocks">Its blocks.</param>
    public static RunResult With(
        RunResult result, World world, RunRecorder recorder, ImmutableArray<DecidedBlock> chain,
        IReadOnlyList<CertifiedBlock> blocks)
    {
        if (world.Adversaries.IsEmpty)
            return result;
        ReputationChange[] changes = [.. recorder.ChangesOf(chain)];
        var honest = world.HonestAccounts();
        var entries = EntriesOf(blocks);
        return result with
        {
            Adversaries =
            [
                .. world.Adversaries.Select(adversary => Of(
                    adversary, chain.Select(static b => b.Archived.Round), changes,
                    world.Genesis.State.Parameters.Behaviour,
                    chain.IsEmpty ? 0 : blocks[^1].Block.Header.Time.Milliseconds) with
                {
                    Joined = entries.Keys.Count(adversary.Newcomers.ContainsKey),
                    EntryRounds = adversary.Newcomers.Where(static one => one.Value > 0)
                        .Min(one => (long?)(one.Value - (entries.GetValueOrDefault(one.Key)?.Number ?? one.Value))),
                    EntryRoundsMin = world.Genesis.State.Parameters.LookBackRounds,
                    Reputation = ReputationOf(world.Genesis.State, changes, adversary.Accounts),
                }),
            ],
            HonestBlacklisted = BlacklistedOf(changes, honest),
            HonestReputation = ReputationOf(world.Genesis.State, changes, honest),
            HonestWithheld = blocks.SelectMany(static block => block.Block.Payset).Count(entry =>
                entry.Evaluation is { Flags: not BehaviourFlags.None }
                && honest.Contains(entry.Transaction.Body.Sender)),
        };
    }

    /// <summary>Of one strategy.</summary>
    /// <param name="adversary">Which.</param>
    /// <param name="rounds">Of the main chain.</param>
    /// <param name="changes">What its blocks changed, in order.</param>
    /// <param name="rules">Of behaviour.</param>
    /// <param name="blockTimeMs">From genesis to the last block.</param>
    private static AdversaryResult Of(
        PlacedAdversary adversary, IEnumerable<Round> rounds, IReadOnlyList<ReputationChange> changes,
        BehaviourParameters rules, long blockTimeMs)
    {
        var own = changes.Where(change => adversary.Accounts.Contains(change.Account)).ToArray();
        var gains = own.GroupBy(static change => change.Account)
            .Select(static ofOne => ofOne.Last().After - ofOne.First().Before);
        var fall = own.Select(static change => (ReputationChange?)change)
            .MaxBy(static change => change!.Value.Before - change.Value.After);
        return new AdversaryResult(adversary.Label, adversary.Nodes, adversary.Accounts.Count)
        {
            Shares =
            [
                .. rounds.Select(round =>
                    adversary.ShareByRound.TryGetValue(round.Number, out var share) ? share : (double?)null),
            ],
            Blacklisted = BlacklistedOf(own, adversary.Accounts),
            Gained = gains.DefaultIfEmpty().Max(),
            GainAllowed = rules.GainMax == 0 || rules.GainWindowMs == 0
                ? null
                : rules.GainMax * ((blockTimeMs / rules.GainWindowMs) + 1),
            GreatestFall = fall is { } lost && lost.Before > lost.After ? (lost.Before, lost.After) : null,
        };
    }

    /// <summary>
    /// When accounts that genesis does not know had both joined and written congruently; null: not yet. Of those that
    /// have joined.
    /// </summary>
    private static Dictionary<PublicKey, Round?> EntriesOf(IEnumerable<CertifiedBlock> blocks)
    {
        var (joined, congruent) = (new Dictionary<PublicKey, Round?>(), new HashSet<PublicKey>());
        foreach (var (round, entry) in blocks.SelectMany(static block =>
            block.Block.Payset.Select(entry => (block.Block.Header.Round, entry))))
        {
            var sender = entry.Transaction.Body.Sender;
            if (entry.Transaction.Body is Transaction.Registration)
                joined[sender] = congruent.Contains(sender) ? round : null;
            else if (IsCongruent(entry.Evaluation) && congruent.Add(sender) && joined.ContainsKey(sender))
                joined[sender] = round;
        }

        return joined;
    }

    private static bool IsCongruent(ReviewEvaluation? evaluation) => evaluation is
    {
        Flags: BehaviourFlags.None, Verdict: CongruenceVerdict.Congruent or CongruenceVerdict.MostlyCongruent,
    };

    /// <summary>The mean over those of some accounts that genesis knows.</summary>
    private static (double Before, double After) ReputationOf(
        LedgerState genesis, IEnumerable<ReputationChange> changes, IReadOnlySet<PublicKey> accounts)
    {
        var before = genesis.Accounts.InOrder.Where(account => accounts.Contains(account.PublicKey)).ToDictionary(
            static account => account.PublicKey, static account => account.Reputation);
        var after = new Dictionary<PublicKey, long>(before);
        foreach (var change in changes.Where(change => after.ContainsKey(change.Account)))
            after[change.Account] = change.After;
        return (before.Values.DefaultIfEmpty().Average(), after.Values.DefaultIfEmpty().Average());
    }

    /// <summary>How many of some accounts a block has blacklisted.</summary>
    private static int BlacklistedOf(IEnumerable<ReputationChange> changes, IReadOnlySet<PublicKey> accounts) => changes
        .Where(change => change.IsBlacklisting && accounts.Contains(change.Account))
        .Select(static change => change.Account).Distinct().Count();
}
