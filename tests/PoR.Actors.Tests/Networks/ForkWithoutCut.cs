using PoR.Actors.Messages;
using PoR.Configuration.Profiles;
using PoR.Core.Agreement;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Reports.Results;
using PoR.TestKit.Adversaries;
using PoR.Wire;

namespace PoR.Actors.Tests.Networks;

/// <summary>
/// The last node of a network is hostile and leads round 1. It says one thing in each step, never two, but to some
/// only; all delays are below λ. Nodes of group X are far from all others; P and Z are near each other.
/// </summary>
internal sealed class ForkWithoutCut : IDisposable
{
    private readonly Range _x;
    private readonly Range _p;
    private readonly Range _z;
    private readonly int _hostile;
    private readonly ulong _seed;

    /// <param name="nodes">4, or 20.</param>
    /// <param name="seed">One by which the hostile node has the least ticket of round 1.</param>
    /// <param name="set">Of the parameters.</param>
    /// <param name="degree">Peers of each node with delivery hop by hop; null for direct delivery.</param>
    /// <param name="tells">Whether honest nodes tell the certificate of a round that they have ended.</param>
    public ForkWithoutCut(int nodes, long seed, string set, int? degree, bool tells)
    {
        _hostile = nodes - 1;
        _seed = (ulong)seed;
        (_x, _p, _z) = nodes == 4 ? (..1, 1..2, 2..3) : (..6, 6..13, 13..19);
        Network = SmallNetwork.Of(
            nodes,
            s => WithSet(s with
            {
                Run = s.Run with { Seed = seed },
                Network = s.Network with { GossipDegree = degree },
            }, set),
            setup => setup with { Services = setup.Services with { TellsCertificates = tells } },
            new LinkDelays(DelayOf),
            Puppet.From(_hostile));
    }

    public TestWorld Network { get; }

    /// <summary>All nodes but the hostile one.</summary>
    public IEnumerable<int> Honest => Enumerable.Range(0, _hostile);

    /// <summary>λ.</summary>
    public static TimeSpan Lambda { get; } = TimeSpan.FromSeconds(2);

    /// <summary>When honest nodes ended round 1, and with what: null for the empty block.</summary>
    public Dictionary<int, (TimeSpan At, BlockDigest? Block)> Endings { get; } = [];

    /// <summary>
    /// What broke an invariant; not that the hostile node, whose vote a quorum of step 3 may need, evaluates nothing.
    /// </summary>
    public IEnumerable<Violation> Breaches => Network.Breaches().Where(
        b => b.Invariant != "I3" || !b.Description.Contains("had re-evaluated it", StringComparison.Ordinal));

    /// <summary>Plays the script and lets all honest nodes decide three rounds.</summary>
    public void Play()
    {
        Network.Observer = fact =>
        {
            if (fact is Fact.RoundDecided { Node.Index: var node, Round.Number: 1, Certificate: var c })
                Endings.TryAdd(node, (Network.World.Now, c.IsEmptyBlock ? null : c.Block));
        };
        var cast = new Cast(Network.World.Population.Genesis, _seed);
        var leader = cast.NumberOf(Network.ParticipantOf(_hostile));
        Assert.Equal(leader, Enumerable.Range(0, cast.Count)
            .MinBy(who => cast.Lot(who, cast.View, Step.BlockProposal)?.Rank)); // Who has no lot has no rank.
        var block = cast.Block(leader, cast.Root);
        var value = new BlockValue(block.Digest, cast[leader]);
        At(50, ..(_hostile), new PeerMessage.TicketSent(cast.Ticket(leader)));
        At(12_400, Both(_x, _p), new PeerMessage.ProposalSent(cast.Proposal(leader, cast.View, block)));
        At(16_900, Both(_x, _p), new PeerMessage.VoteSent(cast.Vote(leader, step: 2, value)));
        At(20_850, Both(_x, _p), new PeerMessage.VoteSent(cast.Vote(leader, step: 3, value)));
        At(20_900, _x, new PeerMessage.VoteSent(cast.Vote(leader, step: 4, value, 0)));
        At(29_050, Both(_p, _z), new PeerMessage.VoteSent(cast.Vote(leader, step: 6, null, 1)));
        At(29_100, Both(_p, _z), new PeerMessage.VoteSent(cast.Vote(leader, step: 7, null, 1)));
        At(29_150, Both(_p, _z), new PeerMessage.VoteSent(cast.Vote(leader, step: 8, null, 1)));
        Network.Until(() => Honest.All(node => Network.RoundOf(node) >= 3));
    }

    public void Dispose() => Network.Dispose();

    private void At(int milliseconds, Range to, PeerMessage message)
    {
        var (start, count) = to.GetOffsetAndLength(_hostile);
        Puppet.Say(
            Network, TimeSpan.FromMilliseconds(milliseconds), _hostile, Enumerable.Range(start, count), message);
    }

    private static Range Both(Range first, Range second) => first.Start..second.End;

    private TimeSpan DelayOf(int from, int to)
    {
        if (from == _hostile)
            return TimeSpan.Zero;
        var isFar = from < _x.End.Value != to < _x.End.Value;
        return TimeSpan.FromMilliseconds(isFar ? 1_900 : 20);
    }

    private static SimulationSettings WithSet(SimulationSettings settings, string set) =>
        set == "paper"
            ? settings with
            {
                Protocol = settings.Protocol with
                {
                    IsBbaStartFixed = ProtocolParameters.Paper.IsBbaStartFixed,
                    NoConfidenceRatio = ProtocolParameters.Paper.NoConfidenceRatio,
                },
            }
            : settings;
}
