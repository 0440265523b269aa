using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Core.Transactions;
using PoR.Simulation.Checks;

namespace PoR.Examples;

// snippet: check
/// <summary>No node decides a transaction twice.</summary>
internal sealed class OnceCheck : IInvariantCheck
{
    private readonly HashSet<(NodeId Node, TransactionId Id)> _decided = [];

    public string Name => "once";

    public int See(Fact fact, Action<long, string> report)
    {
        if (fact is not ValueDecided { Node: var node, Round: var round, Transactions: var transactions })
            return 0;
        foreach (var transaction in transactions.Where(transaction => !_decided.Add((node, transaction.Id))))
            report(round.Number, $"{node} has decided transaction {transaction.Id} twice.");
        return 1;
    }
}
// end
