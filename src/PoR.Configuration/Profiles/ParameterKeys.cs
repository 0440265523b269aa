using PoR.Configuration.Schema;
using PoR.Core.Parameters;

namespace PoR.Configuration.Profiles;

/// <summary>
/// The key of each parameter of the protocol: a fault of parameters is told at the key that a user wrote.
/// </summary>
internal static class ParameterKeys
{
    /// <summary>By the name of the property.</summary>
    public static IReadOnlyDictionary<string, SettingKey> ByParameter { get; } = new Dictionary<string, SettingKey>
    {
        [nameof(ProtocolParameters.MinimumStakeQuantile)] = KeysOfSelection.MinimumStakeQuantile,
        [nameof(ProtocolParameters.WeightCapInMedians)] = KeysOfSelection.WeightCap,
        [nameof(AdmissionParameters.Rate)] = KeysOfSelection.AdmissionRate,
        [nameof(AdmissionParameters.RightRounds)] = KeysOfSelection.SponsorRightTerm,
        [nameof(AdmissionParameters.AgeingRounds)] = KeysOfSelection.Ageing,
        [nameof(AdmissionParameters.LiabilityRounds)] = KeysOfSelection.SponsorLiability,
        [nameof(ProtocolParameters.CommitteeSize)] = KeysOfSelection.CommitteeSize,
        [nameof(ProtocolParameters.ExpectedProposers)] = KeysOfSelection.ExpectedProposers,
        [nameof(ProtocolParameters.CertificateRatio)] = KeysOfSelection.CertificateRatio,
        [nameof(ProtocolParameters.StakeKind)] = KeysOfSelection.StakeKind,
        [nameof(ProtocolParameters.LookBackRounds)] = KeysOfSelection.LookBack,
        [nameof(ProtocolParameters.StakeLookBackRounds)] = KeysOfSelection.StakeLookBack,
        [nameof(ProtocolParameters.SmallLambdaMs)] = KeysOfSelection.SmallLambda,
        [nameof(ProtocolParameters.BigLambdaMs)] = KeysOfSelection.BigLambda,
        [nameof(ProtocolParameters.LeaderEvaluationMs)] = KeysOfSelection.LeaderEvaluation,
        [nameof(ProtocolParameters.VerifierEvaluationMs)] = KeysOfSelection.VerifierEvaluation,
        [nameof(ProtocolParameters.IsBbaStartFixed)] = KeysOfSelection.BbaStartWait,
        [nameof(ProtocolParameters.BlockTimeWindowMs)] = KeysOfSelection.BlockTimeWindow,
        [nameof(ProtocolParameters.ReviewTimeWindowMs)] = KeysOfSelection.ReviewTimeWindow,
        [nameof(ProtocolParameters.BlockTransactionsMax)] = KeysOfSelection.BlockTransactionsMax,
        [nameof(ProtocolParameters.BlockBytesMax)] = KeysOfSelection.BlockSizeMax,
        [nameof(ProtocolParameters.TransactionLifetimeRounds)] = KeysOfSelection.TransactionLifetimeMax,
        [nameof(ProtocolParameters.EvaluationTolerance)] = KeysOfReviews.EvaluationTolerance,
        [nameof(ProtocolParameters.FaultsToReject)] = KeysOfReviews.FaultsToReject,
        [nameof(ProtocolParameters.FullBand)] = KeysOfReviews.FullBand,
        [nameof(ProtocolParameters.HalfBand)] = KeysOfReviews.HalfBand,
        [nameof(ProtocolParameters.FullStep)] = KeysOfReviews.FullStep,
        [nameof(ProtocolParameters.HalfStep)] = KeysOfReviews.HalfStep,
        [nameof(ProtocolParameters.BlacklistRounds)] = KeysOfReviews.BlacklistTerm,
        [nameof(ProtocolParameters.EvidenceRounds)] = KeysOfReviews.EvidenceTerm,
        [nameof(ProtocolParameters.NoConfidenceRatio)] = KeysOfReviews.NoConfidenceRatio,
        [nameof(BehaviourParameters.ReviewIntervalMs)] = KeysOfReviews.ReviewInterval,
        [nameof(BehaviourParameters.WindowMs)] = KeysOfReviews.Window,
        [nameof(BehaviourParameters.BlacklistedWeightMax)] = KeysOfReviews.BlacklistedWeightMax,
        [nameof(BehaviourParameters.DuplicateRounds)] = KeysOfReviews.DuplicateRounds,
        [nameof(BehaviourParameters.OneSidedReviewsMin)] = KeysOfReviews.OneSidedReviewsMin,
        [nameof(BehaviourParameters.OneSidedIncongruentMin)] = KeysOfReviews.OneSidedIncongruentMin,
        [nameof(BehaviourParameters.BurstWindowMs)] = KeysOfReviews.BurstWindow,
        [nameof(BehaviourParameters.BurstAccounts)] = KeysOfReviews.BurstAccounts,
        [nameof(BehaviourParameters.OutlierPoints)] = KeysOfReviews.OutlierPoints,
        [nameof(BehaviourParameters.OutlierSubjectReviewsMin)] = KeysOfReviews.OutlierSubjectReviewsMin,
        [nameof(BehaviourParameters.OutlierReviewsMin)] = KeysOfReviews.OutlierReviewsMin,
        [nameof(BehaviourParameters.OutlierShare)] = KeysOfReviews.OutlierShare,
        [nameof(BehaviourParameters.CategoryReviewsMin)] = KeysOfReviews.CategoryReviewsMin,
        [nameof(BehaviourParameters.GainMax)] = KeysOfReviews.GainMax,
        [nameof(BehaviourParameters.GainWindowMs)] = KeysOfReviews.GainWindow,
        [nameof(BehaviourParameters.BiasReviewsMin)] = KeysOfReviews.BiasReviewsMin,
    };

    /// <summary>The keys of the parameters that a fault names, in its order.</summary>
    public static SettingKey[] Of(ParameterFault fault) => [.. fault.Parameters.Select(name => ByParameter[name])];
}
