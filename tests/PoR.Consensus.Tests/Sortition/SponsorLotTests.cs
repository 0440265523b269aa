using PoR.Consensus.Admission;
using PoR.Consensus.Sortition;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;

namespace PoR.Consensus.Tests.Sortition;

/// <summary>How many rights to sponsor are drawn, and by whom (D41).</summary>
public sealed class SponsorLotTests
{
    private static readonly ProtocolParameters Parameters = Cast.Everyone with
    {
        Admission = new AdmissionParameters { Rate = new Ratio(1, 5) },
    };

    [Fact(DisplayName = "D41: a round draws s·E rights in expectation, each account by its weight")]
    public void Rights_follow_weight()
    {
        const int Rounds = 2_000;
        var cast = new Cast([.. Enumerable.Range(0, 60).Select(who => who % 3 == 0 ? 8L : who % 3)], Parameters);
        var view = cast.View;
        var drawn = new SortedDictionary<long, long> { [1] = 0, [2] = 0, [8] = 0 };
        for (var round = 0; round < Rounds; round++)
        {
            var seed = new Seed(Cast.Hash($"round {round}"));
            foreach (var member in view.Members)
                drawn[member.Weight] += SponsorLot.RightsOf(view, member, Output(cast, member, seed));
        }

        // 20 accounts of each weight: 1, 2 and 8 of 11 parts of 12 rights a round.
        var expected = drawn.Keys.ToDictionary(weight => weight, weight => 12.0 * Rounds * weight / 11);
        var chi2 = drawn.Sum(d => Math.Pow(d.Value - expected[d.Key], 2) / expected[d.Key]);
        Assert.InRange(chi2, 0, 16.27); // p = 0.001 with three degrees of freedom.
        Assert.InRange(drawn.Values.Sum(), 24_000 - 465, 24_000 + 465); // Three standard deviations.
    }

    [Fact(DisplayName = "D41: rights are drawn apart from seats of step 1, though from one credential")]
    public void Rights_and_seats_are_independent()
    {
        var cast = new Cast(10, Parameters with { ExpectedProposers = 20 });
        var (view, counts) = (cast.View, new long[2, 2]);
        for (var round = 0; round < 4_000; round++)
        {
            var seed = new Seed(Cast.Hash($"round {round}"));
            var output = Output(cast, view.Members[0], seed);
            var isSeated = MemberLot.Draw(view, Step.BlockProposal, view.Members[0], output) is not null;
            counts[isSeated ? 1 : 0, SponsorLot.RightsOf(view, view.Members[0], output) > 0 ? 1 : 0]++;
        }

        double Product(int a, int b) => (double)(counts[a, 0] + counts[a, 1]) * (counts[0, b] + counts[1, b]) / 4_000;
        var chi2 = Enumerable.Range(0, 4).Sum(
            cell => Math.Pow(counts[cell / 2, cell % 2] - Product(cell / 2, cell % 2), 2)
                / Product(cell / 2, cell % 2));
        Assert.InRange(chi2, 0, 10.83); // p = 0.001 with one degree of freedom.
        Assert.True(counts[0, 1] > 40 && counts[1, 1] > 400);
    }

    [Fact(DisplayName = "D41: who was banned since the round's table moves nobody's lot")]
    public void A_later_ban_moves_no_lot()
    {
        var cast = new Cast(10, Parameters);
        var view = cast.View;
        var without = new CommitteeView(
            view.Network, view.Round, view.Parent, view.Seed, view.Members.RemoveAt(9), view.Parameters,
            view.TotalWeight, view.EligibleCount);
        for (var round = 0; round < 200; round++)
        {
            var output = Output(cast, view.Members[0], new Seed(Cast.Hash($"round {round}")));
            Assert.Equal(
                SponsorLot.RightsOf(view, view.Members[0], output),
                SponsorLot.RightsOf(without, view.Members[0], output));
        }
    }

    [Fact(DisplayName = "D41: the greatest weights and rates are drawn in whole numbers")]
    public void Extremes_are_drawn()
    {
        var cast = new Cast([1L << 39, 1L << 39], Parameters with
        {
            Admission = new AdmissionParameters { Rate = new Ratio(1, 1_000_000) },
        });
        var view = cast.View;
        var huge = new CommitteeView(
            view.Network, view.Round, view.Parent, view.Seed, view.Members, view.Parameters, 1L << 61, 10_000_000);
        for (var round = 0; round < 100; round++)
        {
            var output = Output(cast, view.Members[0], new Seed(Cast.Hash($"round {round}")));
            Assert.InRange(SponsorLot.RightsOf(view, view.Members[0], output), 0, 1);
            Assert.InRange(SponsorLot.RightsOf(huge, view.Members[0], output), 0, 1);
        }
    }

    [Fact(DisplayName = "D41: where nobody needs a sponsor nobody draws a right")]
    public void No_rights_without_admission()
    {
        var cast = new Cast(4, Cast.Everyone);
        Assert.All(
            Enumerable.Range(0, 100),
            i => Assert.Equal(0, SponsorLot.RightsOf(
                cast.View, cast.View.Members[0], Output(cast, cast.View.Members[0], new Seed(Cast.Hash($"{i}"))))));
    }

    private static VrfOutput Output(Cast cast, CommitteeMember member, Seed seed) => cast.Draw(
        cast.NumberOf(member.Key), Credentials.Alpha(member.Key, new Round(1), Step.BlockProposal, seed));
}
