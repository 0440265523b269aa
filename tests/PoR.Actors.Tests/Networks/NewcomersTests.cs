using PoR.Actors.Messages;
using PoR.Core.Parameters;
using PoR.Core.Transactions;

namespace PoR.Actors.Tests.Networks;

/// <summary>Newcomers in a whole network: they ask, a holder of a right admits them, they age, they vote.</summary>
public sealed class NewcomersTests
{
    private const int LimitMs = 60_000;

    [Theory(
        DisplayName = "D41: newcomers find sponsors, are told from when on they weigh, and then vote",
        Timeout = LimitMs)]
    [InlineData(null)]
    [InlineData(3)]
    public Task Newcomers_join(int? degree)
    {
        using var network = Network(degree, new Ratio(1, 1));
        network.Decide(30);

        var admitted = network.Facts.OfType<Fact.NewcomerAdmitted>().ToArray();
        var (newcomers, view) = (network.World.Population.Keys.TakeLast(3), network.Chain(0).Tip.View);
        Assert.Equal(newcomers.Select(k => k.PublicKey).Order(), admitted.Select(a => a.Newcomer).Order());
        Assert.All(admitted, a =>
        {
            var account = network.Chain(0).Tip.State.FindAccount(a.Newcomer)!;
            Assert.Equal(a.Sponsor, account.Sponsor);
            Assert.InRange(a.WeighsFrom.Number - account.RegisteredRound!.Value.Number, 3, 4); // ⌈20/cap⌉, k = 3.
            Assert.True(account.Reputation > 1);
            Assert.NotNull(view.Find(a.Newcomer));
        });
        Assert.Contains(
            network.Blocks(0).SelectMany(b => b.Certificate.Votes),
            vote => admitted.Any(a => a.Newcomer == vote.Ballot.Sender));
        network.AssertSound();
        return Task.CompletedTask;
    }

    [Fact(DisplayName = "D41: where no holder uses its rights nobody joins, and the rights lapse", Timeout = LimitMs)]
    public Task Nobody_is_admitted_by_itself()
    {
        using var network = Network(degree: null, new Ratio(0, 1));
        network.Decide(20);

        Assert.NotEmpty(network.Facts.OfType<Fact.RightsDrawn>());
        var sought = network.Facts.OfType<Fact.SponsorSought>().Select(f => (f.Node, f.Request.Keys)).Distinct();
        Assert.Equal(3 * 6, sought.Count());
        Assert.DoesNotContain(
            network.Blocks(0).SelectMany(b => b.Block.Payset), e => e.Transaction.Body is Transaction.Registration);
        network.AssertSound();
        return Task.CompletedTask;
    }

    private static TestWorld Network(int? degree, Ratio share) => SmallNetwork.Of(6, s => s with
    {
        Network = s.Network with { GossipDegree = degree },
        Population = s.Population with { Newcomers = 3, SponsorShare = share },
        Protocol = s.Protocol with
        {
            Admission = new AdmissionParameters { Rate = new Ratio(1, 4), RightRounds = 5, AgeingRounds = 20 },
            WeightCapInMedians = new Ratio(1, 2),
            LookBackRounds = 3,
            StakeLookBackRounds = 3,
        },
    });
}
