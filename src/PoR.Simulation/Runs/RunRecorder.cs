using System.Collections.Immutable;
using System.Diagnostics;
using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Chain;
using PoR.Core;
using PoR.Core.Agreement;
using PoR.Core.Faults;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.Stake;
using PoR.Reports.Results;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Runs;

/// <summary>Writes down what the actors of a run let observers know.</summary>
public sealed class RunRecorder
{
    private readonly World _world;
    private readonly int _metricsNodes;
    private readonly FaultSides _sides;
    private readonly HashSet<PublicKey> _honest;
    private readonly int _honestNodes;
    private readonly ReputationHistory _reputations;
    private readonly CommitteeRecord _committees;
    private readonly Dictionary<Round, RoundRecord> _rounds = [];
    private readonly Dictionary<BlockDigest, DecidedBlock> _blocks = [];
    private readonly Dictionary<NodeId, Round> _tips = [];
    private readonly List<Adoption>[] _adoptions;
    private readonly PeerFaults _peerFaults = new();
    private readonly Admissions _admissions = new();
    private readonly HashSet<BlockDigest> _certifiedBad = [];
    private readonly SortedDictionary<string, long> _refusals = new(StringComparer.Ordinal);

    /// <summary>A recorder that has seen nothing.</summary>
    /// <param name="world">The network.</param>
    /// <param name="metricsNodes">For how many nodes each transaction is written down.</param>
    /// <param name="faults">What the run suffers.</param>
    /// <param name="seed">Of the run.</param>
    /// <param name="rounds">How many rounds the run shall have.</param>
    public RunRecorder(World world, int metricsNodes, IEnumerable<Fault> faults, ulong seed, long rounds)
    {
        _world = world;
        _sides = FaultSides.Of(faults, world.Nodes, seed);
        _metricsNodes = Math.Min(metricsNodes, world.Nodes);
        _adoptions = [.. Enumerable.Range(0, _metricsNodes).Select(_ => new List<Adoption>())];
        _honest = world.HonestAccounts();
        _honestNodes = Enumerable.Range(0, world.Nodes).Count(node => world.IsHonest(new NodeId(node)));
        _reputations = new ReputationHistory(world.Genesis.State);
        _committees = new CommitteeRecord(world, rounds);
    }

    /// <summary>What has been put on the network so far; where nobody counts, nothing.</summary>
    internal Func<ImmutableArray<KindTraffic>> Traffic { get; init; } = static () => [];

    /// <summary>The least round of any honest node's tip: all have decided it.</summary>
    public Round LeastTip { get; private set; } = Round.Genesis;

    /// <summary>The greatest round of any honest node's tip.</summary>
    public Round GreatestTip { get; private set; } = Round.Genesis;

    /// <summary>What was decided by an engine that has blocks of its own.</summary>
    internal DecidedValues Values { get; } = new();

    /// <summary>Refusals by reason, of submitted transactions only; ordinal order.</summary>
    public IReadOnlyDictionary<string, long> Refusals => _refusals;

    /// <summary>What nodes refused of their peers' messages.</summary>
    public ImmutableArray<RefusedMessages> Refused => _peerFaults.Refused;

    /// <summary>Which proofs of misbehaviour nodes came to hold.</summary>
    public ImmutableArray<SeenEvidence> Evidence => _peerFaults.Evidence;

    /// <summary>Blocks that were certified although some node's own re-evaluation found them bad.</summary>
    public int CertifiedBad => _certifiedBad.Count;

    /// <summary>The sides into which the faults divide the nodes, in the order of each round's sides.</summary>
    public ImmutableArray<FaultSide> Sides => _sides.All;

    /// <summary>What became of rights to sponsor; null where nobody needs a sponsor.</summary>
    public AdmissionResult? Admission => _world.Population.Genesis is { Parameters.Admission: { } admission } genesis
        ? _admissions.ToResult(
            _world.Population.Keys.Length - genesis.Accounts.Length, admission.RightRounds, LeastTip)
        : null;

