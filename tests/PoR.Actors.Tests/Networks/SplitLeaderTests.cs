using PoR.Actors.Messages;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.TestKit.Adversaries;
using PoR.Wire;

namespace PoR.Actors.Tests.Networks;

/// <summary>
/// The leader of round 1 signs two blocks and two votes of step 2, and shows one of each to node 0, the other to nodes
/// 1 and 2.
/// </summary>
public sealed class SplitLeaderTests
{
    private const int LimitMs = 60_000;
    private const int Hostile = 3;
    private const long Seed = 3; // By which the hostile node has the least ticket.

    [Theory(DisplayName = "D39: a leader that shows two blocks to two groups is in the next block that is not empty",
        Timeout = LimitMs)]
    [InlineData(null)]
    [InlineData(3)]
    public async Task It_is_caught(int? degree)
    {
        await Task.Yield();
        using var network = Played(degree, comparesVotes: true);
        var who = network.ParticipantOf(Hostile);

        var first = network.Blocks(0).First(block => !block.Block.IsEmpty);
        Assert.Equal(who, Assert.Single(first.Block.Evidence).Accused);
        var state = network.Chain(0).Tip.State;
        Assert.True(state.FindAccount(who)!.BlacklistedUntil > first.Block.Header.Round);
    }

    [Fact(DisplayName = "D39: without comparing votes it is never seen with direct delivery", Timeout = LimitMs)]
    public async Task Without_comparing_it_is_not()
    {
        await Task.Yield();
        using var network = Played(degree: null, comparesVotes: false);

        Assert.Empty(network.Facts.OfType<Fact.EvidenceSeen>());
        Assert.All(network.Blocks(0), block => Assert.Empty(block.Block.Evidence));
    }

    private static TestWorld Played(int? degree, bool comparesVotes)
    {
        var network = SmallNetwork.Of(
            Hostile + 1,
            s => s with
            {
                Run = s.Run with { Seed = Seed },
                Network = s.Network with { GossipDegree = degree },
            },
            setup => setup with { Services = setup.Services with { ComparesVotes = comparesVotes } },
            new SteadyNetwork(),
            Puppet.From(Hostile));
        var cast = new Cast(network.World.Population.Genesis, (ulong)Seed);
        var leader = cast.NumberOf(network.ParticipantOf(Hostile));
        Puppet.Say(network, TimeSpan.FromMilliseconds(50), Hostile, [0, 1, 2],
            new PeerMessage.TicketSent(cast.Ticket(leader)));
        SayOne(0, 1_000);
        SayOne(1, 1_001, 2);
        network.Until(() => Enumerable.Range(0, Hostile).All(node => network.RoundOf(node) >= 6));
        return network;

        void SayOne(int to, long blockTimeMs, params int[] others)
        {
            var block = cast.Build(leader, cast.Root, [], afterMs: blockTimeMs).Block;
            var value = new BlockValue(block.Digest, cast[leader]);
            Puppet.Say(network, TimeSpan.FromMilliseconds(600), Hostile, [to, .. others],
                new PeerMessage.ProposalSent(cast.Proposal(leader, cast.View, block)));
            Puppet.Say(network, TimeSpan.FromMilliseconds(4_200), Hostile, [to, .. others],
                new PeerMessage.VoteSent(cast.Vote(leader, Step.LeaderSelection.Number, value)));
        }
    }
}
