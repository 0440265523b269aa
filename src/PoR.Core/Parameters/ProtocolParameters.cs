using PoR.Core.Canonical;

namespace PoR.Core.Parameters;

/// <summary>What nodes must agree on before round 1; part of genesis, and marked P in docs/protocol.md.</summary>
public sealed record ProtocolParameters : ICanonical<ProtocolParameters>
{
    // A ballot, and a chain of 27 links of 96 bytes, as the step after round 4^12 (16 million) has it.
    private const int LateVoteBytes = 3 * 1024;

    private const int RoundsMax = 1_000_000;
    private const long DayMs = 86_400_000;

    /// <summary>Every choice as the paper has it.</summary>
    public static ProtocolParameters Paper { get; } = new()
    {
        MinimumStakeQuantile = new Ratio(1, 2),
        WeightCapInMedians = null,
        Admission = null,
        NoConfidenceRatio = new Ratio(501, 1000),
        IsBbaStartFixed = false,
        Behaviour = new BehaviourParameters { BlacklistedWeightMax = new Ratio(1, 10), GainMax = 0 },
    };

    /// <summary>
    /// The default: the lower tenth instead of the median as minimum stake, weight capped at half the weighted median,
    /// admission by sponsors, a fixed start of step 4, half as much weight that behaviour may blacklist, and a limit of
    /// what an account may gain.
    /// </summary>
    public static ProtocolParameters Hardened { get; } = new();

    /// <summary>q: accounts below this quantile of reputation are not eligible; 0/1 for no minimum stake.</summary>
    public Ratio MinimumStakeQuantile { get; init; } = new(1, 10);

    /// <summary>c: no weight is above c times the weighted median of reputation; null for no cap (D1).</summary>
    public Ratio? WeightCapInMedians { get; init; } = new Ratio(1, 2);

    /// <summary>
    /// How newcomers become eligible; null as the paper has it, where one congruent review is enough (D41).
    /// </summary>
    public AdmissionParameters? Admission { get; init; } = new();

    /// <summary>τ: expected seats of a committee; null for all weight.</summary>
    public long? CommitteeSize { get; init; } = 500;

    /// <summary>n_1: expected proposers; null for all weight.</summary>
    public long? ExpectedProposers { get; init; } = 35;

    /// <summary>t_H as a share of min(τ, W), rounded up.</summary>
    public Ratio CertificateRatio { get; init; } = new(69, 100);

    /// <summary>Which of an account's quantities weighs.</summary>
    public StakeKind StakeKind { get; init; } = StakeKind.Reputation;

    /// <summary>
    /// k: an account is eligible only if its key was registered this many rounds ago, or in genesis. Rounds.
    /// </summary>
    public int LookBackRounds { get; init; } = 10;

    /// <summary>
    /// n: keys, entry, reputation, minimum stake, cap and W of round r come from the state after B^{r−n}, the blacklist
    /// from that after B^{r−1}. As long as <see cref="LookBackRounds"/>; shorter only in experiments. Rounds, 1 and up.
    /// </summary>
    public int StakeLookBackRounds { get; init; } = 10;

    /// <summary>
    /// Whether who knows the seed of a round can still choose, from accounts of its own, who enters with the block that
    /// the round's stake comes from, and so certify a block alone.
    /// </summary>
    public bool IsStakeLookBackUnsafe => StakeLookBackRounds < Math.Max(2, LookBackRounds);

    /// <summary>λ: bound on a small message's way. Milliseconds.</summary>
    public long SmallLambdaMs { get; init; } = 2_000;

    /// <summary>Λ: bound on a block's way. Milliseconds.</summary>
    public long BigLambdaMs { get; init; } = 10_000;

    /// <summary>E_lead: what a leader may need to evaluate a payset; Λ' = Λ + E_lead. Milliseconds.</summary>
    public long LeaderEvaluationMs { get; init; } = 500;

    /// <summary>E_ver: what a verifier may need in step 3. Milliseconds.</summary>
    public long VerifierEvaluationMs { get; init; } = 500;

