using PoR.Consensus.Sortition;
using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;

namespace PoR.Consensus.Tests.Sortition;

public sealed class CredentialTests
{
    private static readonly Seed Seed = new(Bytes32.Parse(new string('a', 64)));
    private static readonly VrfOutput Output = new(new Bytes64([.. Enumerable.Range(0, 64).Select(i => (byte)i)]));

    private static readonly PublicKey Sender = new(Bytes32.Parse(new string('b', 64)));

    [Fact(DisplayName = "PoR §5.2: a credential is of (r, s, Q^{r−1}), and names its account")]
    public void A_credentials_input_names_account_round_step_and_seed()
    {
        var expected = "\u000ePoR.credential"u8.ToArray()
            .Concat(Convert.FromHexString(new string('b', 64) + "0102030405060708" + "0a0b0c0d" + new string('a', 64)));

        Assert.Equal(expected, Credentials.Alpha(Sender, new Round(0x0102030405060708), new Step(0x0a0b0c0d), Seed));
    }

    [Fact(DisplayName = "PoR §12.3: SIG_ℓ(Q^{r−1}) has a domain of its own")]
    public void A_seed_proofs_input_names_account_and_seed()
    {
        var expected = "\u000ePoR.seed-proof"u8.ToArray()
            .Concat(Convert.FromHexString(new string('b', 64) + new string('a', 64)));

        Assert.Equal(expected, Credentials.SeedAlpha(Sender, Seed));
    }

    [Fact(DisplayName = "PoR §5.2 step 2: the rank is the least hash of the seats, counted from 1")]
    public void The_rank_is_the_least_of_all_seats()
    {
        var ranks = Enumerable.Range(1, 20).Select(i =>
        {
            byte[] bytes = [.. Output.Bytes.ToArray(), 0, 0, 0, 0, 0, 0, 0, (byte)i];
            return new CredentialRank(DomainHash.Of(HashDomain.Rank, bytes).Bytes);
        }).ToArray();

        for (var seats = 1; seats <= 20; seats++)
            Assert.Equal(ranks.Take(seats).Min(), Credentials.Rank(Output, seats));
        Assert.Throws<ArgumentOutOfRangeException>(() => Credentials.Rank(Output, 0));
    }

    [Fact(DisplayName = "PoR §5.2: proposers and committees are drawn with their own expected size")]
    public void Each_step_has_its_own_expected_seats()
    {
        var members = new Cast([40, 60]).View;
        var view = new CommitteeView(
            members.Network,
            members.Round,
            members.Parent,
            members.Seed,
            members.Members,
            new ProtocolParameters { ExpectedProposers = 10, CommitteeSize = 50 });
        var heavy = view.Members.MaxBy(m => m.Weight)!;

        // This x lies near 0: few seats, yet more of the larger committee.
        Assert.Same(SortitionTables.Of(view), SortitionTables.Of(view));
        Assert.Equal(
            SortitionTable.Of(60, 100, 10).Seats(Output),
            SortitionTables.Of(view).For(Step.BlockProposal, heavy).Seats(Output));
        Assert.Equal(
            SortitionTable.Of(60, 100, 50).Seats(Output),
            SortitionTables.Of(view).For(new Step(9), heavy).Seats(Output));
        Assert.Equal(
            MemberLot.Draw(view, new Step(9), heavy, Output)!.Value.Seats,
            SortitionTable.Of(60, 100, 50).Seats(Output));
    }
}
