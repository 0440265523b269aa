using System.Collections.Immutable;
using PoR.Configuration.Profiles;

namespace PoR.Configuration.Schema;

/// <summary>Keys under <c>run</c> and <c>population</c>: what is simulated, and with whom.</summary>
internal static class KeysOfRun
{
    /// <summary><c>run.rounds</c>.</summary>
    public static SettingKey Rounds { get; } = new(
        "run.rounds", SettingKind.WholeNumber, "rounds", "12",
        "How many rounds a simulation runs.")
    { Min = "1", Max = "100000000" };

    /// <summary><c>run.seed</c>.</summary>
    public static SettingKey Seed { get; } = new(
        "run.seed", SettingKind.WholeNumber, "number", "1",
        "The seed of all that is drawn: the same seed gives the same trace hash.")
    { Min = "0" };

    /// <summary><c>run.reviews-per-round</c>.</summary>
    public static SettingKey ReviewsPerRound { get; } = new(
        "run.reviews-per-round", SettingKind.WholeNumber, "reviews", "100",
        "How many reviews are submitted in each round.")
    { Min = "0", Max = "1000000" };

    /// <summary><c>run.commit-texts</c>.</summary>
    public static SettingKey CommitTexts { get; } = new(
        "run.commit-texts", SettingKind.Flag, "flag", "false",
        "Whether an author commits to a text a block before it publishes it, so that nobody who copies the text takes "
        + "its gain. Each review is then two transactions, and comes a round later.");

    /// <summary><c>run.pay-with-reviews</c>.</summary>
    public static SettingKey PayWithReviews { get; } = new(
        "run.pay-with-reviews", SettingKind.Flag, "flag", "false",
        "Whether an author pays somebody one unit with each review, so that two of its transactions wait at a time; in "
        + "simulations only.");

    /// <summary><c>run.crypto</c>.</summary>
    public static SettingKey Crypto { get; } = new(
        "run.crypto", SettingKind.Choice, "word", "shared",
        "Who verifies: shared = each signature and credential once per process; each = by every "
        + "node; model = a keyed hash instead of cryptography, insecure.")
    { Words = ["shared", "each", "model"] };

    /// <summary><c>run.checks</c>.</summary>
    public static SettingKey Checks { get; } = new(
        "run.checks", SettingKind.Choice, "word", "sampled",
        "How much the checks of invariants verify for themselves: sampled = everything but signatures and credentials "
        + "of votes, of which one in eight, drawn by the seed; all = those of every vote. With run.crypto = model it "
        + "is always all.")
    { Words = ["sampled", "all"] };

    /// <summary><c>run.journals</c>.</summary>
    public static SettingKey Journals { get; } = new(
        "run.journals", SettingKind.Choice, "word", "objects",
        "What simulated disks keep of events: objects = the events themselves, which nodes share, so that a block and "
        + "its votes are in memory once; bytes = their serialized form, once for each node, as databases do.")
    { Words = ["objects", "bytes"] };

    /// <summary><c>run.threads</c>.</summary>
    public static SettingKey Threads { get; } = new(
        "run.threads", SettingKind.WholeNumber, "threads", "all",
        "Worker threads; all = one per processor. The result does not depend on it.")
    { Min = "1", Max = "1024", Words = ["all"] };

    /// <summary><c>run.cuts</c>.</summary>
    public static SettingKey Cuts { get; } = new(
        "run.cuts", SettingKind.CutList, "cuts", "[]",
        "Cuts of the network, each as --cut takes it, such as \"halves@30s+60s\".");

    /// <summary><c>run.cut-messages</c>.</summary>
    public static SettingKey CutMessages { get; } = new(
        "run.cut-messages", SettingKind.Choice, "word", "dropped",
        "What happens to a message that meets a cut: dropped, or delayed until it heals.")
    { Words = ["dropped", "delayed"] };

    /// <summary><c>run.faults</c>.</summary>
    public static SettingKey Faults { get; } = new(
        "run.faults", SettingKind.FaultList, "faults", "[]",
        "Other faults, each as --fault takes it, such as \"loss:5%@30s+60s\" or \"crash of 20%@40s+60s\".");

