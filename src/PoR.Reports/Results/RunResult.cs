using System.Collections.Immutable;

namespace PoR.Reports.Results;

/// <summary>All that a run has shown. Times are virtual seconds unless their name says otherwise.</summary>
public sealed record RunResult
{
    /// <summary>The profile's name.</summary>
    public required string Profile { get; init; }

    /// <summary>
    /// Whether it ran in real time: then all times are real seconds, and nobody counted messages, processor time or
    /// memory over all its processes.
    /// </summary>
    public bool IsRealTime { get; init; }

    /// <summary>The run's seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Accounts of genesis.</summary>
    public required int Participants { get; init; }

    /// <summary>Nodes.</summary>
    public required int Nodes { get; init; }

    /// <summary>Who paid for cryptography, as <c>--crypto</c> takes it: shared, each or model.</summary>
    public required string Crypto { get; init; }

    /// <summary>True when the run's signatures were a stand-in that anybody can forge.</summary>
    public required bool IsInsecure { get; init; }

    /// <summary>The command that repeats this run.</summary>
    public required string ReplayCommand { get; init; }

    /// <summary>λ. Seconds.</summary>
    public required double SmallLambdaSeconds { get; init; }

    /// <summary>Λ'. Seconds.</summary>
    public required double BigLambdaSeconds { get; init; }

    /// <summary>How far it was when it was stopped; null: it came to its end.</summary>
    public CancelledResult? Cancelled { get; init; }

    /// <summary>Decided rounds in order, on the chain of the node that is farthest.</summary>
    public required ImmutableArray<RoundResult> Rounds { get; init; }

    /// <summary>Injected faults in order of start.</summary>
    public required ImmutableArray<FaultWindow> Faults { get; init; }

    /// <summary>Sides into which faults divide the nodes, by fault; none in a run whose faults divide nobody.</summary>
    public ImmutableArray<FaultSide> Sides { get; init; } = [];

    /// <summary>Who heard whom while cuts lasted; null where nothing was cut.</summary>
    public ReachResult? Reach { get; init; }

    /// <summary>Regions with nodes, in the order of their first node; none where nobody knows them.</summary>
    public ImmutableArray<RegionResult> Regions { get; init; } = [];

    /// <summary>A few accounts to draw: highest, lowest and median at the end, and the blacklisted.</summary>
    public required ImmutableArray<ReputationTrack> Tracks { get; init; }

    /// <summary>Who sat in the committees; null where nobody has looked.</summary>
    public CommitteeResult? Committees { get; init; }

    /// <summary>Reviews that were submitted.</summary>
    public required long ReviewsSubmitted { get; init; }

    /// <summary>Reviews in decided blocks.</summary>
    public long ReviewsInBlocks => Rounds.Sum(round => (long)round.Reviews);

    /// <summary>Of them those in committed blocks (<see cref="RoundResult.IsCommitted"/>).</summary>
    public long ReviewsCommitted => Rounds.Sum(round => round.IsCommitted ? (long)round.Reviews : 0);

    /// <summary>Reviews that were refused, by reason; ordinal order of reason.</summary>
    public required ImmutableSortedDictionary<string, long> Rejections { get; init; }

    /// <summary>What became of the review file; null without one.</summary>
    public ReviewFileResult? ReviewFile { get; init; }

    /// <summary>What nodes refused of what peers had sent, in ordinal order of kind and reason.</summary>
    public required ImmutableArray<RefusedMessages> Refused { get; init; }

    /// <summary>Proofs of misbehaviour, in ordinal order of kind and accused account.</summary>
    public required ImmutableArray<SeenEvidence> Evidence { get; init; }

    /// <summary>Letters delivered.</summary>
    public required long Deliveries { get; init; }

    /// <summary>Messages of other nodes that came to a node, each once at each node; without certificates.</summary>
    public required long Arrivals { get; init; }

    /// <summary>Certificates of other nodes that came to a node, each time.</summary>
    public required long CertificateArrivals { get; init; }

    /// <summary>Letters dropped by the network, by cause.</summary>
    public required ImmutableSortedDictionary<string, long> Drops { get; init; }

    /// <summary>Rounds in which both a block and the empty block were certified.</summary>
    public required int Forks { get; init; }

    /// <summary>Share of eligible weight held by honest accounts at the end, 0..1.</summary>
    public required double HonestShare { get; init; }

    /// <summary>Strategies that held nodes, in the order in which they were given; none: all were honest.</summary>
    public ImmutableArray<AdversaryResult> Adversaries { get; init; } = [];

    /// <summary>How many honest accounts a block has blacklisted.</summary>
    public int HonestBlacklisted { get; init; }

    /// <summary>Mean reputation of honest accounts of genesis, at genesis and at the end.</summary>
    public (double Before, double After) HonestReputation { get; init; }

    /// <summary>Reviews of honest accounts in blocks that are withheld, or punished, by a rule of behaviour.</summary>
    public long HonestWithheld { get; init; }

    /// <summary>How many rounds a review of an author at an honest node has waited for its block, at most.</summary>
    public long HonestWaitRounds { get; init; }

    /// <summary>How weight is spread at the end; null where nobody has looked.</summary>
    public StakeResult? Stake { get; init; }

    /// <summary>Blocks that were certified although the own re-evaluation of some node found them bad (I13).</summary>
    public int CertifiedBad { get; init; }

