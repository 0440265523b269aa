using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Simulation.Worlds;
using PoR.Wire;

namespace PoR.Simulation.Checks;

/// <summary>
/// I14: whoever says two things in a step, each to some honest node in time, is caught. One round later an honest node
/// holds proof, and then the next block of an honest leader has the proof, or the account is blacklisted already.
/// </summary>
/// <remarks>
/// Asked while adversaries have less than a third of the eligible weight and nothing else is wrong. In time is what
/// comes to a node in the round, for a step that some honest node has come to, and up to λ after the round's end there.
/// One round later is when all honest nodes have ended the next round, and 5λ after the first end of this one at least:
/// λ until all have ended it, λ until they tell what they have heard, three ways (D39).
/// </remarks>
public sealed class ContradictionCheck : IInvariantCheck
{
    private const int SearchLambdas = 5;
    private const int SpreadLambdas = 3; // From who has proof to whoever leads: three hops.
    private const double AdversaryMost = 1.0 / 3;

    private readonly World _world;
    private readonly ReplayedChain _chain;
    private readonly AuditedVotes _votes;
    private readonly Func<TimeSpan, TimeSpan, bool> _isFaultyBetween;
    private readonly TimeSpan _lambda;
    private readonly int _evidenceRounds;
    private readonly int _honestNodes;
    private readonly SortedDictionary<Round, OfRound> _rounds = [];
    private readonly SortedDictionary<PublicKey, (Round Round, TimeSpan At)> _proven = []; // No block has it yet.
    private readonly HashSet<(PublicKey Account, Round Round)> _caught = [];
    private readonly HashSet<BlockDigest> _blocks = [];

    /// <summary>A check that hears what honest nodes hear.</summary>
    /// <param name="world">The network, before its start.</param>
    /// <param name="chain">Whose states say who sits on a committee.</param>
    /// <param name="votes">What votes are worth; it verifies all of them.</param>
    /// <param name="isFaultyBetween">Whether anything but the adversaries is wrong at some time of a span.</param>
    public ContradictionCheck(
        World world, ReplayedChain chain, AuditedVotes votes, Func<TimeSpan, TimeSpan, bool> isFaultyBetween)
    {
        ArgumentNullException.ThrowIfNull(world);
        (_world, _chain, _votes, _isFaultyBetween) = (world, chain, votes, isFaultyBetween);
        var parameters = world.Population.Genesis.Parameters;
        _lambda = TimeSpan.FromMilliseconds(parameters.SmallLambdaMs);
        _evidenceRounds = parameters.EvidenceRounds;
        _honestNodes = Enumerable.Range(0, world.Nodes).Count(node => world.IsHonest(new NodeId(node)));
        if (!world.Adversaries.IsEmpty)
            world.HonestHears = Hear;
    }

    /// <inheritdoc/>
    public string Name => "I14";

    /// <inheritdoc/>
    public int See(Fact fact, Action<long, string> report)
    {
        if (_world.Adversaries.IsEmpty)
            return 0;
        switch (fact)
        {
            case Fact.RoundStarted { Node: var node, Round: var round, Parent: var parent }:
                Of(round).Start(node, parent, _world.Now);
                return 0;
            case Fact.StepEntered { Round: var round, Step: var step }:
                Of(round).Enter(step);
                return 0;
            case Fact.EvidenceSeen { Evidence: Evidence.Contradiction { Accused: var accused, Round: var round } }:
                if (_caught.Add((accused, round)) && IsHostile(accused))
                    _proven.TryAdd(accused, (round, _world.Now));
                return 0;
            case Fact.RoundDecided { Node: var node, Round: var round }:
                Of(round).End(node, _world.Now);
                return JudgeBefore(round, report);
            case Fact.BlockCertified certified:
                return Judge(certified, report);
            default:
                return 0;
        }
    }

    private void Hear(NodeId node, PeerMessage message)
    {
        switch (message)
        {
            case PeerMessage.VoteSent { Vote: var vote }:
                Hear(node, vote);
                break;
            case PeerMessage.ProposalSent { Proposal.Vote: var vote }:
                Hear(node, vote);
                break;
            case PeerMessage.Repeated { Own: var own }:
                foreach (var said in own)
                    Hear(node, said);
                break;
        }
    }

