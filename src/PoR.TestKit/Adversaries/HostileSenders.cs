using AkkaSimulation;
using PoR.Actors.Gossiping;
using PoR.Actors.Messages;
using PoR.Configuration.Profiles;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.TestKit.Adversaries;

/// <summary>How a network with hostile senders is made.</summary>
/// <param name="Seed">Of everything that is drawn.</param>
/// <param name="Nodes">How many; each has one participant of equal weight, and all sit on every committee.</param>
/// <param name="Hostile">How many of them, the last ones, are hostile.</param>
/// <param name="Degree">Peers of each node with delivery hop by hop; null for direct delivery.</param>
/// <param name="IsPaper">Whether the rules of steps are those of the set `paper`.</param>
/// <param name="ComparesVotes">Whether honest nodes compare which votes they have heard (D39).</param>
internal sealed record HostileSetup(
    long Seed, int Nodes, int Hostile, int? Degree = null, bool IsPaper = false, bool ComparesVotes = true)
{
    /// <summary>
    /// A setup for each seed: 4, 7, 20 and 60 nodes, one hostile node up to as many without which the others are still
    /// a quorum, both deliveries and both sets, so that any two of these occur together.
    /// </summary>
    /// <param name="seed">From 0 on.</param>
    public static HostileSetup Of(int seed)
    {
        var nodes = seed % 40 == 39 ? 60 : seed % 8 == 7 ? 20 : seed % 2 == 0 ? 4 : 7;
        var hostileMax = nodes - (((69 * nodes) + 99) / 100);
        return new HostileSetup(
            seed, nodes, Hostile: 1 + (seed / 3 % hostileMax),
            Degree: seed % 3 == 0 ? Math.Min(GossipOptions.FloodDegree, nodes - 1) : null, IsPaper: seed % 5 < 2);
    }
}

/// <summary>
/// Hostile nodes that, in each step of round 1, say what they like to whom they like: the same to all, something to
/// some only, two things to two groups, or nothing. They know what all honest nodes have said, and choose when each
/// word arrives, and how long each honest link takes, all below λ.
/// </summary>
internal sealed class HostileSenders : IDisposable
{
    private const int WayMsMax = 1_900; // Below λ, which is 2 s.
    private const int HopsMax = 3; // Over which what one honest node has reaches all, where delivery is hop by hop.

    private readonly HostileSetup _setup;
    private readonly int _delayMsMax;
    private readonly RandomStream _random;
    private readonly Cast _cast;
    private readonly HashSet<Step> _said = [];
    private readonly List<BlockValue> _values = [];
    private readonly Dictionary<int, TimeSpan> _endings = [];
    private readonly List<(int Sender, UnverifiedVote Vote, int To, TimeSpan At)> _words = [];

    public HostileSenders(HostileSetup setup)
    {
        _setup = setup;
        _delayMsMax = setup.Degree is null ? WayMsMax : WayMsMax / HopsMax;
        _random = RandomStream.Of((ulong)setup.Seed, nameof(HostileSenders));
        var delays = Enumerable.Range(0, setup.Nodes * setup.Nodes)
            .Select(_ => _random.Next(3) == 0 ? _delayMsMax : 1 + _random.Next(400)).ToArray();
        Network = new TestWorld(
            WithSet(Lab.Nodes(setup.Nodes)) with
            {
                Run = Lab.Nodes(setup.Nodes).Run with { Seed = setup.Seed, ReviewsPerRound = 0 },
            },
            new LinkDelays((from, to) => TimeSpan.FromMilliseconds(
                from < Honest ? delays[(from * setup.Nodes) + to] : 0)),
            peer => peer with { Services = peer.Services with { ComparesVotes = setup.ComparesVotes } },
            Puppet.From(Honest));
        _cast = new Cast(Network.World.Population.Genesis, (ulong)setup.Seed);
        Network.Observer = See;
    }

    public TestWorld Network { get; }

    /// <summary>How many nodes are honest: the first ones.</summary>
    public int Honest => _setup.Nodes - _setup.Hostile;

    /// <summary>
    /// What broke an invariant; not that hostile nodes, whose votes a quorum of step 3 may hold, evaluate nothing.
    /// </summary>
    public IEnumerable<Reports.Results.Violation> Breaches => Network.Checks.Violations.Where(
        b => b.Invariant != "I3" || !b.Description.Contains("had re-evaluated it", StringComparison.Ordinal));

    /// <summary>
    /// Hostile accounts of whom two honest nodes, or one, heard two different words of one step in time: before the
    /// round had ended there for λ.
    /// </summary>
    public IReadOnlySet<PublicKey> Contradicting => _words
        .Where(word => word.At < _endings[word.To] + Lambda)
        .GroupBy(word => (word.Sender, word.Vote.Ballot.Step))
        .Where(words => words.Select(word => word.Vote.Ballot).Distinct().Count() > 1)
        .Select(words => _cast[words.Key.Sender])
        .ToHashSet();

    /// <summary>
    /// Accounts that some honest node had proof against when the second round had ended, or 5λ after the first end of
    /// round 1: where links take nearly λ, a round can be shorter than the three ways that the search takes.
    /// </summary>
    public IReadOnlySet<PublicKey> Caught { get; private set; } = new HashSet<PublicKey>();

    /// <summary>Accounts that a block of the chain accuses.</summary>
    public IReadOnlySet<PublicKey> Accused => Network.Blocks(0)
        .SelectMany(block => block.Block.Evidence).Select(evidence => evidence.Accused).ToHashSet();

