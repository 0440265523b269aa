using PoR.Actors.Messages;
using PoR.Core.Blocks;
using PoR.Core.Protocol;
using PoR.Core.Transactions;
using PoR.Ledger.State;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Checks;

/// <summary>
/// I6: an account comes onto the blacklist only by evidence or by the interval and rate rules, for exactly its
/// rounds, and leaves it only by time.
/// </summary>
public sealed class BlacklistCheck(World world) : IInvariantCheck
{
    private const int StatesKept = 64;

    private readonly Dictionary<BlockDigest, Dictionary<PublicKey, Round>> _until = new()
    {
        [world.Genesis.Tip] = UntilOf(world.Genesis.State),
    };

    private readonly Queue<BlockDigest> _order = [];

    /// <inheritdoc/>
    public string Name => "I6";

    /// <inheritdoc/>
    public int See(Fact fact, Action<long, string> report)
    {
        if (fact is not Fact.BlockCertified { Block: var block, State: var state })
            return 0;
        if (_until.ContainsKey(block.Digest) || !_until.TryGetValue(block.Header.Parent, out var before))
            return 0;
        var after = UntilOf(state);
        var accused = block.Evidence.Select(evidence => evidence.Accused).ToHashSet();
        var flagged = block.Payset
            .Where(e => (e.Evaluation?.Flags & (BehaviourFlags.ShortInterval | BehaviourFlags.TooFrequent)) > 0)
            .Select(e => e.Transaction.Body.Sender).ToHashSet();
        var term = block.Header.Round + world.Population.Genesis.Parameters.BlacklistRounds;
        foreach (var key in before.Keys.Union(after.Keys).Order())
        {
            var (earlier, until) = (before.GetValueOrDefault(key), after.GetValueOrDefault(key));
            if (until != earlier && !accused.Contains(key) && !flagged.Contains(key))
                report(block.Header.Round.Number, $"Account {key} is blacklisted without evidence or rule.");
            if (until != earlier && until != (term > earlier ? term : earlier))
                report(block.Header.Round.Number, $"Account {key} is blacklisted until round {until}, not {term}.");
        }

        foreach (var key in accused.Where(key => after.GetValueOrDefault(key) < term))
            report(block.Header.Round.Number, $"Account {key} is accused with proof, and not blacklisted.");
        _until[block.Digest] = after;
        _order.Enqueue(block.Digest);
        if (_order.Count > StatesKept)
            _until.Remove(_order.Dequeue());
        return 1;
    }

    private static Dictionary<PublicKey, Round> UntilOf(LedgerState state) => state.Accounts.InOrder
        .Where(a => a.BlacklistedUntil > Round.Genesis)
        .ToDictionary(a => a.PublicKey, a => a.BlacklistedUntil);
}
