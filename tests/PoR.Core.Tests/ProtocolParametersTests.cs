using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Parameters;
using PoR.Core.Rounds;

namespace PoR.Core.Tests;

public sealed class ProtocolParametersTests
{
    private static readonly ProtocolParameters Good = ProtocolParameters.Hardened;

    public static TheoryData<string> Impossible => [.. Broken.Keys];

    private static Dictionary<string, ProtocolParameters> Broken { get; } = new()
    {
        ["quantile above 1"] = Good with { MinimumStakeQuantile = new Ratio(2, 1) },
        ["cap of 0"] = Good with { WeightCapInMedians = new Ratio(0, 1) },
        ["no committee"] = Good with { CommitteeSize = 0 },
        ["no proposers"] = Good with { ExpectedProposers = -1 },
        ["half a quorum"] = Good with { CertificateRatio = new Ratio(1, 2) },
        ["more than all"] = Good with { CertificateRatio = new Ratio(3, 2) },
        ["weak no-confidence"] = Good with { NoConfidenceRatio = new Ratio(1, 2) },
        ["unknown stake"] = Good with { StakeKind = (StakeKind)2 },
        ["negative look-back"] = Good with { LookBackRounds = -1 },
        ["stake from the future"] = Good with { StakeLookBackRounds = 0 },
        ["no λ"] = Good with { SmallLambdaMs = 0 },
        ["Λ below λ"] = Good with { BigLambdaMs = 1 },
        ["negative budget"] = Good with { VerifierEvaluationMs = -1 },
        ["negative window"] = Good with { ReviewTimeWindowMs = -1 },
        ["tiny block"] = Good with { BlockBytesMax = 1024 },
        ["tolerance above 100"] = Good with { EvaluationTolerance = 101 },
        ["no fault rejects"] = Good with { FaultsToReject = 0 },
        ["bands crossed"] = Good with { HalfBand = 20 },
        ["negative step"] = Good with { FullStep = -1 },
        ["endless evidence"] = Good with { EvidenceRounds = int.MaxValue },
        ["endless look-back of the stake"] = Good with { StakeLookBackRounds = int.MaxValue },
        ["endless λ"] = Good with { BigLambdaMs = long.MaxValue },
        ["no blacklisting"] = Good with { BlacklistRounds = 0 },
        ["behaviour share"] = Good with { Behaviour = new() { BlacklistedWeightMax = new Ratio(2, 1) } },
        ["outlier of nothing"] = Good with { Behaviour = new() { OutlierPoints = 0 } },
        ["burst of nobody"] = Good with { Behaviour = new() { BurstAccounts = 0 } },
        ["negative interval"] = Good with { Behaviour = new() { ReviewIntervalMs = -1 } },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Impossible_parameters_are_named_and_not_decoded(string name)
    {
        var parameters = Broken[name];
        Assert.EndsWith(".", parameters.Fault()!.Message);
        Assert.Equal(NamesOfChanged(parameters), parameters.Fault()!.Parameters);
        Assert.Null(CanonicalBytes.Decode<ProtocolParameters>(CanonicalBytes.Of(parameters), out var fault));
        Assert.Contains(parameters.Fault()!.Message, fault);
    }

    [Fact]
    public void Both_sets_are_possible_and_come_back_equal()
    {
        foreach (var parameters in new[] { ProtocolParameters.Paper, ProtocolParameters.Hardened })
        {
            Assert.Null(parameters.Fault());
            Assert.Equal(parameters, CanonicalBytes.Decode<ProtocolParameters>(CanonicalBytes.Of(parameters), out _));
        }
    }

    [Fact(DisplayName = "D2: t_H is 69 % of the expected seats, rounded up; at most all weight is expected")]
    public void Thresholds_are_whole_and_rounded_up()
    {
        Assert.Equal((100, 69), Seats(100, 1_800));
        Assert.Equal((500, 345), Seats(500, 1_200));
        Assert.Equal((10, 7), Seats(500, 10));
        Assert.Equal((20, 14), Seats(null, 20));
        Assert.Equal(20, View(null, 20).ExpectedSeats(Step.BlockProposal));
    }

    /// <summary>One parameter is wrong in each, or one of two that cannot be together.</summary>
    private static string[] NamesOfChanged(ProtocolParameters parameters) =>
        parameters.Behaviour != Good.Behaviour
            ? Changed(parameters.Behaviour, new BehaviourParameters())
            : parameters == Broken["Λ below λ"] ? ["BigLambdaMs", "SmallLambdaMs"]
            : parameters == Broken["bands crossed"] ? ["HalfBand", "FullBand"]
            : Changed(parameters, Good);

    private static string[] Changed<T>(T parameters, T good) =>
    [
        .. typeof(T).GetProperties().Where(p => p.CanWrite && !Equals(p.GetValue(parameters), p.GetValue(good)))
            .Select(p => p.Name),
    ];

    private static (long Expected, long Threshold) Seats(long? committee, long weight)
    {
        var view = View(committee, weight);
        return (view.ExpectedSeats(Step.LeaderSelection), view.CertificateThreshold);
    }

    private static CommitteeView View(long? committee, long weight) => new(
        Samples.Network, new Round(1), default, default,
        [new CommitteeMember(Samples.Key(1), default, default, weight)],
        Good with { CommitteeSize = committee });
}
