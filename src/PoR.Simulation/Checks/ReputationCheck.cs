using PoR.Actors.Messages;
using PoR.Core.Blocks;
using PoR.Core.Genesis;
using PoR.Core.Hashing;
using PoR.Core.Protocol;
using PoR.Core.Transactions;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Checks;

/// <summary>
/// I5: reputation is the fold of the chain's adjustments from genesis, the same on all nodes; never negative, up by
/// small steps, down by halves. Folded here apart from the ledger's own code.
/// </summary>
public sealed class ReputationCheck(World world) : IInvariantCheck
{
    private const int FoldsKept = 64;

    private readonly Dictionary<BlockDigest, (Dictionary<PublicKey, long> Reputation, Digest Root)> _folds = new()
    {
        [world.Genesis.Tip] = (
            world.Population.Genesis.Accounts.ToDictionary(a => a.Key, a => a.Reputation), world.Genesis.State.Root),
    };

    private readonly Queue<BlockDigest> _order = [];

    /// <inheritdoc/>
    public string Name => "I5";

    /// <inheritdoc/>
    public int See(Fact fact, Action<long, string> report)
    {
        if (fact is not Fact.BlockCertified { Block: var block, State: var state, Node: var node })
            return 0;
        var round = block.Header.Round.Number;
        if (_folds.TryGetValue(block.Digest, out var known))
        {
            if (known.Root != state.Root)
                report(round, $"{node} has another state after block {block.Digest} than other nodes.");
            return 1;
        }

        if (!_folds.TryGetValue(block.Header.Parent, out var parent))
            return 0;
        var reputation = new Dictionary<PublicKey, long>(parent.Reputation);
        foreach (var entry in block.Payset)
            Fold(reputation, entry, round, report);
        foreach (var account in state.Accounts.InOrder)
        {
            if (reputation.GetValueOrDefault(account.PublicKey, 1) != account.Reputation)
                report(
                    round,
                    $"Account {account.PublicKey} has reputation {account.Reputation}, not what its reviews give.");
        }

        _folds[block.Digest] = (reputation, state.Root);
        _order.Enqueue(block.Digest);
        if (_order.Count > FoldsKept)
            _folds.Remove(_order.Dequeue());
        return 1;
    }

    private void Fold(
        Dictionary<PublicKey, long> reputation, PaysetEntry entry, long round, Action<long, string> report)
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
        { Verdict: CongruenceVerdict.Congruent } => before + world.Population.Genesis.Parameters.FullStep,
        { Verdict: CongruenceVerdict.MostlyCongruent } => before + world.Population.Genesis.Parameters.HalfStep,
        { Verdict: CongruenceVerdict.Incongruent } => before / 2,
        _ => before,
    };
}
