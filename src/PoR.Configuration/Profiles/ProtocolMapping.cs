using PoR.Configuration.Schema;
using PoR.Core.Parameters;

namespace PoR.Configuration.Profiles;

/// <summary>From keys to the protocol's parameters: every parameter has a key.</summary>
internal static class ProtocolMapping
{
    /// <summary>The parameters that these values state.</summary>
    public static ProtocolParameters ToParameters(SettingValues values)
    {
        var set = values.Word(KeysOfSelection.ParameterSet) == "paper"
            ? ProtocolParameters.Paper
            : ProtocolParameters.Hardened;
        return set with
        {
            MinimumStakeQuantile =
                RatioOf(values, KeysOfSelection.MinimumStakeQuantile) ?? set.MinimumStakeQuantile,
            WeightCapInMedians = values[KeysOfSelection.WeightCap]
                is SettingValue.Word { Value: KeyOf.FromSet }
                    ? set.WeightCapInMedians
                    : RatioOf(values, KeysOfSelection.WeightCap),
            Admission = ToAdmission(values, set.Admission),
            CommitteeSize = values.WholeOrWord(KeysOfSelection.CommitteeSize),
            ExpectedProposers = values.WholeOrWord(KeysOfSelection.ExpectedProposers),
            CertificateRatio = values.Share(KeysOfSelection.CertificateRatio),
            StakeKind = values.Word(KeysOfSelection.StakeKind) == "tokens"
                ? StakeKind.Tokens
                : StakeKind.Reputation,
            LookBackRounds = values.Count(KeysOfSelection.LookBack),
            StakeLookBackRounds = (int?)values.WholeOrWord(KeysOfSelection.StakeLookBack)
                ?? Math.Max(1, values.Count(KeysOfSelection.LookBack)),
            SmallLambdaMs = values.Milliseconds(KeysOfSelection.SmallLambda),
            BigLambdaMs = values.Milliseconds(KeysOfSelection.BigLambda),
            LeaderEvaluationMs = values.Milliseconds(KeysOfSelection.LeaderEvaluation),
            VerifierEvaluationMs = values.Milliseconds(KeysOfSelection.VerifierEvaluation),
            BlockTimeWindowMs = values.Milliseconds(KeysOfSelection.BlockTimeWindow),
            ReviewTimeWindowMs = values.Milliseconds(KeysOfSelection.ReviewTimeWindow),
            BlockTransactionsMax = values.Count(KeysOfSelection.BlockTransactionsMax),
            BlockBytesMax =
                checked((int)values.Of<SettingValue.Size>(KeysOfSelection.BlockSizeMax).Bytes),
            TransactionLifetimeRounds = values.Count(KeysOfSelection.TransactionLifetimeMax),
            EvaluationTolerance = values.Count(KeysOfReviews.EvaluationTolerance),
            FaultsToReject = values.Count(KeysOfReviews.FaultsToReject),
            FullBand = values.Count(KeysOfReviews.FullBand),
            HalfBand = values.Count(KeysOfReviews.HalfBand),
            FullStep = values.Count(KeysOfReviews.FullStep),
            HalfStep = values.Count(KeysOfReviews.HalfStep),
            BlacklistRounds = values.Count(KeysOfReviews.BlacklistTerm),
            EvidenceRounds = values.Count(KeysOfReviews.EvidenceTerm),
            NoConfidenceRatio =
                RatioOf(values, KeysOfReviews.NoConfidenceRatio) ?? set.NoConfidenceRatio,
            IsBbaStartFixed = values.Word(KeysOfSelection.BbaStartWait) is var wait && wait == KeyOf.FromSet
                ? set.IsBbaStartFixed
                : wait == "from-round",
            Behaviour = ToBehaviour(values, set.Behaviour),
        };
    }

    private static AdmissionParameters? ToAdmission(SettingValues values, AdmissionParameters? set)
    {
        var rate = RatioOf(values, KeysOfSelection.AdmissionRate);
        var isFromSet = values[KeysOfSelection.AdmissionRate] is SettingValue.Word { Value: KeyOf.FromSet };
        return rate is null && !(isFromSet && set is not null)
            ? null
            : new AdmissionParameters
            {
                Rate = rate ?? set!.Rate,
                RightRounds = values.Count(KeysOfSelection.SponsorRightTerm),
                AgeingRounds = values.Count(KeysOfSelection.Ageing),
                LiabilityRounds = values.Count(KeysOfSelection.SponsorLiability),
            };
    }

    private static BehaviourParameters ToBehaviour(SettingValues values, BehaviourParameters set) => new()
    {
        ReviewIntervalMs = values.Milliseconds(KeysOfReviews.ReviewInterval),
        WindowMs = values.Milliseconds(KeysOfReviews.Window),
        BlacklistedWeightMax =
            RatioOf(values, KeysOfReviews.BlacklistedWeightMax) ?? set.BlacklistedWeightMax,
        DuplicateRounds = values.Count(KeysOfReviews.DuplicateRounds),
        OneSidedReviewsMin = values.Count(KeysOfReviews.OneSidedReviewsMin),
        OneSidedIncongruentMin = values.Count(KeysOfReviews.OneSidedIncongruentMin),
        BurstWindowMs = values.Milliseconds(KeysOfReviews.BurstWindow),
        BurstAccounts = values.Count(KeysOfReviews.BurstAccounts),
        OutlierPoints = values.Count(KeysOfReviews.OutlierPoints),
        OutlierSubjectReviewsMin = values.Count(KeysOfReviews.OutlierSubjectReviewsMin),
        OutlierReviewsMin = values.Count(KeysOfReviews.OutlierReviewsMin),
        OutlierShare = values.Share(KeysOfReviews.OutlierShare),
        CategoryReviewsMin = values.Count(KeysOfReviews.CategoryReviewsMin),
        GainMax = (int?)values.WholeOrWord(KeysOfReviews.GainMax) ?? set.GainMax,
        GainWindowMs = values.Milliseconds(KeysOfReviews.GainWindow),
        BiasReviewsMin = values.Count(KeysOfReviews.BiasReviewsMin),
    };

    private static Ratio? RatioOf(SettingValues values, SettingKey key) =>
        (values[key] as SettingValue.Ratio)?.Value;
}
