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
/// small steps, down by halves. Folded here apart from the ledger's own code.
/// </summary>
public sealed class ReputationCheck : IInvariantCheck
{
    // Folds share what they have in common: one costs what its block changes.
    private readonly RoundMemory<
        Dictionary<BlockDigest, (ImmutableDictionary<PublicKey, long> Reputation, Digest Root)>> _folds;

    private readonly ProtocolParameters _parameters;

    /// <summary>A check that knows genesis.</summary>
    /// <param name="genesis">Where all chains begin.</param>
    /// <param name="decidable">The rounds whose blocks may still get a successor.</param>
    public ReputationCheck(LedgerState genesis, DecidableRounds decidable)
    {
        _parameters = genesis.Parameters;
        _folds = new(decidable);
        _folds.Of(Round.Genesis)?.Add(genesis.BlockDigest, (
            genesis.Genesis.Accounts.ToImmutableDictionary(a => a.Key, a => a.Reputation),
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
        var reputation = parent.Reputation.ToBuilder();
        foreach (var entry in block.Payset)
            Fold(reputation, entry, round, report);
        foreach (var account in state.Accounts.InOrder)
        {
            if (reputation.GetValueOrDefault(account.PublicKey, 1) != account.Reputation)
                report(
                    round,
                    $"Account {account.PublicKey} has reputation {account.Reputation}, not what its reviews give.");
        }

        ofRound.Add(block.Digest, (reputation.ToImmutable(), state.Root));
        return 1;
    }

    private void Fold(
        ImmutableDictionary<PublicKey, long>.Builder reputation, PaysetEntry entry, long round,
        Action<long, string> report)
    {
        if (entry is not { Transaction.Body: Transaction.Review { Sender: var author }, Evaluation: { } evaluation })
            return;
        var before = reputation.GetValueOrDefault(author, 1);
        var after = before + evaluation.RepAdjust;
        var due = Math.Min(AfterReview(before, evaluation), GenesisAccount.ReputationMax);
        if (after < 0 || after != due)
            report(round, $"Account {author} goes from reputation {before} to {after}, not to {due}.");
        reputation[author] = after;
    }

    /// <summary>PoR §3.5: up by steps, down by half; a review with a flag counts for nothing.</summary>
    private long AfterReview(long before, ReviewEvaluation evaluation) => evaluation switch
    {
        { Flags: not BehaviourFlags.None } => before,
        { Verdict: CongruenceVerdict.Congruent } => before + _parameters.FullStep,
        { Verdict: CongruenceVerdict.MostlyCongruent } => before + _parameters.HalfStep,
        { Verdict: CongruenceVerdict.Incongruent } => before / 2,
        _ => before,
    };
}
