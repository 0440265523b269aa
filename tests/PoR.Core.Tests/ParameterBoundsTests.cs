using PoR.Core.Agreement;
using PoR.Core.Parameters;
using PoR.Core.Rounds;

namespace PoR.Core.Tests;

/// <summary>Each bound of the parameters: the last possible value and the first impossible one.</summary>
public sealed class ParameterBoundsTests
{
    private const long DayMs = 86_400_000;
    private const int RoundsMax = 1_000_000;

    private static readonly ProtocolParameters Good = ProtocolParameters.Hardened;

    private static Dictionary<string, (ProtocolParameters Last, ProtocolParameters First)> Bounds { get; } = new()
    {
        ["quantile"] = (
            Good with { MinimumStakeQuantile = new Ratio(1, 1) },
            Good with { MinimumStakeQuantile = new Ratio(1_001, 1_000) }),
        ["cap"] = (
            Good with { WeightCapInMedians = new Ratio(1, 1_000) }, Good with { WeightCapInMedians = new Ratio(0, 1) }),
        ["committee"] = (Good with { CommitteeSize = 1 }, Good with { CommitteeSize = 0 }),
        ["proposers"] = (Good with { ExpectedProposers = 1 }, Good with { ExpectedProposers = 0 }),
        ["certificate above half"] = (
            Good with { CertificateRatio = new Ratio(501, 1_000) }, Good with { CertificateRatio = new Ratio(1, 2) }),
        ["certificate of all"] = (
            Good with { CertificateRatio = new Ratio(100, 100) }, Good with { CertificateRatio = new Ratio(101, 100) }),
        ["no confidence above half"] = (
            Good with { NoConfidenceRatio = new Ratio(501, 1_000) }, Good with { NoConfidenceRatio = new Ratio(1, 2) }),
        ["no confidence of all"] = (
            Good with { NoConfidenceRatio = new Ratio(100, 100) },
            Good with { NoConfidenceRatio = new Ratio(101, 100) }),
        ["stake"] = (Good with { StakeKind = StakeKind.Tokens }, Good with { StakeKind = StakeKind.Tokens + 1 }),
        ["look-back"] = (Good with { LookBackRounds = 0 }, Good with { LookBackRounds = -1 }),
        ["look-back of stake"] = (Good with { StakeLookBackRounds = 1 }, Good with { StakeLookBackRounds = 0 }),
        ["long look-back"] = (
            Good with { LookBackRounds = RoundsMax }, Good with { LookBackRounds = RoundsMax + 1 }),
        ["λ"] = (Good with { SmallLambdaMs = 1 }, Good with { SmallLambdaMs = 0 }),
        ["Λ"] = (Good with { BigLambdaMs = Good.SmallLambdaMs }, Good with { BigLambdaMs = Good.SmallLambdaMs - 1 }),
        ["a day"] = (Good with { BigLambdaMs = DayMs }, Good with { BigLambdaMs = DayMs + 1 }),
        ["leader's budget"] = (Good with { LeaderEvaluationMs = 0 }, Good with { LeaderEvaluationMs = -1 }),
        ["block time"] = (Good with { BlockTimeWindowMs = 0 }, Good with { BlockTimeWindowMs = -1 }),
        ["transactions"] = (Good with { BlockTransactionsMax = 1 }, Good with { BlockTransactionsMax = 0 }),
        ["bytes"] = (Good with { BlockBytesMax = 16_384 }, Good with { BlockBytesMax = 16_383 }),
        ["lifetime"] = (Good with { TransactionLifetimeRounds = 1 }, Good with { TransactionLifetimeRounds = 0 }),
        ["tolerance"] = (Good with { EvaluationTolerance = 100 }, Good with { EvaluationTolerance = 101 }),
        ["faults"] = (Good with { FaultsToReject = 1 }, Good with { FaultsToReject = 0 }),
        ["bands"] = (
            Good with { FullBand = 40, HalfBand = 40 }, Good with { FullBand = 40, HalfBand = 39 }),
        ["last band"] = (Good with { HalfBand = 100 }, Good with { HalfBand = 101 }),
        ["blacklist"] = (Good with { BlacklistRounds = 1 }, Good with { BlacklistRounds = 0 }),
        ["long blacklist"] = (
            Good with { BlacklistRounds = RoundsMax }, Good with { BlacklistRounds = RoundsMax + 1 }),
        ["evidence"] = (Good with { EvidenceRounds = 1 }, Good with { EvidenceRounds = 0 }),
        ["blacklisted weight"] = (
            Good with { Behaviour = new() { BlacklistedWeightMax = new Ratio(1, 1) } },
            Good with { Behaviour = new() { BlacklistedWeightMax = new Ratio(101, 100) } }),
        ["outlier's share"] = (
            Good with { Behaviour = new() { OutlierShare = new Ratio(1, 1) } },
            Good with { Behaviour = new() { OutlierShare = new Ratio(101, 100) } }),
        ["outlier's distance"] = (
            Good with { Behaviour = new() { OutlierPoints = 100 } },
            Good with { Behaviour = new() { OutlierPoints = 101 } }),
        ["outlier's least distance"] = (
            Good with { Behaviour = new() { OutlierPoints = 1 } },
            Good with { Behaviour = new() { OutlierPoints = 0 } }),
        ["burst"] = (
            Good with { Behaviour = new() { BurstAccounts = 1 } },
            Good with { Behaviour = new() { BurstAccounts = 0 } }),
        ["bias"] = (
            Good with { Behaviour = new() { BiasReviewsMin = 0 } },
            Good with { Behaviour = new() { BiasReviewsMin = -1 } }),
    };

