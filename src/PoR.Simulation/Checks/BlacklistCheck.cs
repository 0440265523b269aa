using PoR.Actors.Messages;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.State;

namespace PoR.Simulation.Checks;

/// <summary>
/// I6: an account comes onto the blacklist only by evidence or by the interval and rate rules, for exactly its
/// rounds, and leaves it only by time.
/// </summary>
public sealed class BlacklistCheck : IInvariantCheck
{
    private readonly int _term;
    private readonly RoundMemory<Dictionary<BlockDigest, Dictionary<PublicKey, Round>>> _until;

    /// <summary>A check that knows genesis.</summary>
    /// <param name="genesis">Where all chains begin.</param>
    /// <param name="decidable">The rounds whose blocks may still get a successor.</param>
    public BlacklistCheck(LedgerState genesis, DecidableRounds decidable)
    {
        _term = genesis.Parameters.BlacklistRounds;
        _until = new(decidable);
        _until.Of(Round.Genesis)?.Add(genesis.BlockDigest, UntilOf(genesis));
    }

    /// <inheritdoc/>
    public string Name => "I6";

    /// <inheritdoc/>
    public int See(Fact fact, Action<long, string> report)
    {
        if (fact is not Fact.BlockCertified { Block: var block, State: var state })
            return 0;
        var round = block.Header.Round;
        if (_until.Of(round - 1)?.GetValueOrDefault(block.Header.Parent) is not { } before
            || _until.Of(round) is not { } ofRound || ofRound.ContainsKey(block.Digest))
            return 0;
        var after = UntilOf(state);
        var accused = block.Evidence.Select(evidence => evidence.Accused).ToHashSet();
        var flagged = block.Payset
            .Where(e => (e.Evaluation?.Flags & (BehaviourFlags.ShortInterval | BehaviourFlags.TooFrequent)) > 0)
            .Select(e => e.Transaction.Body.Sender).ToHashSet();
        var term = round + _term;
        foreach (var key in before.Keys.Union(after.Keys).Order())
        {
            var (earlier, until) = (before.GetValueOrDefault(key), after.GetValueOrDefault(key));
            if (until != earlier && !accused.Contains(key) && !flagged.Contains(key))
                report(round.Number, $"Account {key} is blacklisted without evidence or rule.");
            if (until != earlier && until != (term > earlier ? term : earlier))
                report(round.Number, $"Account {key} is blacklisted until round {until}, not {term}.");
        }

        foreach (var key in accused.Where(key => after.GetValueOrDefault(key) < term))
            report(round.Number, $"Account {key} is accused with proof, and not blacklisted.");
        ofRound.Add(block.Digest, after);
        return 1;
    }

    private static Dictionary<PublicKey, Round> UntilOf(LedgerState state) => state.Accounts.InOrder
        .Where(a => a.BlacklistedUntil > Round.Genesis)
        .ToDictionary(a => a.PublicKey, a => a.BlacklistedUntil);
}
