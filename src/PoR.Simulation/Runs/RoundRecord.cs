using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Reports.Results;

namespace PoR.Simulation.Runs;

/// <summary>What has been seen of one round, over all nodes.</summary>
/// <param name="round">r.</param>
/// <param name="nodes">How many nodes there are.</param>
public sealed class RoundRecord(Round round, int nodes)
{
    private StepRecord?[] _steps = []; // By number, from 1 on.
    private Dictionary<int, TimeSpan>? _holders = []; // Null when all nodes have decided, since a run keeps its rounds.
    private TimeSpan? _start;
    private TimeSpan? _half;
    private TimeSpan? _most;

    /// <summary>r.</summary>
    public Round Round { get; } = round;

    /// <summary>How many nodes hold a certificate of this round.</summary>
    public int NodesDecided => _holders?.Count ?? nodes;

    /// <summary>When the first node started it.</summary>
    public TimeSpan Start => _start ?? TimeSpan.Zero;

    /// <summary>When the first node held its certificate.</summary>
    public TimeSpan? FirstDecided { get; private set; }

    /// <summary>When half of the nodes, rounded up, held its certificate.</summary>
    public TimeSpan? HalfDecided => _half ?? Nth((nodes + 1) / 2);

    /// <summary>When 80 % of the nodes, rounded up, held its certificate.</summary>
    public TimeSpan? MostDecided => _most ?? Nth(((4 * nodes) + 4) / 5);

    /// <summary>When the last node so far held its certificate.</summary>
    public TimeSpan? LastDecided { get; private set; }

    /// <summary>True when both a block and the empty block of the round were certified.</summary>
    public bool IsForked { get; set; }

    /// <summary>Ballots signed.</summary>
    public int Ballots { get; private set; }

    /// <summary>A step's record.</summary>
    public StepRecord StepOf(Step step)
    {
        if (step.Number > _steps.Length)
            Array.Resize(ref _steps, step.Number);
        return _steps[step.Number - 1] ??= new StepRecord(step);
    }

    /// <summary>A node started the round.</summary>
    public void OnStarted(TimeSpan now)
    {
        _start ??= now;
        StepOf(Step.BlockProposal).Enter(now);
    }

    /// <summary>
    /// A node has come to a step. While it waits in that one, its participants speak in the step before.
    /// </summary>
    public void OnEntered(Step step, TimeSpan now)
    {
        if (step > Step.LeaderSelection)
            StepOf(step.Previous).Enter(now);
    }

    /// <summary>A node holds a certificate of the round; its first one counts.</summary>
    public void OnDecided(int node, TimeSpan now)
    {
        if (_holders is null || !_holders.TryAdd(node, now))
            return;
        FirstDecided = FirstDecided < now ? FirstDecided : now;
        LastDecided = LastDecided > now ? LastDecided : now;
        if (_holders.Count == nodes)
            (_half, _most, _holders) = (HalfDecided, MostDecided, null);
    }

    private TimeSpan? Nth(int count) =>
        _holders is null || _holders.Count < count ? null : _holders.Values.Order().ElementAt(count - 1);

    /// <summary>A participant signed.</summary>
    public void OnBallot(Step step)
    {
        Ballots++;
        StepOf(step).CountBallot();
    }

    /// <summary>The record as a report shows it.</summary>
    /// <param name="decided">The main chain's block.</param>
    /// <param name="kept">What was kept of it.</param>
    /// <param name="isCommitted">Whether the block's successor on the main chain is certified.</param>
    internal RoundResult ToResult(CertifiedBlock decided, DecidedBlock kept, bool isCommitted)
    {
        var evaluations = decided.Block.Payset.Select(e => e.Evaluation).OfType<ReviewEvaluation>().ToList();
        return new RoundResult
        {
            Round = Round.Number,
            StartSeconds = Start.TotalSeconds,
            FirstDecidedSeconds = FirstDecided?.TotalSeconds,
            HalfDecidedSeconds = HalfDecided?.TotalSeconds,
            MostDecidedSeconds = MostDecided?.TotalSeconds,
            LastDecidedSeconds = NodesDecided < nodes ? null : LastDecided?.TotalSeconds,
            IsEmpty = decided.Block.IsEmpty,
            Step = decided.Certificate.Step.Number + 1,
            Leader = decided.Block.Header.Proposer?.Leader.ToString(),
            Block = decided.Block.Digest.ToString(),
            Reviews = evaluations.Count,
            Congruent = evaluations.Count(e => IsAdjusted(e) && e.Verdict != CongruenceVerdict.Incongruent),
            Incongruent = evaluations.Count(e => IsAdjusted(e) && e.Verdict == CongruenceVerdict.Incongruent),
            Unadjusted = evaluations.Count(e => !IsAdjusted(e)),
            Eligible = kept.Eligible,
            TotalWeight = kept.TotalWeight,
            CertificateThreshold = kept.CertificateThreshold,
            HonestShare = kept.HonestShare,
            Ballots = Ballots,
            IsCommitted = isCommitted,
            IsForked = IsForked,
            Steps = [.. _steps.Select(s => s?.ToResult()).OfType<StepResult>()],
            ReputationQuantiles = kept.ReputationQuantiles,
            Blacklisted = kept.Blacklisted,
        };
    }

    /// <summary>A congruent review of an account that may gain no more for now adjusts nothing either (D43).</summary>
    private static bool IsAdjusted(ReviewEvaluation evaluation) =>
        evaluation.Verdict != CongruenceVerdict.NoEvidence && evaluation.Flags == BehaviourFlags.None
        && (evaluation.Verdict == CongruenceVerdict.Incongruent || evaluation.RepAdjust > 0);
}
