using System.Collections.Immutable;

namespace PoR.Configuration.Schema;

/// <summary>Keys under <c>protocol</c>: who is selected, and how a round runs (PoR §5.2, §6.3.2).</summary>
internal static class KeysOfSelection
{
    public static SettingKey ParameterSet { get; } = new(
        "protocol.parameter-set", SettingKind.Choice, "word", "hardened",
        "Where keys that say from-set come from: paper = as the paper has it; hardened = the "
        + "project's default.")
    { Words = ["paper", "hardened"] };

    public static SettingKey MinimumStakeQuantile { get; } = KeyOf.Share(
        "protocol.minimum-stake-quantile", "share of accounts", KeyOf.FromSet,
        "Accounts below this quantile of reputation are not eligible; 0 = no minimum stake. "
        + "paper: 1/2, hardened: 1/10.") with
    { Words = [KeyOf.FromSet] };

    public static SettingKey WeightCap { get; } = new(
        "protocol.weight-cap", SettingKind.Ratio, "weighted medians of reputation", KeyOf.FromSet,
        "No account weighs more than this many weighted medians; none = no cap. "
        + "paper: none, hardened: 1/2.")
    { Min = "1/1000", Max = "1000000", Words = ["none", KeyOf.FromSet] };

    public static SettingKey AdmissionRate { get; } = new(
        "protocol.admission-rate", SettingKind.Ratio, "rights a round and eligible account", KeyOf.FromSet,
        "So many rights to sponsor a newcomer a round draws for each eligible account; without a sponsor no newcomer "
        + "becomes eligible. none = nobody needs a sponsor. paper: none, hardened: 1/5000.")
    { Min = "1/1000000", Max = "1", Words = ["none", KeyOf.FromSet] };

    public static SettingKey SponsorRightTerm { get; } = KeyOf.Whole(
        "protocol.sponsor-right-term", "rounds", 50, 1, 1_000_000,
        "How long a right to sponsor can be used after the round that drew it.");

    public static SettingKey Ageing { get; } = KeyOf.Whole(
        "protocol.ageing", "rounds", 2_000, 0, 1_000_000,
        "A: while a sponsored account is younger, it weighs at most its age's share of the weight cap; 0 = no such "
        + "limit.");

    public static SettingKey SponsorLiability { get; } = KeyOf.Whole(
        "protocol.sponsor-liability", "rounds", 500, 0, 1_000_000,
        "Evidence that blacklists a newcomer within this time of its entry halves its sponsor's reputation.");

    public static SettingKey CommitteeSize { get; } = KeyOf.Whole(
        "protocol.committee-size", "seats", 500, 1, 1_000_000_000,
        "τ: the expected seats of each step's committee; all = everyone sits with all weight.") with
    { Words = ["all"] };

    public static SettingKey ExpectedProposers { get; } = KeyOf.Whole(
        "protocol.expected-proposers", "seats", 35, 1, 1_000_000_000,
        "n_1: the expected seats of step 1, which propose blocks; all = everyone proposes.") with
    { Words = ["all"] };

    public static SettingKey CertificateRatio { get; } = KeyOf.Share(
        "protocol.certificate-ratio", "share of seats", "69/100",
        "t_H as a share of the expected seats, rounded up; above 1/2.");

    public static SettingKey StakeKind { get; } = new(
        "protocol.stake-kind", SettingKind.Choice, "word", "reputation",
        "What weighs in selection: reputation, or tokens to compare the two.")
    { Words = ["reputation", "tokens"] };

    public static SettingKey LookBack { get; } = KeyOf.Whole(
        "protocol.look-back", "rounds", 10, 0, 1_000_000,
        "k: a key must have been registered this many rounds ago, or in genesis.");

    public static SettingKey StakeLookBack { get; } = new(
        "protocol.stake-look-back", SettingKind.WholeNumber, "rounds", "look-back",
        "Keys, entry, reputation, minimum stake, cap and all that follows from them come from the state so many "
        + "rounds back; look-back = as many as protocol.look-back. Fewer are UNSAFE, for experiments only: who "
        + "knows the seed could choose which of its accounts enter. Only the blacklist is that of the last block.")
    { Min = "1", Max = "1000", Words = ["look-back"] };

    public static SettingKey BbaStartWait { get; } = new(
        "protocol.bba-start-wait", SettingKind.Choice, "word", KeyOf.FromSet,
        "From when step 4 waits its 2λ: from-round = from the end of step 3's time, which the "
        + "round's start fixes; from-step = from one's own step 3, as the paper has it. "
        + "paper: from-step, hardened: from-round.")
    { Words = ["from-round", "from-step", KeyOf.FromSet] };

    public static SettingKey SmallLambda { get; } = KeyOf.Time(
        "protocol.small-lambda", "2 s", "1 ms",
        "λ: the bound on a small message's way to every node.");

    public static SettingKey BigLambda { get; } = KeyOf.Time(
        "protocol.big-lambda", "10 s", "1 ms",
        "Λ: the bound on a block's way to every node; at least λ.");

    public static SettingKey LeaderEvaluation { get; } = KeyOf.Time(
        "protocol.leader-evaluation-budget", "500 ms", "0 ms",
        "What a leader may need to evaluate a payset; it lengthens Λ.");

    public static SettingKey VerifierEvaluation { get; } = KeyOf.Time(
        "protocol.verifier-evaluation-budget", "500 ms", "0 ms",
        "What a verifier may need to evaluate a block again in step 3.");

    public static SettingKey BlockTimeWindow { get; } = KeyOf.Time(
        "protocol.block-time-window", "30 s", "0 ms",
        "How far a block's time may lie from a verifier's clock, either way.");

    public static SettingKey ReviewTimeWindow { get; } = KeyOf.Time(
        "protocol.review-time-window", "1 h", "0 ms",
        "How far a review's time may lie from its block's time, either way.");

    public static SettingKey BlockTransactionsMax { get; } = KeyOf.Whole(
        "protocol.block-transactions-max", "transactions", 10_000, 1, 10_000_000,
        "Most transactions in a block.");

    public static SettingKey BlockSizeMax { get; } = new(
        "protocol.block-size-max", SettingKind.Size, "size", "8 MiB", "Most bytes of a block.")
    { Min = "16 KiB", Max = "1024 MiB" };

    public static SettingKey TransactionLifetimeMax { get; } = KeyOf.Whole(
        "protocol.transaction-lifetime-max", "rounds", 1_000, 1, 1_000_000,
        "How many rounds ahead a transaction may be valid at most.");

    public static ImmutableArray<SettingKey> All { get; } =
    [
        ParameterSet, MinimumStakeQuantile, WeightCap, AdmissionRate, SponsorRightTerm, Ageing, SponsorLiability,
        CommitteeSize, ExpectedProposers,
        CertificateRatio, StakeKind, LookBack, StakeLookBack, SmallLambda, BigLambda, BbaStartWait,
        LeaderEvaluation, VerifierEvaluation, BlockTimeWindow, ReviewTimeWindow,
        BlockTransactionsMax, BlockSizeMax, TransactionLifetimeMax,
    ];
}
