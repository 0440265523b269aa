using System.Collections.Immutable;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.State;
using PoR.Reports.Results;

namespace PoR.Simulation.Runs;

/// <summary>What has been seen of one round, over all nodes.</summary>
public sealed class RoundRecord(Round round)
{
    private readonly SortedDictionary<Step, StepRecord> _steps = [];
    private readonly Dictionary<int, TimeSpan> _decidedAt = [];
    private TimeSpan? _start;

    /// <summary>r.</summary>
    public Round Round { get; } = round;

    /// <summary>How many nodes hold a certificate of this round.</summary>
    public int NodesDecided => _decidedAt.Count;

    /// <summary>When the first node started it.</summary>
    public TimeSpan Start => _start ?? TimeSpan.Zero;

    /// <summary>When the first node held its certificate.</summary>
    public TimeSpan? FirstDecided => _decidedAt.Count == 0 ? null : _decidedAt.Values.Min();

    /// <summary>When the last node so far held its certificate.</summary>
    public TimeSpan? LastDecided => _decidedAt.Count == 0 ? null : _decidedAt.Values.Max();

    /// <summary>True when both a block and the empty block of the round were certified.</summary>
    public bool IsForked { get; set; }

    /// <summary>Ballots signed.</summary>
    public int Ballots { get; private set; }

    /// <summary>A step's record.</summary>
    public StepRecord StepOf(Step step)
    {
        if (!_steps.TryGetValue(step, out var record))
            _steps.Add(step, record = new StepRecord(step));
        return record;
    }

    /// <summary>A node started the round.</summary>
    public void OnStarted(TimeSpan now)
    {
        _start ??= now;
        StepOf(Step.BlockProposal).Enter(now);
    }

    /// <summary>A node holds a certificate of the round; its first one counts.</summary>
    public void OnDecided(int node, TimeSpan now) => _decidedAt.TryAdd(node, now);

    /// <summary>A participant signed.</summary>
    public void OnBallot(Step step)
    {
        Ballots++;
        StepOf(step).CountBallot();
    }

    /// <summary>The record as a report shows it.</summary>
    /// <param name="decided">The main chain's block.</param>
    /// <param name="state">The state after it.</param>
    /// <param name="view">Who could speak in the round.</param>
    /// <param name="honestShare">Of the eligible weight, 0..1.</param>
    /// <param name="nodes">How many nodes there are.</param>
    /// <param name="isCommitted">Whether the block's successor on the main chain is certified.</param>
    public RoundResult ToResult(
        CertifiedBlock decided, LedgerState state, CommitteeView view, double honestShare, int nodes,
        bool isCommitted)
    {
        var evaluations = decided.Block.Payset.Select(e => e.Evaluation).OfType<ReviewEvaluation>().ToList();
        return new RoundResult
        {
            Round = Round.Number,
            StartSeconds = Start.TotalSeconds,
            FirstDecidedSeconds = FirstDecided?.TotalSeconds,
            LastDecidedSeconds = NodesDecided < nodes ? null : LastDecided?.TotalSeconds,
            IsEmpty = decided.Block.IsEmpty,
            Step = decided.Certificate.Step.Number + 1,
            Leader = decided.Block.Header.Proposer?.Leader.ToString(),
            Block = decided.Block.Digest.ToString(),
            Reviews = evaluations.Count,
            Congruent = evaluations.Count(e => IsAdjusted(e) && e.Verdict != CongruenceVerdict.Incongruent),
            Incongruent = evaluations.Count(e => IsAdjusted(e) && e.Verdict == CongruenceVerdict.Incongruent),
            Unadjusted = evaluations.Count(e => !IsAdjusted(e)),
            Eligible = view.Members.Length,
            TotalWeight = view.TotalWeight,
            CertificateThreshold = view.CertificateThreshold,
            HonestShare = honestShare,
            Ballots = Ballots,
            IsCommitted = isCommitted,
            IsForked = IsForked,
            Steps = [.. _steps.Values.Select(s => s.ToResult()).OfType<StepResult>()],
            ReputationQuantiles = QuantilesOf(state),
            Blacklisted = state.Accounts.InOrder.Count(a => a.IsBlacklistedIn(Round.Next)),
        };
    }

    private static bool IsAdjusted(ReviewEvaluation evaluation) =>
        evaluation.Verdict != CongruenceVerdict.NoEvidence && evaluation.Flags == BehaviourFlags.None;

    /// <summary>Minimum, p10, p25, median, p75, p90 and maximum by nearest rank.</summary>
    private static ImmutableArray<long> QuantilesOf(LedgerState state)
    {
        long[] sorted = [.. state.Accounts.InOrder.Select(a => a.Reputation).Order()];
        int[] percents = [0, 10, 25, 50, 75, 90, 100];
        return sorted.Length == 0
            ? []
            : [.. percents.Select(p => NearestRank.Of(sorted, p))];
    }
}
