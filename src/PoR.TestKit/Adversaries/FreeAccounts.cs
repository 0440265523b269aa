using PoR.Actors;
using PoR.Actors.Mempools;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Transactions;

namespace PoR.TestKit.Adversaries;

/// <summary>
/// Accounts that cost nothing: an adversary registers as many as it likes, each writes one good review, and then they
/// wait to weigh.
/// </summary>
internal sealed class FreeAccounts
{
    private const ulong OtherKeys = 10_000;

    private readonly TestWorld _network;
    private readonly Cast _cast;
    private readonly HashSet<PublicKey> _keys;

    public FreeAccounts(TestWorld network, int accounts)
    {
        _network = network;
        _cast = new Cast(network.World.Population.Genesis, OtherKeys, accounts);
        _keys = [.. Enumerable.Range(0, accounts).Select(who => _cast[who])];
    }

    /// <summary>All of them send their registration and their review to a node.</summary>
    public void Enter(int node)
    {
        var state = _network.Chain(node).Tip.State;
        for (var who = 0; who < _cast.Count; who++)
        {
            Submit(node, _cast.Registration(who, 1, lastRound: state.Round.Number + 50));
            Submit(node, _cast.Review(
                who, 2, $"A wonderful thing, number {who}, I love it.", state.Round.Number + 50,
                subject: $"thing {who}", writtenAt: (long)_network.Now.TotalMilliseconds));
        }
    }

    /// <summary>Some of them call a subject something, each in its first review.</summary>
    public void Call(int node, IEnumerable<int> who, string subject, string category)
    {
        foreach (var account in who)
        {
            Submit(node, _cast.Review(
                account, 1, $"A wonderful thing, number {account}, I love it.", subject: subject,
                writtenAt: (long)_network.Now.TotalMilliseconds, category: category));
        }
    }

    /// <summary>Their share of the weight of a node's next round.</summary>
    public double ShareAt(int node)
    {
        CommitteeView view = _network.Chain(node).Tip.View;
        return (double)view.Members.Where(m => _keys.Contains(m.Key)).Sum(m => m.Weight) / view.TotalWeight;
    }

    private void Submit(int node, SignedTransaction transaction) =>
        _network.World.Tell(new NodeId(node), new MempoolMessage.Submit(transaction));
}
