using System.Collections.Immutable;
using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Reports.Results;

namespace PoR.Simulation.Runs;

/// <summary>What has been seen of one round, over all honest nodes and over those of each side of a fault.</summary>
public sealed class RoundRecord
{
    private readonly NodesRecord _all;
    private readonly ImmutableArray<NodesRecord> _sides;
    private readonly FaultSides _split;

    /// <summary>A round of which nothing was seen yet.</summary>
    /// <param name="round">r.</param>
    /// <param name="nodes">How many honest nodes there are.</param>
    /// <param name="split">The sides of faults.</param>
    /// <param name="isHonest">Whether a node is.</param>
    internal RoundRecord(Round round, int nodes, FaultSides split, Func<NodeId, bool> isHonest)
    {
        (Round, _all, _split) = (round, new NodesRecord(nodes), split);
        _sides =
        [
            .. split.All.Select(side => new NodesRecord(side.Nodes.Count(node => isHonest(new NodeId(node))))),
        ];
    }

    /// <summary>r.</summary>
    public Round Round { get; }

    /// <summary>What had been put on the network when the first node started it; empty where nobody counts.</summary>
    internal ImmutableArray<KindTraffic> TrafficBefore { get; private set; } = [];

    /// <summary>True when both a block and the empty block of the round were certified.</summary>
    public bool IsForked { get; set; }

    /// <summary>A node started the round.</summary>
    /// <param name="node">Which.</param>
    /// <param name="now">When.</param>
    /// <param name="traffic">What has been put on the network so far.</param>
    internal void OnStarted(int node, TimeSpan now, Func<ImmutableArray<KindTraffic>> traffic)
    {
        if (_all.Start is null)
            TrafficBefore = traffic();
        foreach (var record in RecordsOf(node))
            record.OnStarted(now);
    }

    /// <summary>
    /// A node has come to a step. While it waits in that one, its participants speak in the step before.
    /// </summary>
    public void OnEntered(int node, Step step, TimeSpan now)
    {
        foreach (var record in RecordsOf(node))
            record.OnEntered(step, now);
    }

    /// <summary>A node saw t_H equal votes.</summary>
    public void OnQuorum(int node, Step step, TimeSpan now)
    {
        foreach (var record in RecordsOf(node))
            record.OnQuorum(step, now);
    }

    /// <summary>A node holds a certificate of the round; its first one counts.</summary>
    public void OnDecided(int node, TimeSpan now)
    {
        foreach (var record in RecordsOf(node))
            record.OnDecided(node, now);
    }

    /// <summary>A participant of a node signed.</summary>
    public void OnBallot(int node, Step step)
    {
        foreach (var record in RecordsOf(node))
            record.OnBallot(step);
    }

    /// <summary>So many seats of a node's participant spoke by a ballot.</summary>
    public void OnSeats(int node, Ballot ballot, long seats)
    {
        foreach (var record in RecordsOf(node))
            record.OnSeats(ballot, seats);
    }

    /// <summary>The record as a report shows it.</summary>
    /// <param name="decided">The main chain's block.</param>
    /// <param name="kept">What was kept of it.</param>
    /// <param name="isCommitted">Whether the block's successor on the main chain is certified.</param>
    /// <param name="trafficAfter">What had been put on the network when the next round started, or at the end.</param>
    internal RoundResult ToResult(
        CertifiedBlock decided, DecidedBlock kept, bool isCommitted, ImmutableArray<KindTraffic> trafficAfter)
    {
        var evaluations = decided.Block.Payset.Select(e => e.Evaluation).OfType<ReviewEvaluation>().ToList();
        return ToResult(decided.Block.Digest, isCommitted, trafficAfter) with
        {
            IsEmpty = decided.Block.IsEmpty,
            Step = decided.Certificate.Step.Number + 1,
            Leader = decided.Block.Header.Proposer?.Leader.ToString(),
            Reviews = evaluations.Count,
            Congruent = evaluations.Count(e => IsAdjusted(e) && e.Verdict != CongruenceVerdict.Incongruent),
            Incongruent = evaluations.Count(e => IsAdjusted(e) && e.Verdict == CongruenceVerdict.Incongruent),
            Unadjusted = evaluations.Count(e => !IsAdjusted(e)),
            Eligible = kept.Eligible,
            TotalWeight = kept.TotalWeight,
            CertificateThreshold = kept.CertificateThreshold,
            HonestShare = kept.HonestShare,
            ReputationQuantiles = kept.ReputationQuantiles,
            Blacklisted = kept.Blacklisted,
        };
    }

    /// <summary>The record where an engine has blocks of its own: it says nothing of evaluations and weights.</summary>
    /// <param name="decided">The main chain's value.</param>
    /// <param name="isCommitted">Whether its successor on the main chain is decided.</param>
    /// <param name="trafficAfter">What had been put on the network when the next round started, or at the end.</param>
    internal RoundResult ToResult(
        ValueDecided decided, bool isCommitted, ImmutableArray<KindTraffic> trafficAfter) =>
        ToResult(decided.Value, isCommitted, trafficAfter) with
        {
            IsEmpty = decided.IsEmpty,
            Leader = decided.Proposer,
            Reviews = decided.Transactions.Count(static transaction => transaction.Body is Transaction.Review),
        };

    /// <summary>What nodes have done, whatever it was that they decided.</summary>
    private RoundResult ToResult(BlockDigest decided, bool isCommitted, ImmutableArray<KindTraffic> trafficAfter) =>
        new()
        {
            Round = Round.Number,
            StartSeconds = (_all.Start ?? TimeSpan.Zero).TotalSeconds,
            FirstDecidedSeconds = _all.FirstDecided?.TotalSeconds,
            HalfDecidedSeconds = _all.HalfDecided?.TotalSeconds,
            MostDecidedSeconds = _all.MostDecided?.TotalSeconds,
            LastDecidedSeconds = _all.LastDecided?.TotalSeconds,
            IsEmpty = false,
            Step = _all.Steps is [.., { Step: var last }] ? last + 1 : 1,
            Leader = null,
            Block = decided.ToString(),
            Reviews = 0,
            Congruent = 0,
            Incongruent = 0,
            Unadjusted = 0,
            Eligible = 0,
            TotalWeight = 0,
            CertificateThreshold = 0,
            HonestShare = 1,
            Ballots = _all.Ballots,
            IsCommitted = isCommitted,
            IsForked = IsForked,
            Steps = _all.Steps,
            Traffic =
            [
                .. trafficAfter.Select(after =>
                    after.Since(TrafficBefore.FirstOrDefault(before => before.Kind == after.Kind))),
            ],
            Sides = [.. _sides.Select(static side => side.ToSide())],
            ReputationQuantiles = [],
            Blacklisted = 0,
        };

    private IEnumerable<NodesRecord> RecordsOf(int node) =>
        _split.Of(node).Select(side => _sides[side]).Prepend(_all);

    /// <summary>A congruent review of an account that may gain no more for now adjusts nothing either (D43).</summary>
    private static bool IsAdjusted(ReviewEvaluation evaluation) =>
        evaluation.Verdict != CongruenceVerdict.NoEvidence && evaluation.Flags == BehaviourFlags.None
        && (evaluation.Verdict == CongruenceVerdict.Incongruent || evaluation.RepAdjust > 0);
}