    /// <summary><c>run.adversaries</c>.</summary>
    public static SettingKey Adversaries { get; } = new(
        "run.adversaries", SettingKind.AdversaryList, "adversaries", "[]",
        "Strategies that replace honest behaviour, each as --adversary takes it: a name and a share of the eligible "
        + "weight, such as \"split-voter 20%\" or \"late-leader:4s 10%\"; in simulations only. The names: "
        + string.Join(", ", AdversaryNames.All) + ".");

    /// <summary><c>run.metrics-nodes</c>.</summary>
    public static SettingKey MetricsNodes { get; } = new(
        "run.metrics-nodes", SettingKind.WholeNumber, "nodes", "1",
        "For how many nodes nodeK_metrics.csv is written, from node 0 on.")
    { Min = "0", Max = "10000" };

    /// <summary><c>population.participants</c>.</summary>
    public static SettingKey Participants { get; } = new(
        "population.participants", SettingKind.WholeNumber, "participants", "1200",
        "How many participants genesis registers.")
    { Min = "1", Max = "1000000" };

    /// <summary><c>population.newcomers</c>.</summary>
    public static SettingKey Newcomers { get; } = new(
        "population.newcomers", SettingKind.WholeNumber, "accounts", "0",
        "How many accounts beside genesis look for a sponsor from the first round on; in simulations only.")
    { Min = "0", Max = "1000000" };

    /// <summary><c>population.sponsor-share</c>.</summary>
    public static SettingKey SponsorShare { get; } = KeyOf.Share(
        "population.sponsor-share", "share of rights", "1/5",
        "Which share of the rights to sponsor that they draw simulated participants use, for whoever has waited "
        + "longest. Participants of real networks use none unless their operator says so.");

    /// <summary><c>population.nodes</c>.</summary>
    public static SettingKey Nodes { get; } = new(
        "population.nodes", SettingKind.WholeNumber, "nodes", "60",
        "How many nodes host the participants, in equal parts; at most one per participant.")
    { Min = "1", Max = "10000" };

    /// <summary><c>population.blacklisted-at-start</c>.</summary>
    public static SettingKey Blacklisted { get; } = new(
        "population.blacklisted-at-start", SettingKind.WholeNumber, "participants", "0",
        "How many participants genesis blacklists, for the term of a blacklisted leader.")
    { Min = "0", Max = "1000000" };

    /// <summary><c>population.below-minimum-stake-at-start</c>.</summary>
    public static SettingKey BelowMinimumStake { get; } = new(
        "population.below-minimum-stake-at-start", SettingKind.WholeNumber, "participants", "0",
        "How many participants start with reputation-below-minimum-stake.")
    { Min = "0", Max = "1000000" };

    /// <summary><c>population.reputation-below-minimum-stake</c>.</summary>
    public static SettingKey ReputationBelowMinimumStake { get; } = new(
        "population.reputation-below-minimum-stake", SettingKind.WholeNumber, "reputation", "1",
        "The reputation at the start of those who start below the minimum stake.")
    { Min = "0", Max = "1000000" };

    /// <summary><c>population.reputation-min</c>.</summary>
    public static SettingKey ReputationMin { get; } = new(
        "population.reputation-min", SettingKind.WholeNumber, "reputation", "10",
        "The least reputation of all others at the start; drawn evenly up to reputation-max.")
    { Min = "1", Max = "1000000" };

    /// <summary><c>population.reputation-max</c>.</summary>
    public static SettingKey ReputationMax { get; } = new(
        "population.reputation-max", SettingKind.WholeNumber, "reputation", "10",
        "The greatest reputation at the start. Above reputation-min, the minimum stake excludes "
        + "those at the lower end from the first round on.")
    { Min = "1", Max = "1000000" };

    /// <summary>All keys of this page, in the order of the reference.</summary>
    public static ImmutableArray<SettingKey> All { get; } =
    [
        Rounds, Seed, ReviewsPerRound, CommitTexts, PayWithReviews, Crypto, Checks, Journals, Threads, Cuts,
        CutMessages, Faults, Adversaries, MetricsNodes,
        Participants, Newcomers, SponsorShare, Nodes, Blacklisted, BelowMinimumStake, ReputationBelowMinimumStake,
        ReputationMin, ReputationMax,
    ];
}
