using PoR.Actors.Messages;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Actors.Tests.Networks;

public sealed class SmallNetworkTests
{
    [Fact(DisplayName = "PoR §5.2: rounds go on, each with a block, and the reviews of a round are in it")]
    public void Rounds_go_on()
    {
        using var network = SmallNetwork.Of(12);
        network.Decide(8);

        network.AssertSound();
        Assert.DoesNotContain(network.Blocks(0), b => b.Block.IsEmpty);
        Assert.All(network.Blocks(0), b => Assert.Equal(Step.BbaStart, b.Certificate.Step));
        Assert.True(network.Blocks(0).Skip(1).Sum(b => b.Block.Payset.Length) >= 10);
        Assert.Empty(network.Facts.OfType<Fact.EvidenceSeen>());
        Assert.Empty(network.Facts.OfType<Fact.MessageRefused>());
    }

    [Fact(DisplayName = "Hop by hop over a random peer graph decides as valid blocks as direct delivery")]
    public void Hop_by_hop()
    {
        using var network = SmallNetwork.Of(
            16, s => s with { Network = s.Network with { GossipDegree = 4 } });
        network.Decide(8);

        network.AssertSound();
        Assert.DoesNotContain(network.Blocks(0), b => b.Block.IsEmpty);
        Assert.NotEmpty(network.Blocks(0).SelectMany(b => b.Block.Payset));
    }

    [Theory(DisplayName = "PoR §5.2: rounds go on although letters are lost")]
    [InlineData(null)]
    [InlineData(5)]
    public void Lossy_links(int? degree)
    {
        var count = 0;
        using var network = SmallNetwork.Of(
            10,
            s => s with { Network = s.Network with { GossipDegree = degree } },
            network: new SteadyNetwork(_ => ++count % 10 == 0));
        network.Decide(6);

        network.AssertSound();
        Assert.Contains(network.Blocks(0), b => !b.Block.IsEmpty);
    }

    [Fact(DisplayName = "D16: a node that was down catches up, and speaks again without a second word")]
    public void One_node_crashes()
    {
        using var network = SmallNetwork.Of(10);
        network.Decide(2);
        network.Machine(4).Crash();
        network.Until(() => network.RoundOf(0) >= 14);
        network.Machine(4).Restart();
        network.Pass(TimeSpan.FromSeconds(15));
        Assert.True(network.RoundOf(4) >= 14);
        var before = network.RoundOf(4);
        network.Decide(before + 3);

        network.AssertSound();
        var back = network.Facts.OfType<Fact.BallotSigned>()
            .Last(f => f.Vote.Ballot.Sender == network.ParticipantOf(4));
        Assert.True(back.Vote.Ballot.Round > new Round(before));
    }

    [Theory(DisplayName = "D28: all nodes crash at once, at any point of a round, and nobody votes twice")]
    [InlineData(700)]
    [InlineData(4_020)]
    [InlineData(4_060)]
    [InlineData(4_080)]
    [InlineData(4_110)]
    [InlineData(4_130)]
    [InlineData(4_160)]
    [InlineData(4_190)]
    [InlineData(8_180)] // From the second round on blocks hold reviews.
    [InlineData(8_230)]
    [InlineData(8_280)]
    [InlineData(8_330)]
    public void All_nodes_crash(int atMs)
    {
        using var network = SmallNetwork.Of(10);
        network.Pass(TimeSpan.FromMilliseconds(atMs));
        for (var node = 0; node < 10; node++)
            network.Machine(node).Crash();
        network.Pass(TimeSpan.FromSeconds(1));
        for (var node = 0; node < 10; node++)
            network.Machine(node).Restart();
        network.Decide(4);

        network.AssertSound();
        var places = network.Facts.OfType<Fact.BallotSigned>().Select(f => f.Vote.Ballot)
            .GroupBy(ballot => (ballot.Sender, ballot.Round, ballot.Step));
        Assert.All(places, place => Assert.Single(place));
    }

