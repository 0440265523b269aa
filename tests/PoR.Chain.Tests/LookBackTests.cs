using PoR.Consensus.Certificates;
using PoR.Consensus.Sortition;
using PoR.Consensus.Votes;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Cryptography;

namespace PoR.Chain.Tests;

/// <summary>
/// The seed of a round is known before the block before it closes. Dormant accounts that hold winning lots of the
/// round, and only those, enter with that block (D5).
/// </summary>
public sealed class LookBackTests
{
    private const int Seeds = 1_000;

    private static readonly CryptographyChecks _checks = new(new ModelCryptography());

    [Theory(DisplayName = "With stake from the last block, 1,300 dormant accounts certify a block alone")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Without_look_back_the_attack_succeeds(ulong seed)
    {
        var attack = new DormantAccounts(seed, stakeLookBack: 1);
        attack.Enter();
        var view = attack.Branch.View;

        Assert.InRange(attack.ShareOf(view), 0.15, 0.30); // Of the weight; but of the seats of step 4 a quorum.
        Assert.True(attack.Votes().Sum(vote => vote.Seats) >= view.CertificateThreshold);
        Assert.Null(CertificateVerifier.Verify(attack.Certify(), view, _checks));
    }

    [Theory(DisplayName = "D5: with stake from k rounds before they have no seat in the round that they chose")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void With_look_back_it_fails(ulong seed)
    {
        var attack = new DormantAccounts(seed, ProtocolParameters.Hardened.StakeLookBackRounds);
        attack.Enter();

        Assert.Equal(0, attack.ShareOf(attack.Branch.View));
        Assert.Empty(attack.Votes());
        Assert.Equal(12_000, attack.Branch.View.TotalWeight);
    }

    [Fact(DisplayName = "D5: k rounds later they have seats by their weight, and none of them is chosen")]
    public void Later_their_seats_are_their_share()
    {
        var attack = new DormantAccounts(seed: 1, ProtocolParameters.Hardened.StakeLookBackRounds);
        attack.Enter();
        attack.SkipEmpty(8);
        Assert.Equal(0, attack.ShareOf(attack.Branch.View));
        attack.SkipEmpty(1);
        var view = attack.Branch.View;
        var share = attack.ShareOf(view);
        Assert.InRange(share, 0.15, 0.30);

        var members = attack.Members(view);
        var weight = Assert.Single(members.Select(m => m.Weight).Distinct());
        var table = SortitionTable.Of(weight, view.TotalWeight, view.ExpectedSeats(Step.BbaStart));
        var counts = new long[4];
        var seats = 0L;
        for (var i = 0; i < Seeds; i++)
        {
            var seed = attack.AnySeed(i);
            foreach (var member in members)
            {
                var drawn = table.Seats(attack.Draw(member.Key, view.Round, Step.BbaStart, seed));
                seats += drawn;
                counts[Math.Min(drawn, 3)]++;
            }
        }

        var p = (double)view.ExpectedSeats(Step.BbaStart) / view.TotalWeight;
        var mean = share * view.ExpectedSeats(Step.BbaStart);
        var deviation = Math.Sqrt(members.Length * weight * p * (1 - p) / Seeds);
        Assert.InRange((double)seats / Seeds, mean - (4 * deviation), mean + (4 * deviation));
        Assert.InRange(ChiSquare(counts, weight, p), 0, 16.27); // Three degrees of freedom, p = 0.001.
    }

    private static double ChiSquare(long[] counts, long weight, double p)
    {
        var probabilities = new double[4];
        for (var j = 0; j < 3; j++)
            probabilities[j] = Choose(weight, j) * Math.Pow(p, j) * Math.Pow(1 - p, weight - j);
        probabilities[3] = 1 - probabilities[..3].Sum();
        var total = counts.Sum();
        return counts.Zip(probabilities, (seen, q) => Math.Pow(seen - (q * total), 2) / (q * total)).Sum();
    }

    private static double Choose(long n, int k) => k == 0 ? 1 : Choose(n, k - 1) * (n - k + 1) / k;
}