    /// <summary>
    /// Whether step 4 waits until t_3 + 2λ from the round's start, instead of 2λ from one's own step 3 (D9). Without
    /// it, members that vote in step 2 and fall silent in step 3 can make an honest leader's round end empty.
    /// </summary>
    public bool IsBbaStartFixed { get; init; } = true;

    /// <summary>How far a block's time may lie from a verifier's clock, either way. Milliseconds.</summary>
    public long BlockTimeWindowMs { get; init; } = 30_000;

    /// <summary>How far a review's time may lie from its block's time, either way. Milliseconds.</summary>
    public long ReviewTimeWindowMs { get; init; } = 3_600_000;

    /// <summary>Most transactions in a block.</summary>
    public int BlockTransactionsMax { get; init; } = 10_000;

    /// <summary>Most bytes of a block.</summary>
    public int BlockBytesMax { get; init; } = 8 * 1024 * 1024;

    /// <summary>Most rounds that a transaction may be valid ahead. Rounds.</summary>
    public int TransactionLifetimeRounds { get; init; } = 1_000;

    /// <summary>How far scores of leader and verifier may differ. Points, 0..100.</summary>
    public int EvaluationTolerance { get; init; }

    /// <summary>So many bad evaluations make a block bad. 1 and up.</summary>
    public int FaultsToReject { get; init; } = 1;

    /// <summary>Difference of score and rating up to which the full step is given. Points, 0..100.</summary>
    public int FullBand { get; init; } = 30;

    /// <summary>Difference of score and rating up to which the half step is given. Points, 0..100.</summary>
    public int HalfBand { get; init; } = 50;

    /// <summary>Reputation gained within the full band.</summary>
    public int FullStep { get; init; } = 2;

    /// <summary>Reputation gained within the half band.</summary>
    public int HalfStep { get; init; } = 1;

    /// <summary>How long a blacklisting lasts. Rounds (PoR §6.5.1).</summary>
    public int BlacklistRounds { get; init; } = 500;

    /// <summary>E: evidence must be included within this many rounds. Rounds.</summary>
    public int EvidenceRounds { get; init; } = 50;

    /// <summary>Seats for a no-confidence blacklisting, as a share of min(τ, W); the paper's is above 1/2.</summary>
    public Ratio NoConfidenceRatio { get; init; } = new(69, 100);

    /// <summary>Behaviour rules of reviews (PoR §8.1, §8.3).</summary>
    public BehaviourParameters Behaviour { get; init; } = new();

