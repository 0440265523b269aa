using PoR.Actors.Committees;
using PoR.Actors.Gossiping;
using PoR.Actors.Ledgers;
using PoR.Actors.Rounds;
using PoR.Actors.Tests.Stages;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Actors.Tests.Review;

/// <summary>One peer that says much never makes a node deaf to the others.</summary>
public sealed class FloodTests
{
    private static readonly Cast Members = new(6);

    [Fact]
    public void A_member_that_signs_its_vote_anew_without_end_keeps_nobody_out()
    {
        var services = Members.Services() with { VotesKeptMax = 20 };
        const string committee = Stage.Coordinator + "/2";
        var stage = new Stage(
            committee, (peer, _) => CommitteeActor.Props(peer, Members.View, Step.LeaderSelection, services));

        for (var i = 0; i < 40; i++)
            Hear(0, Members.ValueOf(i % 6, $"variant {i}"));
        for (var member = 1; member < 6; member++)
            Hear(member, Members.ValueOf(1));

        var summaries = stage.Heard<CoordinatorMessage.TallyChanged>();
        Assert.Equal(Members.ValueOf(1), summaries.Last().Summary.ValueQuorum);

        void Hear(int member, BlockValue value) => stage.Tell(
            committee,
            new CommitteeMessage.VoteReceived(Members.Vote(member, Members.View, Step.LeaderSelection, value)));
    }

    [Fact]
    public void Rounds_that_may_never_come_yield_to_the_next_one()
    {
        var early = new EarlyMessages();
        var next = new CoordinatorMessage.TicketReceived(Members.Ticket(0));

        for (var i = 0; i <= EarlyMessages.CountMax; i++)
            early.Add(new Round(1_000_000 + i), next);
        early.Add(new Round(2), next);

        Assert.Equal([next], early.TakeFrom(new Round(2)));
        Assert.Equal(EarlyMessages.CountMax - 1, early.Count);
    }

    [Theory(DisplayName = "D40: 20,000 forged early votes displace an honest one, unless peers are told apart")]
    [InlineData(false)]
    [InlineData(true)]
    public void Forged_early_votes(bool areToldApart)
    {
        var early = new EarlyMessages();
        var vote = Members.Vote(1, Members.View, Step.LeaderSelection, Members.ValueOf(1));
        var honest = new CoordinatorMessage.VoteReceived(vote);
        var forged = new CoordinatorMessage.VoteReceived(Cast.Forged(vote, 1));
        early.Add(new Round(2), honest, 500, From(1));

        for (var i = 0; i < EarlyMessages.CountMax; i++)
            early.Add(new Round(2), forged, 500, From(2));
        early.Add(new Round(2), honest, 500, From(3));

        Assert.Equal(EarlyMessages.CountMax, early.Count);
        Assert.Equal(areToldApart ? 2 : 1, early.TakeFrom(new Round(2)).Count(m => m == honest));
        Assert.Equal(0, early.Count);

        // Without peers told apart, all messages are one's.
        NodeId? From(int peer) => areToldApart ? new NodeId(peer) : null;
    }

    [Fact(DisplayName = "D40: a peer's large early messages do not displace others' in bytes, either")]
    public void Early_bytes_of_one_peer()
    {
        var early = new EarlyMessages();
        var message = new CoordinatorMessage.TicketReceived(Members.Ticket(0));
        for (var i = 0; i < 10; i++)
            early.Add(new Round(2), message, EarlyMessages.BytesMax / 4, new NodeId(2));
        early.Add(new Round(2), message, 1_000, new NodeId(1));

        Assert.Equal(4, early.Count);
    }

    [Fact]
    public void Early_messages_are_bounded_in_bytes()
    {
        var early = new EarlyMessages();
        var message = new CoordinatorMessage.TicketReceived(Members.Ticket(0));

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
        var services = Members.Services();
        var stage = new Stage(Stage.Ledger, (peer, _) => LedgerActor.Props(peer, services));
        var unknown = new BlockDigest(new([.. Enumerable.Repeat((byte)9, 32)]));

        for (var second = 0; second < 60; second++)
        {
            stage.Post(Stage.Ledger, new LedgerMessage.StatusHeard(new NodeId(1), new Round(9), unknown, null));
            stage.Post(Stage.Ledger, new LedgerMessage.StatusHeard(new NodeId(2), new Round(9), unknown, null));
            stage.Pass(TimeSpan.FromSeconds(1));
        }

        Assert.Contains(stage.Heard<GossipMessage.SendTo>(), s => s.Peer.Index == 2);
    }
}