    public static TheoryData<string> Names => [.. Bounds.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_last_possible_value_is_taken_and_the_next_one_is_not(string name)
    {
        var (last, first) = Bounds[name];
        Assert.Null(last.Fault());
        Assert.NotNull(first.Fault());
        if (name == "bands") // Two values, of which either may be meant.
            Assert.Equal([nameof(first.HalfBand), nameof(first.FullBand)], first.Fault()!.Parameters);
    }

    [Theory(DisplayName = "Soundness §1: a stake's look-back below k, or of one round, is unsafe")]
    [InlineData(10, 10, false)]
    [InlineData(10, 9, true)]
    [InlineData(0, 2, false)]
    [InlineData(0, 1, true)]
    public void An_unsafe_look_back_is_told(int lookBack, int ofStake, bool isUnsafe) => Assert.Equal(
        isUnsafe, (Good with { LookBackRounds = lookBack, StakeLookBackRounds = ofStake }).IsStakeLookBackUnsafe);

    [Fact(DisplayName = "PoR §3.8, §5.3, §6.5: what the paper states and what the hardened set changes")]
    public void The_shares_bands_and_rounds_are_those_decided()
    {
        var (paper, hardened) = (ProtocolParameters.Paper, ProtocolParameters.Hardened);

        Assert.Equal((new Ratio(69, 100), new Ratio(501, 1_000)), (paper.CertificateRatio, paper.NoConfidenceRatio));
        Assert.Equal((new Ratio(69, 100), new Ratio(69, 100)), (hardened.CertificateRatio, hardened.NoConfidenceRatio));
        Assert.All([paper, hardened], set =>
        {
            Assert.Equal((10, 10), (set.LookBackRounds, set.StakeLookBackRounds));
            Assert.Equal((30, 50, 2, 1), (set.FullBand, set.HalfBand, set.FullStep, set.HalfStep));
            Assert.Equal((500, 50), (set.BlacklistRounds, set.EvidenceRounds));
        });
    }

    [Fact(DisplayName = "D2, D13: certificates and evidence have their own shares, each at least one seat")]
    public void Each_share_is_its_own()
    {
        var view = View(1_000, Good with { CommitteeSize = 100, NoConfidenceRatio = new Ratio(51, 100) });
        Assert.Equal((69, 51), (view.CertificateThreshold, view.NoConfidenceThreshold));
        Assert.Equal((35, 100), (view.ExpectedSeats(Step.BlockProposal), view.ExpectedSeats(Step.LeaderSelection)));

        var nobody = View(0, Good);
        Assert.Equal((1, 1), (nobody.CertificateThreshold, nobody.NoConfidenceThreshold));
    }

    private static CommitteeView View(long weight, ProtocolParameters parameters) => new(
        Samples.Network, new Round(1), default, default,
        [new CommitteeMember(Samples.Key(1), default, default, weight)],
        parameters);
}