    /// <summary>What became of rights to sponsor; null where nobody needs a sponsor.</summary>
    public AdmissionResult? Admission { get; init; }

    /// <summary>Digest of everything that was delivered and decided, hexadecimal.</summary>
    public required string TraceHash { get; init; }

    /// <summary>How often an invariant was checked.</summary>
    public required long InvariantsChecked { get; init; }

    /// <summary>The invariants that did not hold, in order of time.</summary>
    public required ImmutableArray<Violation> Violations { get; init; }

    /// <summary>Warnings about the run's parameters, e.g. a committee that is too small.</summary>
    public required ImmutableArray<string> Warnings { get; init; }

    /// <summary>Processor time of the run, all threads. Real seconds.</summary>
    public required double CpuSeconds { get; init; }

    /// <summary>Of it before the first round: keys and genesis. Real seconds.</summary>
    public required double StartUpCpuSeconds { get; init; }

    /// <summary>Processor time after start-up, shared among the rounds. Real seconds; null without rounds.</summary>
    public double? CpuSecondsPerRound =>
        Rounds.IsEmpty ? null : (CpuSeconds - StartUpCpuSeconds) / Rounds.Length;

    /// <summary>Elapsed time of the run. Real seconds.</summary>
    public required double WallSeconds { get; init; }

    /// <summary>The most memory that the process held. Bytes.</summary>
    public required long PeakMemoryBytes { get; init; }

    /// <summary>Virtual time at the end. Seconds.</summary>
    public required double VirtualSeconds { get; init; }
}

/// <summary>An invariant that did not hold.</summary>
/// <param name="Invariant">For example <c>I1</c>.</param>
/// <param name="Round">The round in which it was seen.</param>
/// <param name="AtSeconds">Virtual seconds.</param>
/// <param name="Description">One sentence.</param>
public sealed record Violation(string Invariant, long Round, double AtSeconds, string Description);

/// <summary>What nodes refused of what peers had sent, of one kind and for one reason.</summary>
/// <param name="Kind">For example <c>Vote</c>.</param>
/// <param name="Reason">For example <c>NotSelected</c>; <c>InvalidVote.NotSelected</c> for a part of a whole.</param>
/// <param name="Count">How often, over all nodes.</param>
/// <param name="First">The first one: when, where, of whom and what was wrong, in one sentence.</param>
public sealed record RefusedMessages(string Kind, string Reason, long Count, string First);

/// <summary>Proofs of one kind that one account misbehaved.</summary>
/// <param name="Kind"><c>NoConfidence</c>, <c>Contradiction</c> or <c>WrongCredential</c>.</param>
/// <param name="Accused">The account's public key, hexadecimal.</param>
/// <param name="Count">How often a node came to hold one, over all nodes and rounds.</param>
public sealed record SeenEvidence(string Kind, string Accused, long Count);

/// <summary>A fault that was injected. Times are virtual seconds from the start of the run.</summary>
/// <param name="Label">As it was given, e.g. <c>halves@30s+60s</c>.</param>
/// <param name="StartSeconds">When it began.</param>
/// <param name="EndSeconds">When it ended.</param>
public sealed record FaultWindow(string Label, double StartSeconds, double EndSeconds)
{
    /// <summary>What the seed has drawn of it, as a clause, e.g. who the bridge is; null when nothing.</summary>
    public string? Drawn { get; init; }

    /// <summary>Whether it was there while a round was open at any node.</summary>
    public bool Touches(RoundResult round)
    {
        ArgumentNullException.ThrowIfNull(round);
        return round.StartSeconds < EndSeconds && !(round.LastDecidedSeconds <= StartSeconds);
    }
}

/// <summary>Nodes that a fault sets apart from others, for instance one half of a network that is cut.</summary>
/// <param name="Fault">Its place among <see cref="RunResult.Faults"/>.</param>
/// <param name="Name">Among the sides of one fault.</param>
/// <param name="Nodes">Their numbers, ascending; at least one.</param>
public sealed record FaultSide(int Fault, string Name, ImmutableArray<int> Nodes);

/// <summary>One account's reputation after each round.</summary>
/// <param name="Account">The public key's first 12 hexadecimal digits.</param>
/// <param name="Reputation">One value a round, from round 1 on.</param>
/// <param name="BlacklistedFromRound">First round of a blacklisting in this run; null for none.</param>
/// <param name="BlacklistedUntilRound">Last round of it; null when it outlasts the run, or for none.</param>
public sealed record ReputationTrack(
    string Account,
    ImmutableArray<long> Reputation,
    long? BlacklistedFromRound,
    long? BlacklistedUntilRound);

/// <summary>
/// What became of a review file. Each of its rows was submitted, or is counted in exactly one of the others.
/// </summary>
/// <param name="Rows">All rows; of a pipe, those that were read.</param>
/// <param name="Malformed">Rows that could not be read.</param>
/// <param name="WithoutRating">Good rows that cannot be reviews.</param>
/// <param name="NotSubmitted">
/// Reviews for which the run had no room, or whose author's turn had not come when it ended.
/// </param>
/// <param name="TextsCut">Good rows whose text was cut to 8,192 bytes.</param>
public sealed record ReviewFileResult(
    long Rows, long Malformed, long WithoutRating, long NotSubmitted, long TextsCut);