    private void Hear(NodeId node, UnverifiedVote vote)
    {
        var ballot = vote.Ballot;
        if (IsHostile(ballot.Sender) && _rounds.TryGetValue(ballot.Round, out var round)
            && round.Takes(node, ballot, _world.Now - _lambda)
            && _chain.BranchOf(ballot.Round.Previous, ballot.Parent) is { View: var view }
            && _votes.Of(vote, view).Seats > 0)
            round.Note(ballot);
    }

    /// <summary>All honest nodes may have ended a round: what was said in those before it is known by now.</summary>
    private int JudgeBefore(Round ended, Action<long, string> report)
    {
        var judged = 0;
        while (_rounds.Count > 1 && _rounds.First() is var (round, said) && round < ended
            && (Of(ended).Ended == _honestNodes || round < ended - _evidenceRounds)
            && _world.Now >= said.FirstEnd + (SearchLambdas * _lambda))
        {
            _rounds.Remove(round);
            if (!IsAskedOf(round, said.Started))
                continue;
            judged += said.Contradicting.Count;
            foreach (var unseen in said.Contradicting.Where(account => !_caught.Contains((account, round))))
                report(
                    round.Number,
                    $"Account {unseen} has said two things in a step to honest nodes, and none has proof of it.");
        }

        return judged;
    }

    private int Judge(Fact.BlockCertified certified, Action<long, string> report)
    {
        var header = certified.Block.Header;
        if (_proven.Count == 0 || !_blocks.Add(certified.Block.Digest)
            || header.Proposer is not { Leader: var leader } || IsHostile(leader))
            return 0;
        var started = _rounds.GetValueOrDefault(header.Round)?.Started ?? _world.Now;
        var judged = 0;
        foreach (var (accused, (round, at)) in _proven.ToArray())
        {
            var isTooOld = header.Round - _evidenceRounds > round;
            if (!isTooOld && (at + (SpreadLambdas * _lambda) > started || !IsAskedOf(header.Round, at)))
                continue;
            _proven.Remove(accused);
            if (isTooOld)
                continue;
            judged++;
            if (certified.State.FindAccount(accused) is not { } account || account.BlacklistedUntil <= header.Round)
                report(
                    header.Round.Number,
                    $"There is proof against account {accused}, and the block of an honest leader has not got it.");
        }

        return judged;
    }

    /// <summary>Of those that an adversary brings in, too, from then on.</summary>
    private bool IsHostile(PublicKey account) =>
        _world.Adversaries.Any(adversary => adversary.Accounts.Contains(account));

    private bool IsAskedOf(Round round, TimeSpan since) =>
        _world.Adversaries.Sum(one => one.ShareByRound.GetValueOrDefault(round.Number)) < AdversaryMost
        && !_isFaultyBetween(since - (SearchLambdas * _lambda), _world.Now);

    private OfRound Of(Round round)
    {
        if (!_rounds.TryGetValue(round, out var known))
            _rounds.Add(round, known = new OfRound());
        return known;
    }

    /// <summary>What hostile accounts said in a round, as far as honest nodes heard it in time.</summary>
    private sealed class OfRound
    {
        private readonly Dictionary<NodeId, BlockDigest> _parents = [];
        private readonly Dictionary<NodeId, TimeSpan> _ends = [];
        private readonly Dictionary<(PublicKey Sender, Step Step), Ballot> _first = [];
        private Step _reached = Step.LeaderSelection;

        public TimeSpan Started { get; private set; } = TimeSpan.MaxValue;

        public TimeSpan FirstEnd { get; private set; } = TimeSpan.Zero;

        public int Ended => _ends.Count;

        public SortedSet<PublicKey> Contradicting { get; } = [];

        public void Start(NodeId node, BlockDigest parent, TimeSpan at)
        {
            _parents[node] = parent;
            Started = at < Started ? at : Started;
        }

        public void Enter(Step step) => _reached = step > _reached ? step : _reached;

        public void End(NodeId node, TimeSpan at)
        {
            if (_ends.Count == 0)
                FirstEnd = at;
            _ends.TryAdd(node, at);
        }

        public bool Takes(NodeId node, Ballot ballot, TimeSpan endedAfter) =>
            _parents.GetValueOrDefault(node) == ballot.Parent && ballot.Step <= _reached
            && (!_ends.TryGetValue(node, out var end) || end > endedAfter);

        public void Note(Ballot ballot)
        {
            var place = (ballot.Sender, ballot.Step);
            if (!_first.TryAdd(place, ballot) && _first[place] != ballot)
                Contradicting.Add(ballot.Sender);
        }
    }
}
