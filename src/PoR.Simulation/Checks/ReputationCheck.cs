using System.Collections.Immutable;
using PoR.Actors.Messages;
using PoR.Core.Agreement;
using PoR.Core.Genesis;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.State;

namespace PoR.Simulation.Checks;

/// <summary>
/// I5: reputation is the fold of the chain's adjustments from genesis, the same on all nodes; never negative, up by
/// small steps, down by halves. Folded here apart from the ledger's own code; a network's own rule is asked once more.
/// </summary>
public sealed class ReputationCheck : IInvariantCheck
{
    // Folds share what they have in common: one costs what its block changes.
    private readonly RoundMemory<
        Dictionary<BlockDigest, (ImmutableDictionary<PublicKey, Standing> Standings, Digest Root)>> _folds;

    private readonly ProtocolParameters _parameters;
    private readonly IReputationRule? _own;

    /// <summary>A check that knows genesis.</summary>
    /// <param name="genesis">Where all chains begin.</param>
    /// <param name="decidable">The rounds whose blocks may still get a successor.</param>
    public ReputationCheck(LedgerState genesis, DecidableRounds decidable)
    {
        (_parameters, _own) = (genesis.Parameters, genesis.Genesis.Own?.Reputation);
        _folds = new(decidable);
        _folds.Of(Round.Genesis)?.Add(genesis.BlockDigest, (
            genesis.Genesis.Accounts.ToImmutableDictionary(a => a.Key, a => new Standing(a.Reputation)),
            genesis.Root));
    }

    /// <inheritdoc/>
    public string Name => "I5";

    /// <inheritdoc/>
    public int See(Fact fact, Action<long, string> report)
    {
        if (fact is not Fact.BlockCertified { Block: var block, State: var state, Node: var node })
            return 0;
        var round = block.Header.Round.Number;
        if (_folds.Of(block.Header.Round) is not { } ofRound)
            return 0;
        if (ofRound.TryGetValue(block.Digest, out var known))
        {
            if (known.Root != state.Root)
                report(round, $"{node} has another state after block {block.Digest} than other nodes.");
            return 1;
        }

        if (_folds.Of(block.Header.Round - 1)?.TryGetValue(block.Header.Parent, out var parent) is not true)
            return 0;
        var standings = parent.Standings.ToBuilder();
        foreach (var entry in block.Payset)
            Fold(standings, entry, block.Header, report);
        foreach (var account in state.Accounts.InOrder)
        {
            if (StandingOf(standings, account.PublicKey).Reputation != account.Reputation)
                report(
                    round,
                    $"Account {account.PublicKey} has reputation {account.Reputation}, not what its reviews give.");
        }

        ofRound.Add(block.Digest, (standings.ToImmutable(), state.Root));
        return 1;
    }

    private void Fold(
        ImmutableDictionary<PublicKey, Standing>.Builder standings, PaysetEntry entry, BlockHeader header,
        Action<long, string> report)
    {
        if (entry is not { Transaction.Body: Transaction.Review { Sender: var author }, Evaluation: { } evaluation })
            return;
        var before = StandingOf(standings, author);
        var after = before.Reputation + evaluation.RepAdjust;
        var due = AfterReview(before, evaluation, header.Time);
        if (after < 0 || after != due.Reputation)
            report(
                header.Round.Number,
                $"Account {author} goes from reputation {before.Reputation} to {after}, not to {due.Reputation}.");
        standings[author] = due with { Reputation = after };
    }

    private static Standing StandingOf(ImmutableDictionary<PublicKey, Standing>.Builder standings, PublicKey author) =>
        standings.TryGetValue(author, out var standing) ? standing : new Standing(1);

    /// <summary>
    /// PoR §3.5: up by steps, as far as the author may still gain (D43), down by half; a review with a flag counts for
    /// nothing.
    /// </summary>
    private Standing AfterReview(Standing before, ReviewEvaluation evaluation, Timestamp time)
    {
        var step = evaluation switch
        {
            { Flags: not BehaviourFlags.None } => 0,
            _ when _own is not null => _own.AdjustmentOf(evaluation.Verdict, before.Reputation, _parameters),
            { Verdict: CongruenceVerdict.Congruent } => _parameters.FullStep,
            { Verdict: CongruenceVerdict.MostlyCongruent } => _parameters.HalfStep,
            _ => 0,
        };
        if (_own is not null && step <= 0)
            return before with { Reputation = before.Reputation + step };
        if (step == 0)
            return evaluation is { Flags: BehaviourFlags.None, Verdict: CongruenceVerdict.Incongruent }
                ? before with { Reputation = before.Reputation / 2 }
                : before;

        var (max, window) = (_parameters.Behaviour.GainMax, _parameters.Behaviour.GainWindowMs);
        var gained = time.Milliseconds < before.GainsUntil ? before.Gained : 0;
        var gain = Math.Min(step, GenesisAccount.ReputationMax - before.Reputation);
        if (max > 0)
            gain = Math.Min(gain, Math.Max(0, max - gained));
        return gain == 0 ? before : new Standing(before.Reputation + gain)
        {
            Gained = gained + gain,
            GainsUntil = gained > 0 ? before.GainsUntil : time.Milliseconds + window,
        };
    }

    /// <summary>An account as far as this check follows it.</summary>
    /// <param name="Reputation">0 and up.</param>
    private readonly record struct Standing(long Reputation)
    {
        /// <summary>What it has gained in its window.</summary>
        public long Gained { get; init; }

        /// <summary>The block time, in ms, at which its window ends.</summary>
        public long GainsUntil { get; init; }
    }
}
