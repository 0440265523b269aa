using System.Collections.Immutable;
using PoR.Actors;
using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Chain;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.State;
using PoR.Reports.Results;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Runs;

/// <summary>Writes down what the actors of a run let observers know.</summary>
public sealed class RunRecorder
{
    private readonly World _world;
    private readonly int _metricsNodes;
    private readonly SortedDictionary<Round, RoundRecord> _rounds = [];
    private readonly Dictionary<BlockDigest, (CertifiedBlock Block, LedgerState State)> _blocks = [];
    private readonly Dictionary<NodeId, Round> _tips = [];
    private readonly List<TransactionResult>[] _metrics;
    private readonly PeerFaults _peerFaults = new();
    private readonly SortedDictionary<string, long> _refusals = new(StringComparer.Ordinal);

    /// <summary>A recorder that has seen nothing.</summary>
    /// <param name="world">The network.</param>
    /// <param name="metricsNodes">For how many nodes each transaction is written down.</param>
    public RunRecorder(World world, int metricsNodes)
    {
        _world = world;
        _metricsNodes = Math.Min(metricsNodes, world.Nodes);
        _metrics = [.. Enumerable.Range(0, _metricsNodes).Select(_ => new List<TransactionResult>())];
    }

    /// <summary>The least round of any node's tip: all nodes have decided it.</summary>
    public Round LeastTip { get; private set; } = Round.Genesis;

    /// <summary>Refusals by reason, of submitted transactions only; ordinal order.</summary>
    public IReadOnlyDictionary<string, long> Refusals => _refusals;

    /// <summary>What nodes refused of their peers' messages.</summary>
    public ImmutableArray<RefusedMessages> Refused => _peerFaults.Refused;

    /// <summary>Which proofs of misbehaviour nodes came to hold.</summary>
    public ImmutableArray<SeenEvidence> Evidence => _peerFaults.Evidence;

    /// <summary>Transactions of the blocks that a node adopted, in its order.</summary>
    public IReadOnlyList<IReadOnlyList<TransactionResult>> Metrics => _metrics;

    /// <summary>Counts a refusal.</summary>
    public void Refuse(string reason) => _refusals[reason] = _refusals.GetValueOrDefault(reason) + 1;

    /// <summary>Something happened.</summary>
    /// <param name="fact">What.</param>
    /// <param name="submittedAt">When transactions were submitted.</param>
    public void See(Fact fact, IReadOnlyDictionary<TransactionId, TimeSpan> submittedAt)
    {
        var now = _world.Now;
        switch (fact)
        {
            case Fact.RoundStarted { Round: var round }:
                RecordOf(round).OnStarted(now);
                break;
            case Fact.StepEntered { Round: var round, Step: var step }:
                // A node that waits in a step has asked its participants to speak in the step before.
                if (step > Step.LeaderSelection)
                    RecordOf(round).StepOf(step.Previous).Enter(now);
                break;
            case Fact.QuorumSeen { Round: var round, Step: var step }:
                RecordOf(round).StepOf(step).SeeQuorum(now);
                break;
            case Fact.BallotSigned { Vote.Ballot: { Round: var round, Step: var step } }:
                RecordOf(round).OnBallot(step);
                break;
            case Fact.RoundDecided { Node: var node, Round: var round }:
                RecordOf(round).OnDecided(node.Index, now);
                break;
            case Fact.BlockCertified certified:
                SeeBlock(certified, now);
                break;
            case Fact.TipMoved { Node: var node, State: var state }:
                _tips[node] = state.Round;
                LeastTip = _tips.Count < _world.Nodes ? Round.Genesis : _tips.Values.Min();
                if (node.Index < _metricsNodes)
                    SeeTransactions(_metrics[node.Index], state, now, submittedAt);
                break;
            case Fact.TransactionRefused { Fault: var fault }:
                Refuse(fault is PoolFault.Invalid { Fault: var broken }
                    ? FaultNames.Of(fault, broken)
                    : FaultNames.Of(fault));
                break;
            case Fact.MessageRefused { Node: var node, Refusal: var refusal }:
                _peerFaults.Refuse(now, node, refusal);
                break;
            case Fact.EvidenceSeen { Evidence: var evidence }:
                _peerFaults.Accuse(evidence);
                break;
        }
    }

    /// <summary>The chain of the node that is farthest, oldest first.</summary>
    public ImmutableArray<CertifiedBlock> MainChain()
    {
        var chain = new List<CertifiedBlock>();
        var best = _tips.OrderByDescending(tip => tip.Value).ThenBy(tip => tip.Key).FirstOrDefault().Key;
        var digest = _world.ChainOf(best)?.Tip.Tip;
        while (digest is { } current && _blocks.TryGetValue(current, out var known))
        {
            chain.Add(known.Block);
            digest = known.Block.Block.Header.Parent;
        }

        chain.Reverse();
        return [.. chain];
    }

    /// <summary>The state after a decided block.</summary>
    public LedgerState StateAfter(BlockDigest block) => _blocks[block].State;

    /// <summary>A round's record.</summary>
    public RoundRecord RecordOf(Round round)
    {
        if (!_rounds.TryGetValue(round, out var record))
            _rounds.Add(round, record = new RoundRecord(round));
        return record;
    }

    private void SeeBlock(Fact.BlockCertified certified, TimeSpan now)
    {
        var record = RecordOf(certified.Block.Header.Round);
        record.OnDecided(certified.Node.Index, now);
        record.IsForked |= certified.IsFork;
        if (_blocks.TryAdd(
            certified.Block.Digest, (new CertifiedBlock(certified.Block, certified.Certificate), certified.State)))
            _world.Simulation.Trace.Append(certified.Block.Digest.Bytes.ToArray());
    }

    private static double PercentOf(Rating rate) => 100.0 * (rate.Value - rate.Min) / (rate.Max - rate.Min);

    private void SeeTransactions(
        List<TransactionResult> metrics, LedgerState state, TimeSpan now,
        IReadOnlyDictionary<TransactionId, TimeSpan> submittedAt)
    {
        foreach (var entry in _blocks[state.BlockDigest].Block.Block.Payset)
        {
            var (transaction, evaluation) = (entry.Transaction, entry.Evaluation);
            var review = transaction.Body as Transaction.Review;
            metrics.Add(new TransactionResult(
                transaction.Id.ToString(),
                review is not null ? "review" : transaction.Body is Transaction.Payment ? "payment" : "registration",
                transaction.Body.Sender.ToString(),
                state.Round.Number,
                submittedAt.GetValueOrDefault(transaction.Id).TotalSeconds,
                now.TotalSeconds,
                review is null ? 0 : PercentOf(review.Rate),
                evaluation?.Score ?? 0,
                evaluation?.RepAdjust ?? 0));
        }
    }
}