    /// <summary>
    /// How many bytes the votes take at most that blacklist a leader (D13), in a round after many years. Evidence may
    /// fill half a block; larger evidence would never come into one.
    /// </summary>
    /// <param name="accounts">That may speak.</param>
    public long EvidenceBytesMax(int accounts)
    {
        // A voter has a seat at least, so there are no more voters than seats; with τ = all a share of all accounts.
        var committee = CommitteeSize is { } seats ? Math.Min(seats, accounts) : accounts;
        var voters = ((Int128)committee * NoConfidenceRatio.Numerator / NoConfidenceRatio.Denominator) + 1;
        return (long)Int128.Min(voters * LateVoteBytes, long.MaxValue);
    }

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Value(MinimumStakeQuantile);
        writer.Boolean(WeightCapInMedians is not null);
        if (WeightCapInMedians is { } cap)
            writer.Value(cap);
        writer.Boolean(Admission is not null);
        if (Admission is not null)
            writer.Value(Admission);
        WriteOptional(writer, CommitteeSize);
        WriteOptional(writer, ExpectedProposers);
        writer.Value(CertificateRatio);
        writer.Byte((byte)StakeKind);
        writer.Int32(LookBackRounds);
        writer.Int32(StakeLookBackRounds);
        writer.Int64(SmallLambdaMs);
        writer.Int64(BigLambdaMs);
        writer.Int64(LeaderEvaluationMs);
        writer.Int64(VerifierEvaluationMs);
        writer.Boolean(IsBbaStartFixed);
        writer.Int64(BlockTimeWindowMs);
        writer.Int64(ReviewTimeWindowMs);
        writer.Int32(BlockTransactionsMax);
        writer.Int32(BlockBytesMax);
        writer.Int32(TransactionLifetimeRounds);
        writer.Int32(EvaluationTolerance);
        writer.Int32(FaultsToReject);
        writer.Int32(FullBand);
        writer.Int32(HalfBand);
        writer.Int32(FullStep);
        writer.Int32(HalfStep);
        writer.Int32(BlacklistRounds);
        writer.Int32(EvidenceRounds);
        writer.Value(NoConfidenceRatio);
        writer.Value(Behaviour);
    }

    /// <inheritdoc/>
    public static ProtocolParameters? Read(ref CanonicalReader reader)
    {
        var parameters = new ProtocolParameters
        {
            MinimumStakeQuantile = Ratio.Read(ref reader),
            WeightCapInMedians = reader.Boolean() ? Ratio.Read(ref reader) : null,
            Admission = reader.Boolean() ? AdmissionParameters.Read(ref reader) : null,
            CommitteeSize = ReadOptional(ref reader),
            ExpectedProposers = ReadOptional(ref reader),
            CertificateRatio = Ratio.Read(ref reader),
            StakeKind = (StakeKind)reader.Byte(),
            LookBackRounds = reader.Int32(),
            StakeLookBackRounds = reader.Int32(),
            SmallLambdaMs = reader.Int64(),
            BigLambdaMs = reader.Int64(),
            LeaderEvaluationMs = reader.Int64(),
            VerifierEvaluationMs = reader.Int64(),
            IsBbaStartFixed = reader.Boolean(),
            BlockTimeWindowMs = reader.Int64(),
            ReviewTimeWindowMs = reader.Int64(),
            BlockTransactionsMax = reader.Int32(),
            BlockBytesMax = reader.Int32(),
            TransactionLifetimeRounds = reader.Int32(),
            EvaluationTolerance = reader.Int32(),
            FaultsToReject = reader.Int32(),
            FullBand = reader.Int32(),
            HalfBand = reader.Int32(),
            FullStep = reader.Int32(),
            HalfStep = reader.Int32(),
            BlacklistRounds = reader.Int32(),
            EvidenceRounds = reader.Int32(),
            NoConfidenceRatio = Ratio.Read(ref reader),
            Behaviour = BehaviourParameters.Read(ref reader) ?? new(),
        };
        if (parameters.Fault() is { } fault)
            reader.Fail(fault.Message);
        return reader.Fault is null ? parameters : null;
    }

    /// <summary>The first thing that is impossible in these parameters; null when nothing is.</summary>
    public ParameterFault? Fault() =>
        SelectionFault() ?? Admission?.Fault(RoundsMax) ?? TimeFault() ?? BlockFault() ?? Behaviour.Fault();

    private ParameterFault? SelectionFault() =>
        ParameterFault.Of(
            "The minimum stake's quantile must be 0..1.",
            (MinimumStakeQuantile.Numerator > MinimumStakeQuantile.Denominator, nameof(MinimumStakeQuantile)))
        ?? ParameterFault.Of(
            "The weight cap must be above 0.", (WeightCapInMedians is { Numerator: 0 }, nameof(WeightCapInMedians)))
        ?? ParameterFault.Of(
            "The committee's size and the expected proposers must be 1 or more.",
            (CommitteeSize is < 1, nameof(CommitteeSize)), (ExpectedProposers is < 1, nameof(ExpectedProposers)))
        ?? ParameterFault.Of(
            "The certificate's threshold must be above 1/2 and at most 1.",
            (!IsMajority(CertificateRatio), nameof(CertificateRatio)))
        ?? ParameterFault.Of(
            "The no-confidence threshold must be above 1/2 and at most 1.",
            (!IsMajority(NoConfidenceRatio), nameof(NoConfidenceRatio)))
        ?? ParameterFault.Of(
            "The stake must be reputation or tokens.", (StakeKind > StakeKind.Tokens, nameof(StakeKind)))
        ?? ParameterFault.Of(
            "The look-back must be 0 or more rounds, that of the stake 1 or more.",
            (LookBackRounds < 0, nameof(LookBackRounds)), (StakeLookBackRounds < 1, nameof(StakeLookBackRounds)));

    private ParameterFault? TimeFault() =>
        ParameterFault.Of(
            "λ must be at least 1 ms, and Λ at least λ.",
            (SmallLambdaMs >= 1 && BigLambdaMs < SmallLambdaMs, nameof(BigLambdaMs)),
            (SmallLambdaMs < 1 || BigLambdaMs < SmallLambdaMs, nameof(SmallLambdaMs)))
        ?? ParameterFault.Of(
            "Budgets and windows of time must be 0 ms or more.",
            (LeaderEvaluationMs < 0, nameof(LeaderEvaluationMs)),
            (VerifierEvaluationMs < 0, nameof(VerifierEvaluationMs)),
            (BlockTimeWindowMs < 0, nameof(BlockTimeWindowMs)),
            (ReviewTimeWindowMs < 0, nameof(ReviewTimeWindowMs)))
        ?? ParameterFault.Of(
            "λ, Λ and the budgets must be at most a day.",
            (SmallLambdaMs > DayMs, nameof(SmallLambdaMs)),
            (BigLambdaMs > DayMs, nameof(BigLambdaMs)),
            (LeaderEvaluationMs > DayMs, nameof(LeaderEvaluationMs)),
            (VerifierEvaluationMs > DayMs, nameof(VerifierEvaluationMs)));

    private ParameterFault? BlockFault() =>
        ParameterFault.Of(
            "A block must hold at least 1 transaction and 16 KiB, a transaction live at least 1 round.",
            (BlockTransactionsMax < 1, nameof(BlockTransactionsMax)),
            (BlockBytesMax < 16 * 1024, nameof(BlockBytesMax)),
            (TransactionLifetimeRounds < 1, nameof(TransactionLifetimeRounds)))
        ?? ParameterFault.Of(
            "The tolerance must be 0..100 points and the faults to reject 1 or more.",
            (EvaluationTolerance is < 0 or > 100, nameof(EvaluationTolerance)),
            (FaultsToReject < 1, nameof(FaultsToReject)))
        ?? ParameterFault.Of(
            "The bands must be 0 ≤ full ≤ half ≤ 100 points, the steps 0 or more.",
            (HalfBand < FullBand || HalfBand > 100, nameof(HalfBand)),
            (HalfBand < FullBand || FullBand < 0, nameof(FullBand)),
            (FullStep < 0, nameof(FullStep)),
            (HalfStep < 0, nameof(HalfStep)))
        ?? ParameterFault.Of(
            "Blacklisting and evidence must last 1 or more rounds.",
            (BlacklistRounds < 1, nameof(BlacklistRounds)), (EvidenceRounds < 1, nameof(EvidenceRounds)))
        ?? ParameterFault.Of(
            $"Look-back, blacklisting and evidence must last at most {RoundsMax} rounds.",
            (LookBackRounds > RoundsMax, nameof(LookBackRounds)),
            (StakeLookBackRounds > RoundsMax, nameof(StakeLookBackRounds)),
            (BlacklistRounds > RoundsMax, nameof(BlacklistRounds)),
            (EvidenceRounds > RoundsMax, nameof(EvidenceRounds)));

    private static bool IsMajority(Ratio share) =>
        2L * share.Numerator > share.Denominator && share.Numerator <= share.Denominator;

    private static void WriteOptional(CanonicalWriter writer, long? value)
    {
        writer.Boolean(value is not null);
        if (value is { } number)
            writer.Int64(number);
    }

    private static long? ReadOptional(ref CanonicalReader reader) => reader.Boolean() ? reader.Int64() : null;
}

/// <summary>What weighs in sortition; tokens only to compare the two, as the paper's Figure 10 does.</summary>
public enum StakeKind : byte
{
    /// <summary>Earned, never bought.</summary>
    Reputation = 0,

    /// <summary>Balances of money.</summary>
    Tokens = 1,
}