    /// <summary>
    /// Transactions of the blocks that a node adopted, in its order; made when they are asked for. They need neither
    /// the network nor this recorder any more.
    /// </summary>
    public IReadOnlyList<IEnumerable<TransactionResult>> Metrics =>
        [.. _adoptions.Select(adoptions => RowsOf(_world.Archive, adoptions))];

    /// <summary>Counts a refusal.</summary>
    public void Refuse(string reason) => _refusals[reason] = _refusals.GetValueOrDefault(reason) + 1;

    /// <summary>Something happened. What hostile nodes decide is not written down.</summary>
    /// <param name="fact">What.</param>
    /// <param name="submittedAt">When transactions were submitted.</param>
    public void See(Fact fact, IReadOnlyDictionary<TransactionId, TimeSpan> submittedAt)
    {
        var now = _world.Now;
        _admissions.See(fact);
        _committees.See(fact);
        if (!_world.IsHonest(fact.Node))
            return;
        if (fact is { Node: var stands, Tip: { } tip })
            SeeTip(stands, tip);
        switch (fact)
        {
            case Fact.RoundStarted { Node: var node, Round: var round }:
                RecordOf(round).OnStarted(node.Index, now, Traffic);
                break;
            case Fact.StepEntered { Node: var node, Round: var round, Step: var step }:
                RecordOf(round).OnEntered(node.Index, step, now);
                break;
            case Fact.QuorumSeen { Node: var node, Round: var round, Step: var step }:
                RecordOf(round).OnQuorum(node.Index, step, now);
                break;
            case Fact.BallotSigned { Node: var node, Vote.Ballot: var ballot, Seats: var seats }:
                RecordOf(ballot.Round).OnBallot(node.Index, ballot.Step);
                RecordOf(ballot.Round).OnSeats(node.Index, ballot, seats);
                break;
            case Fact.RoundDecided { Node: var node, Round: var round }:
                RecordOf(round).OnDecided(node.Index, now);
                break;
            case Fact.BlockCertified certified:
                SeeBlock(certified, now, submittedAt);
                break;
            case ValueDecided { Node: var node, Round: var round } decided:
                RecordOf(round).OnDecided(node.Index, now);
                RecordOf(round).IsForked |= Values.See(decided);
                break;
            case Fact.TipMoved { Node: var node, State: var state } when node.Index < _metricsNodes:
                _adoptions[node.Index].Add(new Adoption(_blocks[state.BlockDigest], now));
                break;
            case Fact.TransactionRefused { Fault: var fault }:
                Refuse(fault.Name);
                break;
            case Fact.MessageRefused { Node: var node, Refusal: var refusal }:
                _peerFaults.Refuse(now, node, refusal);
                break;
            case Fact.CertifiedButBad { Block: var bad }:
                _certifiedBad.Add(bad);
                break;
            case Fact.EvidenceSeen { Evidence: var evidence }:
                _peerFaults.Accuse(evidence);
                break;
        }
    }

    private NodeId BestNode => _tips.OrderByDescending(tip => tip.Value).ThenBy(tip => tip.Key).FirstOrDefault().Key;

    /// <summary>The chain of the node that is farthest, oldest first.</summary>
    internal ImmutableArray<DecidedBlock> MainChain()
    {
        var chain = new List<DecidedBlock>();
        var digest = _world.ChainOf(BestNode)?.Tip.Tip;
        while (digest is { } current && _blocks.TryGetValue(current, out var known))
        {
            chain.Add(known);
            digest = known.Parent;
        }

        chain.Reverse();
        return [.. chain];
    }

    /// <summary>How the weight of the round after the farthest node's tip is spread; null before a tip.</summary>
    internal StakeResult? Stake()
    {
        if (_world.ChainOf(BestNode)?.Tip is not { } tip)
            return null;
        var (minimum, cap, greatest) = StakeFigures.Of(tip.StakeState, tip.View.Round);
        return new StakeResult(minimum, cap, greatest, tip.State.Parameters.StakeLookBackRounds);
    }

