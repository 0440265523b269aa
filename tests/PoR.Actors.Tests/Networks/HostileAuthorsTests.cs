using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.TestKit.Adversaries;

namespace PoR.Actors.Tests.Networks;

/// <summary>What authors do by what they write, in a whole network of seven honest nodes.</summary>
public sealed class HostileAuthorsTests
{
    private const int LimitMs = 60_000;
    private const int Nodes = 7;

    [Theory(
        DisplayName = "D24: where free accounts call a popular subject a toy, no review of honest authors is withheld",
        Timeout = LimitMs)]
    [InlineData(null, 5)]
    [InlineData(3, 5)]
    [InlineData(null, 50)]
    [InlineData(3, 50)]
    public Task Category_squatting(int? degree, int squatters)
    {
        using var network = Network(degree);
        var free = new FreeAccounts(network, squatters + 1);
        foreach (var nine in Enumerable.Range(0, squatters).Chunk(9)) // Ten at once would be a burst.
        {
            free.Call(0, nine, "novel", "toy");
            network.Pass(TimeSpan.FromSeconds(15));
        }

        var before = Reviews(network);
        foreach (var node in Enumerable.Range(0, 5))
            Write(network, node, 1, (long)network.Now.TotalMilliseconds, "novel", "book");
        network.Until(() => Reviews(network).Length == squatters + 5);
        free.Call(0, [squatters], "novel", "toy");
        network.Until(() => Reviews(network).Length == squatters + 6);

        // By number, as the rule was, they settle it: five at least, and more than half of all that speak.
        Assert.Equal(squatters, before.Length);
        Assert.All(before, entry => Assert.Equal(("toy", BehaviourFlags.None), CategoryAndFlagsOf(entry)));
        var after = Reviews(network)[squatters..];
        Assert.All(after[..5], entry => Assert.Equal(("book", BehaviourFlags.None), CategoryAndFlagsOf(entry)));
        Assert.Equal(("toy", BehaviourFlags.WrongSubject), CategoryAndFlagsOf(after[5])); // They have settled it.
        network.AssertSound();
        return Task.CompletedTask;
    }

    [Theory(
        DisplayName = "D43: by its own clock a farmer writes 99 reviews in ten minutes, and gains 24, not 198",
        Timeout = LimitMs)]
    [InlineData(null, 0, 198)] // As the paper has it.
    [InlineData(3, 0, 198)]
    [InlineData(null, 24, 24)]
    [InlineData(3, 24, 24)]
    public Task Farming(int? degree, int gainMax, long gained)
    {
        const int TenMinutesMs = 600_000;
        const int ARound = 33;
        const int Written = 99;
        using var network = Network(degree, p => p with
        {
            Behaviour = p.Behaviour with { GainMax = gainMax, GainWindowMs = TenMinutesMs },
        });
        network.Observer = fact =>
        {
            if (fact is not Fact.RoundStarted { Node.Index: 0, Round.Number: var round and <= Written / ARound })
                return;
            network.World.Simulation.At(network.World.Simulation.Now, () =>
            {
                foreach (var i in Enumerable.Range(1, ARound).Select(i => ((round - 1) * ARound) + i))
                    Write(network, 0, (ulong)i, writtenAt: i * 6_000, $"thing {i}");
            });
        };
        network.Until(() => Reviews(network).Length == Written);

        var state = network.Chain(0).Tip.State;
        var farmer = state.FindAccount(network.ParticipantOf(0))!;
        Assert.Equal(10 + gained, farmer.Reputation);
        Assert.Equal(Round.Genesis, farmer.BlacklistedUntil);
        Assert.All(Reviews(network), entry => Assert.Equal(BehaviourFlags.None, entry.Evaluation!.Flags));
        Assert.True(state.Time.Milliseconds < TenMinutesMs);
        network.AssertSound();
        return Task.CompletedTask;
    }

