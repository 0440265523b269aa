using System.Collections.Immutable;

namespace PoR.Reports.Results;

/// <summary>One round of a run, as rounds.csv shows it. Times are virtual seconds from the start of the run.</summary>
public sealed record RoundResult
{
    /// <summary>r.</summary>
    public required long Round { get; init; }

    /// <summary>When the first honest node started it. Seconds.</summary>
    public required double StartSeconds { get; init; }

    /// <summary>When the first honest node held its certificate. Seconds; null when none did before the end.</summary>
    public required double? FirstDecidedSeconds { get; init; }

    /// <summary>When half of the nodes held it, rounded up. Seconds; null when fewer did before the end.</summary>
    public double? HalfDecidedSeconds { get; init; }

    /// <summary>When 80 % of the nodes held it, rounded up. Seconds; null when fewer did before the end.</summary>
    public double? MostDecidedSeconds { get; init; }

    /// <summary>
    /// When the last honest node held its certificate. Seconds; null when some did not before the end.
    /// </summary>
    public required double? LastDecidedSeconds { get; init; }

    /// <summary>True when the empty block was decided.</summary>
    public required bool IsEmpty { get; init; }

    /// <summary>The step whose waiting the round ended in: 5 in a good round.</summary>
    public required int Step { get; init; }

    /// <summary>The leader's public key; null for an empty block.</summary>
    public required string? Leader { get; init; }

    /// <summary>H(B^r), hexadecimal.</summary>
    public required string Block { get; init; }

    /// <summary>Reviews in the block.</summary>
    public required int Reviews { get; init; }

    /// <summary>Of them congruent (either band).</summary>
    public required int Congruent { get; init; }

    /// <summary>Of them incongruent.</summary>
    public required int Incongruent { get; init; }

    /// <summary>Of them without evidence, with a flag, or by an account that may gain no more for now (D43).</summary>
    public required int Unadjusted { get; init; }

    /// <summary>Eligible accounts.</summary>
    public required int Eligible { get; init; }

    /// <summary>W.</summary>
    public required long TotalWeight { get; init; }

    /// <summary>t_H in seats.</summary>
    public required long CertificateThreshold { get; init; }

    /// <summary>Share of eligible weight that honest accounts hold, 0..1.</summary>
    public required double HonestShare { get; init; }

    /// <summary>Ballots signed in the round.</summary>
    public required int Ballots { get; init; }

    /// <summary>
    /// True when the block's successor is certified (D14): from then on users may take it for final.
    /// </summary>
    public required bool IsCommitted { get; init; }

    /// <summary>True when both a block and the empty block of this round were certified.</summary>
    public required bool IsForked { get; init; }

    /// <summary>Steps in order: when nodes came to them and saw their quorum.</summary>
    public required ImmutableArray<StepResult> Steps { get; init; }

    /// <summary>The round as each of <see cref="RunResult.Sides"/> saw it, in their order.</summary>
    public ImmutableArray<SideRound> Sides { get; init; } = [];

    /// <summary>
    /// What nodes put on the network between the round's first start and the next round's, by kind; empty where nobody
    /// has counted.
    /// </summary>
    public ImmutableArray<KindTraffic> Traffic { get; init; } = [];

    /// <summary>Reputation of all accounts after the round: minimum, p10, p25, median, p75, p90, maximum.</summary>
    public required ImmutableArray<long> ReputationQuantiles { get; init; }

    /// <summary>Accounts blacklisted in the round after this one.</summary>
    public required int Blacklisted { get; init; }

    /// <summary>From the first honest start to the last honest decision. Seconds; null when unfinished.</summary>
    public double? LatencySeconds => LastDecidedSeconds - StartSeconds;
}

/// <summary>
/// One round over the nodes of one side of a fault. Times are virtual seconds from the start of the run.
/// </summary>
/// <param name="StartSeconds">When its first node started it; null when none did.</param>
/// <param name="FirstDecidedSeconds">When its first node held the certificate; null when none did.</param>
/// <param name="HalfDecidedSeconds">When half of its nodes held it, rounded up; null when fewer did.</param>
/// <param name="LastDecidedSeconds">When its last node held it; null when some did not.</param>
/// <param name="NodesDecided">How many of its nodes held it before the end.</param>
/// <param name="Steps">In order.</param>
public sealed record SideRound(
    double? StartSeconds,
    double? FirstDecidedSeconds,
    double? HalfDecidedSeconds,
    double? LastDecidedSeconds,
    int NodesDecided,
    ImmutableArray<StepResult> Steps);

/// <summary>
/// One step of one round over all honest nodes, or those of one side. Times are virtual seconds from the start of the
/// run.
/// </summary>
/// <param name="Step">s.</param>
/// <param name="FirstEnteredSeconds">When the first node's members spoke.</param>
/// <param name="LastEnteredSeconds">When the last node's members spoke.</param>
/// <param name="FirstQuorumSeconds">When the first node saw t_H equal votes; null when none did.</param>
/// <param name="LastQuorumSeconds">When the last node that saw t_H equal votes did.</param>
/// <param name="Ballots">Ballots signed in the step.</param>
public sealed record StepResult(
    int Step,
    double FirstEnteredSeconds,
    double LastEnteredSeconds,
    double? FirstQuorumSeconds,
    double? LastQuorumSeconds,
    int Ballots)
{
    /// <summary>Seats that spoke in the step by participants of these nodes; null when nobody has counted.</summary>
    public long? Seats { get; init; }

    /// <summary>
    /// The most of them that said the same, which a quorum needs t_H of; null when nobody has counted.
    /// </summary>
    public long? EqualSeats { get; init; }
}