    /// <summary>Who sat in the committees.</summary>
    /// <param name="rounds">Of the chain.</param>
    internal CommitteeResult CommitteesOf(ImmutableArray<RoundResult> rounds)
    {
        var state = (_world.ChainOf(BestNode)?.Tip ?? _world.Genesis).State;
        return _committees.ToResult(key => state.FindAccount(key)?.Reputation ?? 0, rounds);
    }

    /// <summary>The tracks of a few accounts over a chain.</summary>
    internal ImmutableArray<ReputationTrack> TracksOf(IEnumerable<DecidedBlock> chain) =>
        _reputations.TracksOf([.. chain.Select(block => block.Changes)]);

    /// <summary>What blocks changed of accounts, in order.</summary>
    internal IEnumerable<ReputationChange> ChangesOf(IEnumerable<DecidedBlock> chain) =>
        _reputations.ChangesOf(chain.Select(block => block.Changes));

    /// <summary>A round's record.</summary>
    public RoundRecord RecordOf(Round round)
    {
        if (!_rounds.TryGetValue(round, out var record))
            _rounds.Add(round, record = new RoundRecord(round, _honestNodes, _sides, _world.IsHonest));
        return record;
    }

    private void SeeTip(NodeId node, Round tip)
    {
        _tips[node] = tip;
        GreatestTip = tip > GreatestTip ? tip : GreatestTip;
        LeastTip = _tips.Count < _honestNodes ? Round.Genesis : _tips.Values.Min();
    }

    private void SeeBlock(
        Fact.BlockCertified certified, TimeSpan now, IReadOnlyDictionary<TransactionId, TimeSpan> submittedAt)
    {
        var (node, block, certificate, state, isFork) = certified;
        var record = RecordOf(block.Header.Round);
        record.OnDecided(node.Index, now);
        record.IsForked |= isFork;
        if (_blocks.ContainsKey(block.Digest))
            return;
        _admissions.See(block);
        var branch = _world.ChainOf(node)?.BranchOf(block.Header.Parent)
            ?? throw new InvariantViolationException("Who has just certified a block has the state before it.");
        _blocks.Add(block.Digest, DecidedBlock.Of(
            _world.Archive.Put(new CertifiedBlock(block, certificate)),
            branch,
            state,
            _reputations.Between(branch.State, state),
            _metricsNodes == 0
                ? []
                : [.. block.Payset.Select(entry => submittedAt.GetValueOrDefault(entry.Transaction.Id))],
            _honest));
        _world.Simulation.Trace.Append(block.Digest.Bytes.ToArray());
    }

    private static double PercentOf(Rating rate) => 100.0 * (rate.Value - rate.Min) / (rate.Max - rate.Min);

    private static IEnumerable<TransactionResult> RowsOf(BlockArchive archive, IEnumerable<Adoption> adoptions)
    {
        foreach (var (decided, adoptedAt) in adoptions)
        {
            var payset = archive.Open(decided.Archived).Block.Payset;
            for (var i = 0; i < payset.Length; i++)
                yield return RowOf(payset[i], decided.Archived.Round, decided.Submitted[i], adoptedAt);
        }
    }

    private static TransactionResult RowOf(PaysetEntry entry, Round round, TimeSpan submittedAt, TimeSpan adoptedAt)
    {
        var (transaction, evaluation) = (entry.Transaction, entry.Evaluation);
        var review = transaction.Body as Transaction.Review;
        return new TransactionResult(
            transaction.Id.ToString(),
            transaction.Body switch
            {
                Transaction.Review => "review",
                Transaction.Payment => "payment",
                Transaction.Registration => "registration",
                Transaction.TextCommitment => "text commitment",
                var other => throw new UnreachableException(other.GetType().Name),
            },
            transaction.Body.Sender.ToString(),
            round.Number,
            submittedAt.TotalSeconds,
            adoptedAt.TotalSeconds,
            review is null ? 0 : PercentOf(review.Rate),
            evaluation?.Score ?? 0,
            evaluation?.RepAdjust ?? 0);
    }

    /// <summary>A node's tip moved to a block.</summary>
    private readonly record struct Adoption(DecidedBlock Block, TimeSpan At);
}