    [Theory(
        DisplayName = "D24: of seven accounts, each above the cap, a spammer by interval is banned; one at a time",
        Timeout = LimitMs)]
    [InlineData(null)]
    [InlineData(3)]
    public Task Spam_by_interval(int? degree)
    {
        const int Term = 4;
        using var network = Network(degree, p => p with { BlacklistRounds = Term });
        Spam(network, 1, 1);
        Spam(network, 2, 1);
        network.Until(() => BannedOf(network).Any());

        var banned = Assert.Single(BannedOf(network));
        var until = network.Chain(0).Tip.State.FindAccount(banned)!.BlacklistedUntil;
        network.Until(() => network.RoundOf(0) >= until.Number);
        Assert.Equal(2, Reviews(network).Count(entry => entry.Evaluation!.Flags == BehaviourFlags.ShortInterval));
        Assert.Empty(BannedOf(network)); // Nor was the other one, since the first counted.
        var other = banned == network.ParticipantOf(1) ? 2 : 1;
        Spam(network, other, 3);
        network.Until(() => BannedOf(network).Any());

        // By the cap alone, as the rule was, neither could be banned.
        var (view, cap) = (network.World.Genesis.View, network.World.Population.Genesis.Parameters.Behaviour);
        Assert.True(view.Find(banned)!.Weight * cap.BlacklistedWeightMax.Denominator
            > view.TotalWeight * cap.BlacklistedWeightMax.Numerator);
        Assert.Equal([network.ParticipantOf(other)], BannedOf(network));
        var spoken = network.Facts.OfType<Fact.BallotSigned>().Select(signed => signed.Vote.Ballot)
            .Where(ballot => ballot.Sender == banned).Select(ballot => ballot.Round.Number).ToHashSet();
        Assert.Contains(until.Number - Term, spoken);
        Assert.DoesNotContain(spoken, round => round > until.Number - Term && round <= until.Number);
        Assert.Contains(until.Number + 1, spoken);
        Assert.DoesNotContain(network.Blocks(0), certified => certified.Block.IsEmpty);
        network.AssertSound();
        return Task.CompletedTask;
    }

    /// <summary>Two reviews within a millisecond.</summary>
    private static void Spam(TestWorld network, int node, ulong sequence)
    {
        var now = (long)network.Now.TotalMilliseconds;
        Write(network, node, sequence, now, "one thing");
        Write(network, node, sequence + 1, now + 1, "another thing");
    }

    private static void Write(
        TestWorld network, int node, ulong sequence, long writtenAt, string subject, string category = "home")
    {
        var cast = new Cast(network.World.Population.Genesis, network.Seed);
        network.World.Tell(new NodeId(node), new MempoolMessage.Submit(cast.Review(
            cast.NumberOf(network.ParticipantOf(node)), sequence, $"I love it, say {node} and {sequence}, wonderful.",
            subject: subject, writtenAt: writtenAt, category: category)));
    }

    private static IEnumerable<PublicKey> BannedOf(TestWorld network) => network.RoundOf(0) == 0
        ? []
        : network.Chain(0).Tip.State is var state
            ? state.Accounts.InOrder.Where(a => a.IsBlacklistedIn(state.Round.Next)).Select(a => a.PublicKey)
            : [];

    /// <summary>Of node 0's chain, in order.</summary>
    private static PaysetEntry[] Reviews(TestWorld network) =>
    [
        .. network.Facts.OfType<Fact.BlockCertified>().Where(fact => fact.Node.Index == 0)
            .SelectMany(fact => fact.Block.Payset).Where(entry => entry.Evaluation is not null),
    ];

    private static (string Category, BehaviourFlags Flags) CategoryAndFlagsOf(PaysetEntry entry) =>
        (((Transaction.Review)entry.Transaction.Body).Category, entry.Evaluation!.Flags);

    private static TestWorld Network(int? degree, Func<ProtocolParameters, ProtocolParameters>? change = null) =>
        SmallNetwork.Of(Nodes, s => s with
        {
            Run = s.Run with { ReviewsPerRound = 0 },
            Network = s.Network with { GossipDegree = degree },
            Protocol = change is null ? s.Protocol : change(s.Protocol),
        });
}
