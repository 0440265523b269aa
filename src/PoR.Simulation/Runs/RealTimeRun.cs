using System.Collections.Immutable;
using PoR.Actors.Messages;
using PoR.Chain;
using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Genesis;
using PoR.Core.Rounds;
using PoR.Evaluation;
using PoR.Reports.Results;

namespace PoR.Simulation.Runs;

/// <summary>What one life of a peer, from its start to its end, has recorded.</summary>
/// <param name="Node">Which peer, 0 and up.</param>
/// <param name="Facts">In its order.</param>
public sealed record RecordedLife(int Node, ImmutableArray<RecordedFact> Facts);

/// <summary>A round as one peer saw it, which has started it and come to its end in one life.</summary>
/// <param name="Node">Which peer.</param>
/// <param name="Round">r.</param>
/// <param name="StartSeconds">When it started the round; from the first fact of all on.</param>
/// <param name="LatencySeconds">From there until it held the round's certificate.</param>
public sealed record PeerRound(int Node, Round Round, double StartSeconds, double LatencySeconds);

/// <summary>
/// A run in real time, put together from what its peers have recorded, so that it is reported like a simulated one.
/// Clocks of peers on several machines must agree to some milliseconds.
/// </summary>
public sealed class RealTimeRun
{
    private readonly GenesisDocument _genesis;
    private readonly int _nodes;
    private readonly FaultSides _sides;
    private readonly Dictionary<Round, RoundRecord> _rounds = [];
    private readonly Dictionary<BlockDigest, CertifiedBlock> _blocks = [];
    private readonly HashSet<BlockDigest> _parents = [];
    private double _endSeconds;

    private RealTimeRun(GenesisDocument genesis, int nodes, DateTimeOffset begun) =>
        (_genesis, _nodes, _sides, Begun) = (genesis, nodes, FaultSides.None(nodes), begun);

    /// <summary>When the first fact was seen. All times count from here.</summary>
    public DateTimeOffset Begun { get; }

    /// <summary>Every round of every peer, by peer and time.</summary>
    public ImmutableArray<PeerRound> PeerRounds { get; private set; } = [];

    /// <summary>Puts a run together.</summary>
    /// <param name="genesis">Of the network.</param>
    /// <param name="lives">Of all peers; at least one fact.</param>
    public static RealTimeRun Of(GenesisDocument genesis, IReadOnlyCollection<RecordedLife> lives)
    {
        ArgumentNullException.ThrowIfNull(genesis);
        ArgumentNullException.ThrowIfNull(lives);
        var facts = lives.SelectMany(life => life.Facts.Select(fact => (life.Node, Fact: fact)))
            .OrderBy(seen => seen.Fact.At).ToArray();
        var run = new RealTimeRun(
            genesis, lives.Max(life => life.Node) + 1,
            DateTimeOffset.FromUnixTimeMilliseconds(facts[0].Fact.At.Milliseconds));
        foreach (var (node, fact) in facts)
            run.See(node, fact);
        run.PeerRounds = [.. lives.SelectMany(run.RoundsOf)];
        return run;
    }

    /// <summary>The result, once the chain was verified from genesis.</summary>
    /// <param name="name">Of the run, for the page's title.</param>
    /// <param name="command">Which has made the report.</param>
    /// <param name="faults">What was done to the network, and when.</param>
    /// <param name="fault">Why there is no result: a block is missing or proves nothing; null: there is one.</param>
    public RunResult? Result(string name, string command, ImmutableArray<FaultWindow> faults, out string? fault)
    {
        var history = new ReputationHistory(Branch.Of(_genesis).State);
        var chain = Verify(history, out fault);
        if (chain is null)
            return null;
        var parameters = _genesis.Parameters;
        return new RunResult
        {
            IsRealTime = true,
            Profile = name,
            Seed = 0,
            Participants = _genesis.Accounts.Length,
            Nodes = _nodes,
            Crypto = "each",
            IsInsecure = _genesis.IsInsecureModel,
            ReplayCommand = command,
            SmallLambdaSeconds = parameters.SmallLambdaMs / 1000.0,
            BigLambdaSeconds = (parameters.BigLambdaMs + parameters.LeaderEvaluationMs) / 1000.0,
            Rounds =
            [
                .. chain.Select((block, place) => RecordOf(block.Certified.Block.Header.Round).ToResult(
                    block.Certified, block.Kept, isCommitted: place + 1 < chain.Count, trafficAfter: [])),
            ],
            Faults = faults,
            Tracks = history.TracksOf([.. chain.Select(block => block.Kept.Changes)]),
            ReviewsSubmitted = chain.Sum(block => (long)block.Certified.Block.Payset.Length),
            Rejections = ImmutableSortedDictionary<string, long>.Empty,
            Refused = [],
            Evidence = [],
            Deliveries = 0,
            Arrivals = 0,
            CertificateArrivals = 0,
            Drops = ImmutableSortedDictionary<string, long>.Empty,
            Forks = _rounds.Values.Count(round => round.IsForked),
            HonestShare = 1,
            TraceHash = "",
            InvariantsChecked = chain.Count,
            Violations = [],
            Warnings = [],
            CpuSeconds = 0,
            StartUpCpuSeconds = 0,
            WallSeconds = _endSeconds,
            PeakMemoryBytes = 0,
            VirtualSeconds = _endSeconds,
        };
    }