    [Fact(DisplayName = "PoR §5.2 step 3, §6.5.1: a leader with a tampered evaluator is voted down and blacklisted")]
    public void A_tampered_leader()
    {
        using var network = SmallNetwork.Of(
            8,
            s => s with { Protocol = s.Protocol with { BlacklistRounds = 6 } },
            Lab.FirstLie(1));
        var liar = network.ParticipantOf(0);
        network.Until(() => network.Facts.OfType<Fact.EvidenceSeen>().Any());
        var evidence = network.Facts.OfType<Fact.EvidenceSeen>().First().Evidence;
        Assert.IsType<Evidence.NoConfidence>(evidence);
        Assert.Equal(liar, evidence.Accused);
        var seenAt = network.World.Now;

        network.Until(() => network.Blocks(1).Any(b => !b.Block.Evidence.IsEmpty));
        var accused = network.Blocks(1).Single(b => b.Block.Header.Round == evidence.Round);
        var accusing = network.Blocks(1).First(b => !b.Block.Evidence.IsEmpty).Block.Header;
        Assert.True(accused.Block.IsEmpty);
        Assert.True(accusing.Round > evidence.Round);
        network.Until(() => network.RoundOf(1) >= accusing.Round.Number + 8);

        var until = accusing.Round + 6;
        Assert.Equal(
            until,
            network.Chain(1).BranchOf(accusing.Parent) is null ? default : BlacklistEnd(network, accusing.Round, liar));
        Assert.All(
            network.Facts.OfType<Fact.BallotSigned>().Select(f => f.Vote.Ballot).Where(f => f.Sender == liar),
            f => Assert.True(f.Round <= accusing.Round || f.Round > until, $"It spoke in round {f.Round}."));
        Assert.All(
            network.Facts.OfType<Fact.EvidenceSeen>(), f => Assert.Equal(liar, f.Evidence.Accused));

        // What the rejected block held was pending on, and has been committed since (L3).
        var committed = network.Blocks(1).SelectMany(b => b.Block.Payset).Select(e => e.Transaction.Id).ToHashSet();
        Assert.All(
            network.SubmittedAt.Where(s => s.Value < seenAt), s => Assert.Contains(s.Key, committed));
        Assert.Empty(network.Breaches());
    }

    [Theory(DisplayName = "D8: a node whose clock is an hour off gets nobody blacklisted, and rounds go on")]
    [InlineData(60)]
    [InlineData(-60)]
    public void A_wrong_clock(int minutes)
    {
        using var network = SmallNetwork.Of(6);
        network.Machine(2).Clock.Skew(TimeSpan.FromMinutes(minutes));
        network.Decide(20);

        network.AssertSound();
        Assert.Empty(network.Facts.OfType<Fact.EvidenceSeen>());
        Assert.All(
            network.Chain(0).Tip.State.Accounts.InOrder, a => Assert.Equal(Round.Genesis, a.BlacklistedUntil));
        Assert.True(network.Blocks(0).Count(b => !b.Block.IsEmpty) >= 10);
        Assert.True(network.Chain(0).Tip.State.Time.Milliseconds <= network.World.Now.TotalMilliseconds + 30_000);
    }

    [Fact(DisplayName = "D12: blocks are made also where a leader is given no time to evaluate")]
    public void Without_a_budget_for_evaluation()
    {
        using var network = SmallNetwork.Of(
            6, s => s with { Protocol = s.Protocol with { LeaderEvaluationMs = 0 } });
        network.Decide(4);

        network.AssertSound();
        Assert.DoesNotContain(network.Blocks(0), b => b.Block.IsEmpty);
    }

    private static Round BlacklistEnd(TestWorld network, Round of, PublicKey who) =>
        network.Facts.OfType<Fact.TipMoved>().First(f => f.State.Round == of).State.FindAccount(who)!.BlacklistedUntil;
}