    /// <summary>What must not happen, and has.</summary>
    public IEnumerable<string> Faults()
    {
        var hostile = Enumerable.Range(Honest, _setup.Hostile).Select(Network.ParticipantOf).ToHashSet();
        if (Network.Checks.Forks > 0)
            yield return "a round forked";
        foreach (var breach in Breaches)
            yield return breach.ToString();
        foreach (var unseen in Contradicting.Except(Caught))
            yield return $"{unseen} said two things in a step, and nobody saw it";
        foreach (var caught in Caught.Except(Accused))
            yield return $"{caught} was caught, and no block says so";
        foreach (var honest in Accused.Except(hostile))
            yield return $"{honest} is honest and was accused";
    }

    private static TimeSpan Lambda { get; } = TimeSpan.FromSeconds(2);

    /// <summary>λ until all have ended the round, λ until they tell what they have heard, three ways.</summary>
    private static TimeSpan SearchMax { get; } = 5 * Lambda;

    /// <summary>Lets all honest nodes decide four rounds; hostile ones say nothing after the first.</summary>
    public void Play()
    {
        foreach (var sender in Enumerable.Range(Honest, _setup.Hostile))
            SayTicketAndBlocks(sender);
        Network.Until(() => Enumerable.Range(0, Honest).All(node => Network.RoundOf(node) >= 2)
            && Network.Now >= _endings.Values.Min() + SearchMax);
        Caught = Network.Facts.OfType<Fact.EvidenceSeen>().Select(seen => seen.Evidence.Accused).ToHashSet();
        Network.Until(() => Enumerable.Range(0, Honest).All(node => Network.RoundOf(node) >= 4));
    }

    public void Dispose() => Network.Dispose();

    private void See(Fact fact)
    {
        switch (fact)
        {
            case Fact.RoundDecided { Node.Index: var node, Round.Number: 1 }:
                _endings.TryAdd(node, Network.Now);
                break;
            case Fact.BallotSigned { Vote.Ballot: { Round.Number: 1, Value: { } value } } when !_values.Contains(value):
                _values.Add(value);
                break;
            case Fact.StepEntered { Round.Number: 1, Step: var step } when _said.Add(step):
                foreach (var sender in Enumerable.Range(Honest, _setup.Hostile))
                    SayVotes(sender, step);
                break;
        }
    }

    private void SayTicketAndBlocks(int sender)
    {
        var who = _cast.NumberOf(Network.ParticipantOf(sender));
        if (_random.Next(4) == 0 || _cast.Lot(who, _cast.View, Step.BlockProposal) is null)
            return;
        foreach (var to in Some(100))
            Say(sender, 50, to, new PeerMessage.TicketSent(_cast.Ticket(who)));
        Block[] blocks = [BlockAt(who, 1_000), BlockAt(who, 1_001)];
        _values.AddRange(blocks.Select(block => new BlockValue(block.Digest, _cast[who])));
        var isSplit = _random.Next(2) == 0;
        foreach (var to in Some(5))
        {
            var proposal = _cast.Proposal(who, _cast.View, blocks[isSplit ? _random.Next(2) : 0]);
            var at = 500 + _random.Next(12_000);
            Say(sender, at, to, new PeerMessage.ProposalSent(proposal));
            _words.Add((who, proposal.Vote, to, TimeSpan.FromMilliseconds(at)));
        }
    }

    private Block BlockAt(int who, long afterMs) => _cast.Build(who, _cast.Root, [], afterMs: afterMs).Block;

    private void SayVotes(int sender, Step step)
    {
        var who = _cast.NumberOf(Network.ParticipantOf(sender));
        if (step < Step.LeaderSelection || _random.Next(5) == 0)
            return;
        UnverifiedVote[] votes = [Word(who, step), Word(who, step)];
        var isSplit = _random.Next(2) == 0;
        var now = (int)Network.Now.TotalMilliseconds;
        foreach (var to in Some(_random.Next(2) == 0 ? 3 : 1_000))
        {
            var vote = votes[isSplit ? _random.Next(2) : 0];
            var at = now + 1 + _random.Next(WayMsMax);
            Say(sender, at, to, new PeerMessage.VoteSent(vote));
            _words.Add((who, vote, to, TimeSpan.FromMilliseconds(at)));
        }
    }

    /// <summary>One of the values that anybody has named so far, or ⊥, and a bit that may go with it.</summary>
    private UnverifiedVote Word(int who, Step step)
    {
        var value = _values.Count > 0 && _random.Next(4) > 0 ? _values[_random.Next(_values.Count)] : null;
        var bit = (byte)(value is null ? 1 : _random.Next(2));
        return _cast.Vote(who, step.Number, value, step.CarriesBit ? bit : null);
    }

    /// <summary>All honest nodes but one in so many.</summary>
    private int[] Some(int oneIn) => [.. Enumerable.Range(0, Honest).Where(_ => _random.Next(oneIn) != 0)];

    private void Say(int sender, int atMs, int to, PeerMessage message) =>
        Puppet.Say(Network, TimeSpan.FromMilliseconds(atMs), sender, [to], message);

    private SimulationSettings WithSet(SimulationSettings settings) => settings with
    {
        Network = settings.Network with { GossipDegree = _setup.Degree },
        Protocol = _setup.IsPaper
            ? settings.Protocol with
            {
                IsBbaStartFixed = ProtocolParameters.Paper.IsBbaStartFixed,
                NoConfidenceRatio = ProtocolParameters.Paper.NoConfidenceRatio,
            }
            : settings.Protocol,
    };
}
