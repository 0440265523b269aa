using PoR.Actors.Messages;
using PoR.Actors.Tests.Mempools;
using PoR.Core.Rounds;
using PoR.TestKit.Adversaries;
using PoR.Wire;

namespace PoR.Actors.Tests.Networks;

/// <summary>One of six nodes floods the others with reviews by keys that cost nothing, in a whole network.</summary>
public sealed class PoolFloodNetworkTests
{
    private const int Hostile = 5;
    private const int PoolMax = 100;
    private const int BlockMax = 15;

    [Theory(DisplayName = "D40: under a flood by free keys each honest review is in the next block that is not empty")]
    [InlineData(null)]
    [InlineData(3)]
    public void Honest_reviews_are_in_the_next_block(int? degree)
    {
        using var network = SmallNetwork.Of(
            6,
            s => s with
            {
                Mempool = s.Mempool with { CapacityTransactions = PoolMax },
                Network = s.Network with { GossipDegree = degree },
                Protocol = s.Protocol with { BlockTransactionsMax = BlockMax },
            },
            propsOf: Puppet.From(Hostile));
        var startedAt = new Dictionary<Round, TimeSpan>();
        network.Observer = fact =>
        {
            if (fact is Fact.RoundStarted { Node.Index: 0, Round: var round })
                startedAt.TryAdd(round, network.World.Now);
        };
        Flood(network, TimeSpan.FromSeconds(60));
        network.Pass(TimeSpan.FromSeconds(75));

        var blocks = network.Blocks(0).Select(b => b.Block).Where(b => !b.IsEmpty).ToArray();
        var entries = blocks.SelectMany(b => b.Payset, (b, e) => (b.Header.Round, e.Transaction)).ToArray();
        var authors = network.World.Population.Keys.Take(Hostile).Select(k => k.PublicKey).ToHashSet();
        Assert.Contains(entries, e => !authors.Contains(e.Transaction.Body.Sender)); // Free keys have what is left.
        Assert.True(blocks.Count(b => b.Payset.Length == BlockMax) >= 5, "The flood fills blocks.");

        var inRound = entries.ToDictionary(e => e.Transaction.Id, e => e.Round);
        var last = startedAt[blocks[^1].Header.Round];
        var submitted = network.SubmittedAt.Where(s => s.Value <= last).ToArray();
        Assert.True(submitted.Length >= 20, $"{submitted.Length} reviews are few.");
        var late = submitted.Where(review =>
        {
            var next = blocks.First(b => startedAt[b.Header.Round] >= review.Value).Header.Round;
            return !inRound.TryGetValue(review.Key, out var held) || held > next;
        });
        Assert.Single(late); // The author at the hostile node writes once, and its node tells nobody.
        var refused = network.Facts.OfType<Fact.MessageRefused>().Select(f => f.Refusal.Name).ToHashSet();
        Assert.Equal([("Transaction", "PoolFull"), ("Transaction", "TooEarly")], refused.Order());
    }

    /// <summary>100 reviews a second that are valid now, and as many of the far future, to each honest node.</summary>
    private static void Flood(TestWorld network, TimeSpan length)
    {
        var genesis = network.World.Population.Genesis;
        var keys = new FreeKeys(genesis);
        for (var at = TimeSpan.Zero; at < length; at += TimeSpan.FromMilliseconds(100))
        {
            var now = genesis.Time.Milliseconds + (long)at.TotalMilliseconds;
            foreach (var review in keys.Reviews(10, now).Concat(keys.Reviews(10, now + (1L << 44))))
                Puppet.Say(network, at, Hostile, Enumerable.Range(0, Hostile), new PeerMessage.TransactionSent(review));
        }
    }
}
