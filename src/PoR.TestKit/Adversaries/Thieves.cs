using PoR.Actors.Messages;
using PoR.Core.Identities;
using PoR.Core.Transactions;
using PoR.Wire;

namespace PoR.TestKit.Adversaries;

/// <summary>
/// Keys that cost nothing. They watch what waits at a hostile node, and say each text, too, on subjects of their own:
/// one of them while it waits, and another one a round later.
/// </summary>
internal sealed class Thieves
{
    private const ulong OtherKeys = 10_000;
    private const long IntervalMs = 6_000; // By their own clocks, so that nobody is banned for haste.
    private const long LastRound = 100;
    private static readonly TimeSpan _watch = TimeSpan.FromMilliseconds(400); // What authors send takes less.

    private readonly TestWorld _network;
    private readonly HostileLeader _node;
    private readonly Cast _cast;
    private readonly ulong[] _sequences;
    private readonly List<SignedTransaction> _copies = [];
    private List<Transaction.Review> _shown = [];
    private int _watched;

    public Thieves(TestWorld network, HostileLeader node, int count)
    {
        (_network, _node) = (network, node);
        _cast = new Cast(network.World.Population.Genesis, OtherKeys, count);
        _sequences = new ulong[count];
        network.Observer += fact =>
        {
            if (fact is Fact.RoundStarted { Node.Index: 0 })
                network.World.Simulation.At(network.World.Simulation.Now + _watch, Copy);
        };
    }

    /// <summary>All their reviews.</summary>
    public IReadOnlyList<SignedTransaction> Copies => _copies;

    public IEnumerable<PublicKey> Keys => Enumerable.Range(0, _cast.Count).Select(who => _cast[who]);

    private void Copy()
    {
        foreach (var (review, who) in _shown.Select((review, i) => (review, i + 1)))
            Say(who % _cast.Count, review);
        _shown = [.. _node.Heard.Skip(_watched).Select(t => t.Body).OfType<Transaction.Review>().Where(
            r => !_cast.Has(r.Sender))];
        _watched = _node.Heard.Count;
        foreach (var (review, who) in _shown.Select((review, i) => (review, i)))
            Say(who % _cast.Count, review);
    }

    private void Say(int who, Transaction.Review review)
    {
        var sequence = ++_sequences[who];
        var copy = _cast.Signed(who, review with
        {
            Sender = _cast[who],
            Sequence = sequence,
            LastValidRound = new(LastRound),
            Subject = $"stolen {_copies.Count}",
            WrittenAt = new((long)sequence * IntervalMs),
            CommitmentSalt = null,
        });
        _copies.Add(copy);
        _node.SayAt(_network.World.Simulation.Now, new PeerMessage.TransactionSent(copy));
    }
}
