using System.Buffers.Binary;
using System.Numerics;
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

    [Theory(DisplayName = "PoR §5.2 step 2: the rank is −log2 of a uniform number, divided by the seats")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(10_000)]
    public void The_rank_is_a_logarithm_over_seats(long seats)
    {
        for (var i = 0; i < 200; i++)
        {
            var hash = DomainHash.Of(HashDomain.Rank, OutputOf(i).Bytes.ToArray()).Bytes;
            var rank = Credentials.Rank(OutputOf(i), seats).Bytes.ToArray();

            var expected = -Math.Log2((hash.Prefix + 1.0) / Math.Pow(2, 64)) / seats;
            var actual = (double)new BigInteger(rank.AsSpan(0, 24), isUnsigned: true, isBigEndian: true)
                / Math.Pow(2, 184);
            Assert.Equal(expected, actual, expected * 1e-9);
            Assert.Equal(hash.ToArray()[^8..], rank[^8..]);
        }
    }

    [Theory(DisplayName = "PoR §5.2 step 2: who has j of n seats has the least rank in j of n cases")]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 17)]
    [InlineData(10, 10_000)]
    public void The_chance_to_lead_is_the_share_of_seats(long mine, long others)
    {
        const int Draws = 20_000;
        var won = Enumerable.Range(0, Draws).Count(i =>
            Credentials.Rank(OutputOf(i), mine).CompareTo(Credentials.Rank(OutputOf(Draws + i), others)) < 0);

        var share = (double)mine / (mine + others);
        var deviation = Math.Sqrt(Draws * share * (1 - share));
        Assert.InRange(won, (Draws * share) - (4 * deviation), (Draws * share) + (4 * deviation));
    }

    [Fact(
        DisplayName = "D4: the rank of 2^39 seats takes no longer than that of one, and is below it",
        Timeout = 10_000)]
    public async Task Ranks_of_many_seats_take_no_time()
    {
        await Task.Yield();
        for (var i = 0; i < 1_000; i++)
            Assert.True(Credentials.Rank(OutputOf(i), 1L << 39).CompareTo(Credentials.Rank(OutputOf(i), 1)) < 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => Credentials.Rank(Output, 0));
    }

    [Theory(DisplayName = "D4: ranks never change")]
    [InlineData(1, "0238e97aa6eefc0000000000000000000000000000000000e6ff377c8b6314cd")]
    [InlineData(3, "00bda328e24fa95555555555555555555555555555555555e6ff377c8b6314cd")]
    [InlineData(1L << 39, "00000000000471d2f54dddf8000000000000000000000000e6ff377c8b6314cd")]
    public void Ranks_are_pinned(long seats, string rank) =>
        Assert.Equal(rank, Credentials.Rank(OutputOf(1), seats).ToString());

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

    private static VrfOutput OutputOf(int number)
    {
        var bytes = new byte[VrfOutput.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return new VrfOutput(new Bytes64(bytes));
    }
}
