using PoR.Actors.Committees;
using PoR.Actors.Ledgers;
using PoR.Actors.Messages;
using PoR.Actors.Rounds;
using PoR.Core.Agreement;
using PoR.Core.Blocks;
using PoR.Core.Protocol;

namespace PoR.Actors.Tests.Review;

/// <summary>One peer that says much never makes a node deaf to the others.</summary>
public sealed class FloodTests
{
    private static readonly ReviewNetwork Network = new();

    [Fact]
    public void A_member_that_signs_its_vote_anew_without_end_keeps_nobody_out()
    {
        var services = Network.Services() with { VotesKeptMax = 20 };
        var node = new NodeId(0);
        var context = new RecordingContext(
            new Committee(node, services), Addresses.Committee(node, new Round(1), new Step(2), Network.Root.Tip));

        for (var i = 0; i < 40; i++)
            Hear(0, Network.Value(i % 6, $"variant {i}"));
        for (var member = 1; member < 6; member++)
            Hear(member, Network.Value(1));

        var summaries = context.Sent.Select(s => s.Message).OfType<CoordinatorMessage.TallyChanged>();
        Assert.Equal(Network.Value(1), summaries.Last().Summary.ValueQuorum);

        void Hear(int member, BlockValue value) => context.Tell(new CommitteeMessage.VoteReceived(
            Network.Vote(Network.Root, member, Step.LeaderSelection, value), Network.Root.View));
    }

    [Fact]
    public void Rounds_that_may_never_come_yield_to_the_next_one()
    {
        var early = new EarlyMessages();
        var next = new CoordinatorMessage.TicketReceived(Network.Ticket(Network.Root, 0));

        for (var i = 0; i <= EarlyMessages.CountMax; i++)
            early.Add(new Round(1_000_000 + i), next);
        early.Add(new Round(2), next);

        Assert.Equal([next], early.TakeFrom(new Round(2)));
        Assert.Equal(EarlyMessages.CountMax - 1, early.Count);
    }

    [Fact]
    public void Early_messages_are_bounded_in_bytes()
    {
        var early = new EarlyMessages();
        var message = new CoordinatorMessage.TicketReceived(Network.Ticket(Network.Root, 0));

        for (var i = 0; i < 10; i++)
            early.Add(new Round(2), message, EarlyMessages.BytesMax / 4);
        early.Add(new Round(1), message, EarlyMessages.BytesMax);

        Assert.Equal(1, early.Count);
        Assert.Single(early.TakeFrom(new Round(1)));
        Assert.Equal(0, early.Count);
    }

    [Fact]
    public void A_peer_that_speaks_first_and_never_helps_does_not_keep_a_node_behind()
    {
        var services = Network.Services();
        var ledger = new LedgerActor(new NodeId(0), services);
        var context = new RecordingContext(ledger, Addresses.Ledger(new NodeId(0)));
        var unknown = new BlockDigest(new([.. Enumerable.Repeat((byte)9, 32)]));

        for (var second = 0; second < 60; second++)
        {
            context.Now = TimeSpan.FromSeconds(second);
            context.Tell(new LedgerMessage.StatusHeard(new NodeId(1), new Round(9), unknown, null));
            context.Tell(new LedgerMessage.StatusHeard(new NodeId(2), new Round(9), unknown, null));
        }

        Assert.Contains(context.Sent, s => s.Message is GossipMessage.SendTo { Peer.Index: 2 });
    }
}
