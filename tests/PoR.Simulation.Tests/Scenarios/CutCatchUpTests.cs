using System.Collections.Immutable;
using Akka.Actor;
using PoR.Actors;
using PoR.Actors.Links;
using PoR.Actors.Messages;
using PoR.Configuration.Profiles;
using PoR.Core.Hashing;
using PoR.Wire;

namespace PoR.Simulation.Tests.Scenarios;

/// <summary>F46: cuts that begin and heal while nodes catch up. What the scenario aims at does happen in it.</summary>
public sealed class CutCatchUpTests
{
    private const int LimitMs = 120_000;
    private const int Nodes = 20;
    private const int FirstCut = 16; // Nodes 16 to 19 are cut off.
    private const int Away = 0; // It is not.

    private readonly SimulationSettings _settings = ProfileLoader.Load("F46").Settings!;
    private readonly List<(TimeSpan At, int Node, long Round)> _stored = [];
    private readonly List<(TimeSpan At, int Node, ImmutableArray<long> Rounds)> _answers = [];

    [Fact(
        DisplayName = "F46: seven cuts begin while nodes catch up, one heals between two blocks of an answer, and all "
            + "come to one chain in which each block stands once",
        Timeout = LimitMs)]
    public async Task Cuts_fall_into_the_catch_up()
    {
        await Task.Yield();
        TestWorld? world = null;
        TimeSpan Now() => world!.Now;
        using (world = new TestWorld(
            _settings, adapt: peer => peer with { LinkOf = system => new Watched(peer.LinkOf(system), Note) }))
        {
            world.Observer = fact =>
            {
                if (fact is Fact.BlockCertified certified)
                    _stored.Add((Now(), certified.Node.Index, certified.Block.Header.Round.Number));
            };
            world.Decide(_settings.Run.Rounds, limitSeconds: 400);

            Assert.Empty(world.Checks.Violations);
            var chain = world.Blocks(0).Take(_settings.Run.Rounds).Select(static one => one.Block.Digest).ToArray();
            Assert.Equal(chain.Length, chain.Distinct().Count());
            Assert.All(Enumerable.Range(0, Nodes), node => Assert.Equal(
                chain, world.Blocks(node).Take(chain.Length).Select(static one => one.Block.Digest)));
        }

        var cuts = _settings.Run.LinkFaults;
        Assert.Equal(8, cuts.Length);
        Assert.All(cuts.Skip(1), cut => Assert.Contains(Enumerable.Range(FirstCut, Nodes - FirstCut), node =>
            Tip(node, cut.Start) > Tip(node, cuts[0].End) && Tip(node, cut.Start) < Tip(Away, cut.Start)));
        Assert.Contains(cuts.Skip(1), cut => HealsBetweenBlocks(cut.End));

        void Note(NodeId node, PeerMessage message)
        {
            if (message is PeerMessage.ChainSent { Blocks: var blocks })
                _answers.Add((Now(), node.Index, [.. blocks.Select(static one => one.Block.Header.Round.Number)]));
        }
    }

    private long Tip(int node, TimeSpan at) =>
        _stored.Where(one => one.Node == node && one.At <= at).Max(static one => one.Round);

    /// <summary>Whether an answer was heard before a moment, and its blocks stored before it and after.</summary>
    private bool HealsBetweenBlocks(TimeSpan at) => _answers.Any(answer => answer.At < at
        && Stored(answer).Any(stored => stored < at) && Stored(answer).Any(stored => stored > at));

    private IEnumerable<TimeSpan> Stored((TimeSpan At, int Node, ImmutableArray<long> Rounds) answer) => _stored
        .Where(one => one.Node == answer.Node && answer.Rounds.Contains(one.Round) && one.At >= answer.At)
        .Select(static one => one.At);

    /// <summary>Notes what the peer hears.</summary>
    private sealed class Watched(IPeerLink inner, Action<NodeId, PeerMessage> note) : IPeerLink
    {
        public NodeId Self => inner.Self;

        public void Listen(IActorRef receiver) => inner.Listen(receiver);

        public SendVerdict Send(NodeId to, EncodedMessage message) => inner.Send(to, message);

        public void SendAll(ImmutableArray<NodeId> to, EncodedMessage message) => inner.SendAll(to, message);

        public void Taken(PeerHeard heard)
        {
            note(Self, heard.Message.Message);
            inner.Taken(heard);
        }

        public void Forged(Digest message) => inner.Forged(message);

        public void Fault(NodeId peer, PeerFault fault) => inner.Fault(peer, fault);
    }
}