    private void See(int node, RecordedFact fact)
    {
        var (at, record) = (SinceBegin(fact), RecordOf(fact.Round));
        _endSeconds = at.TotalSeconds;
        switch (fact.Kind)
        {
            case RecordedKind.RoundStarted:
                record.OnStarted(node, at, static () => []);
                break;
            case RecordedKind.StepEntered:
                record.OnEntered(node, fact.Step, at);
                break;
            case RecordedKind.QuorumSeen:
                record.OnQuorum(node, fact.Step, at);
                break;
            case RecordedKind.BallotSigned:
                record.OnBallot(node, fact.Step);
                break;
            case RecordedKind.RoundDecided:
                record.OnDecided(node, at);
                break;
            case RecordedKind.BlockCertified:
                record.OnDecided(node, at);
                var block = fact.Block!.Block;
                if (_blocks.TryAdd(block.Digest, fact.Block))
                    record.IsForked |= !_parents.Add(block.Header.Parent);
                break;
        }
    }

    private IEnumerable<PeerRound> RoundsOf(RecordedLife life)
    {
        var started = new Dictionary<Round, TimeSpan>();
        foreach (var fact in life.Facts)
        {
            if (fact.Kind == RecordedKind.RoundStarted)
                started.TryAdd(fact.Round, SinceBegin(fact));
            else if (fact.Kind is RecordedKind.RoundDecided or RecordedKind.BlockCertified
                && started.Remove(fact.Round, out var start))
                yield return new PeerRound(
                    life.Node, fact.Round, start.TotalSeconds, (SinceBegin(fact) - start).TotalSeconds);
        }
    }

    private List<Verified>? Verify(ReputationHistory history, out string? fault)
    {
        var verifier = ChainVerifier.Start(CanonicalBytes.Of(_genesis), EvaluationModel.Embedded, out var start);
        fault = start is null ? null : FaultSentences.Of(start);
        if (verifier is null)
            return null;
        var archive = new BlockArchive(openRounds: 0);
        var honest = _genesis.Accounts.Select(account => account.Key).ToHashSet();
        var chain = new List<Verified>();
        foreach (var certified in Longest())
        {
            var branch = verifier.Branch;
            if (verifier.Append(CanonicalBytes.Of(certified)) is { } wrong)
            {
                fault = $"round {branch.View.Round}: {FaultSentences.Of(wrong)}";
                return null;
            }

            var state = verifier.Branch.State;
            var kept = DecidedBlock.Of(
                archive.Put(certified), branch, state, history.Between(branch.State, state), [], honest);
            chain.Add(new Verified(certified, kept));
        }

        return chain;
    }

    private Stack<CertifiedBlock> Longest()
    {
        var chain = new Stack<CertifiedBlock>();
        for (var block = _blocks.Values.MaxBy(one => one.Block.Header.Round); block is not null;)
        {
            chain.Push(block);
            block = _blocks.GetValueOrDefault(block.Block.Header.Parent);
        }

        return chain;
    }

    private RoundRecord RecordOf(Round round)
    {
        if (!_rounds.TryGetValue(round, out var record))
            _rounds.Add(round, record = new RoundRecord(round, _nodes, _sides, static _ => true));
        return record;
    }

    private TimeSpan SinceBegin(RecordedFact fact) =>
        TimeSpan.FromMilliseconds(fact.At.Milliseconds - Begun.ToUnixTimeMilliseconds());

    private sealed record Verified(CertifiedBlock Certified, DecidedBlock Kept);
}
