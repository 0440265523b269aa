using PoR.Actors.Gossiping;
using PoR.Actors.Links;
using PoR.Actors.Rounds;
using PoR.Actors.Services;
using PoR.Actors.Tests.Stages;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Actors.Tests.Gossiping;

/// <summary>Votes at a peer's door: heard once, checked together, and then given to their step's committee.</summary>
public sealed class VoteDoorTests
{
    private const string _me = Stage.Gossip;
    private const string _committee = Stage.Evaluator; // A probe stands in.

    private readonly Cast _cast = new(4);
    private readonly NodeServices _services;

    public VoteDoorTests() => _services = _cast.Services();

    [Fact(DisplayName = "All votes that wait when a check begins come to the committee checked, at the same time")]
    public void What_waits_is_checked_at_once()
    {
        var stage = StageOf(_services);
        Open(stage);
        for (var who = 0; who < 4; who++)
            Post(stage, 1, VoteOf(who));
        stage.Pass(TimeSpan.FromSeconds(1));

        var checks = Assert.Single(stage.Heard<VotesChecked>()).Checks;
        Assert.Equal(_cast.Count, checks.Length);
        Assert.All(checks, check => Assert.IsType<VoteVerdict.Accepted>(check.Verdict));
        Assert.Empty(stage.Heard<CoordinatorMessage.VoteReceived>());
        var heard = Assert.Single(stage.All, h => h.Message is VotesChecked);
        Assert.Equal(_services.Costs.Verify, heard.At - TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void A_burst_makes_several_jobs_and_none_of_it_is_left_behind()
    {
        var stage = StageOf(_services);
        Open(stage);
        for (byte mark = 1; mark <= VoteDoor.BatchMax + 1; mark++)
            Post(stage, 1, Cast.Forged(VoteOf(1), mark));
        stage.Pass(TimeSpan.FromSeconds(1));

        Assert.Equal([VoteDoor.BatchMax, 1], stage.Heard<VotesChecked>().Select(c => c.Checks.Length));
    }

    [Fact(DisplayName = "D10: a vote is heard once, from whomever, alone or in a repeat")]
    public void Each_vote_is_heard_once()
    {
        var stage = StageOf(_services);
        Open(stage);
        var vote = VoteOf(1);
        stage.FromPeer(1, new PeerMessage.VoteSent(vote));
        stage.FromPeer(2, new PeerMessage.VoteSent(new UnverifiedVote(vote.Ballot, vote.Signature)));
        stage.FromPeer(
            3, new PeerMessage.Repeated(new Round(1), _cast.Root.Tip, null, [new PeerMessage.VoteSent(vote)]));
        stage.Tell(_me, new GossipMessage.Publish(new PeerMessage.VoteSent(vote)));

        Assert.Single(stage.Heard<VotesChecked>());
        Assert.Equal(1, _services.Arrivals.Messages);
    }

    [Fact]
    public void A_forged_copy_that_comes_first_keeps_nothing_out()
    {
        var stage = StageOf(_services);
        Open(stage);
        var vote = VoteOf(1);
        foreach (var copy in new[] { Cast.Forged(vote, 1), vote, Cast.Forged(vote, 1), vote, VoteFor(1, vote) })
            stage.FromPeer(1, new PeerMessage.VoteSent(copy));

        var checks = stage.Heard<VotesChecked>().SelectMany(c => c.Checks).ToArray();
        Assert.Equal([false, true, true], checks.Select(c => c.Verdict is VoteVerdict.Accepted));
        Assert.Same(vote, checks[1].Vote);
    }

    [Fact]
    public void Votes_without_a_place_go_to_the_coordinator()
    {
        var stage = StageOf(_services);
        Open(stage);
        var vote = VoteOf(1);
        UnverifiedVote[] elsewhere =
        [
            _cast.Vote(1, _cast.Root.View, Step.BbaStart, null, 1),
            _cast.Vote(1, _cast.Root.View, new Step(2 + VoteDoor.StepsMax), null, 1),
            new(vote.Ballot with { Parent = new BlockDigest(Bytes(7)) }, vote.Signature),
            new(vote.Ballot with { Sender = new PublicKey(Bytes(9)) }, vote.Signature),
        ];
        stage.Tell(_me, new GossipMessage.CommitteeOpened(
            _cast.Root.Tip, elsewhere[1].Ballot.Step, stage.Machine.Find(_committee)));
        foreach (var other in elsewhere)
        {
            stage.FromPeer(1, new PeerMessage.VoteSent(other));
            stage.FromPeer(2, new PeerMessage.VoteSent(other));
        }

        Assert.Equal(elsewhere, stage.Heard<CoordinatorMessage.VoteReceived>().Select(v => v.Vote));
        Assert.Empty(stage.Heard<VotesChecked>());
    }

    [Fact(DisplayName = "Of a member that has signed too much, nothing more is looked at; others are not concerned")]
    public void A_closed_member_is_refused()
    {
        var stage = StageOf(_services);
        Open(stage);
        stage.FromPeer(1, new PeerMessage.VoteSent(VoteOf(1)));
        stage.Tell(_me, new GossipMessage.MemberClosed(
            _cast.Root.Tip, Step.LeaderSelection, _cast.Root.View.IndexOf(_cast[1])));
        stage.FromPeer(1, new PeerMessage.VoteSent(VoteFor(1, VoteOf(1))));
        stage.FromPeer(1, new PeerMessage.VoteSent(VoteOf(2)));

        Assert.Equal(
            [_cast[1], _cast[2]],
            stage.Heard<VotesChecked>().SelectMany(c => c.Checks).Select(c => c.Vote.Ballot.Sender));
    }

    [Fact]
    public void Under_a_flood_votes_are_dropped_and_heard_when_they_are_repeated()
    {
        var stage = StageOf(_services with { VotesKeptMax = 2 });
        Open(stage);
        for (var who = 0; who < 3; who++)
            Post(stage, 1, VoteOf(who));
        stage.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(2, stage.Heard<VotesChecked>().Sum(c => c.Checks.Length));

        stage.FromPeer(1, new PeerMessage.VoteSent(VoteOf(2)));
        Assert.Equal(3, stage.Heard<VotesChecked>().Sum(c => c.Checks.Length));
    }

    [Fact(DisplayName = "Votes of a round that is over here go to no actor; each counts as one arrival")]
    public void Late_votes_end_at_the_door()
    {
        var stage = StageOf(_services);
        Open(stage);
        stage.FromPeer(1, new PeerMessage.VoteSent(VoteOf(1)));
        stage.Forget();
        var next = _cast.Extend(_cast.Root, _cast.CertifyEmpty(_cast.Root).Block);
        stage.Tell(_me, new GossipMessage.RoundOpened(next.View, null));
        foreach (var who in new[] { 1, 2, 2, 3 })
            stage.FromPeer(1, new PeerMessage.VoteSent(VoteOf(who)));

        Assert.Empty(stage.Heard<VotesChecked>());
        Assert.Empty(stage.Heard<CoordinatorMessage.VoteReceived>());
        Assert.Equal(3, _services.Arrivals.Messages);
    }

    [Fact(DisplayName = "Arrivals: each message of a peer once, certificates apart, and no own words")]
    public void Arrivals_are_counted()
    {
        var stage = StageOf(_services);
        Open(stage);
        var ticket = new PeerMessage.TicketSent(_cast.Ticket(1, _cast.Root.View));
        stage.Tell(_me, new GossipMessage.Publish(new PeerMessage.VoteSent(VoteOf(0))));
        stage.FromPeer(1, ticket);
        stage.FromPeer(2, ticket);
        stage.FromPeer(2, new PeerMessage.BlockRequested(_cast.Root.Tip));
        stage.FromPeer(2, new PeerMessage.BlockRequested(_cast.Root.Tip)); // Two questions.
        var certificate = new PeerMessage.CertificateSent(_cast.CertifyEmpty(_cast.Root).Certificate);
        stage.FromPeer(1, certificate);
        stage.FromPeer(2, certificate);
        stage.FromPeer(2, new PeerMessage.Repeated(
            new Round(1), _cast.Root.Tip, null, [ticket, new PeerMessage.VoteSent(VoteOf(1))]));

        Assert.Equal(4, _services.Arrivals.Messages);
        Assert.Equal(2, _services.Arrivals.Certificates);
    }

    private static Bytes32 Bytes(byte value) => new([.. Enumerable.Repeat(value, 32)]);

    private static void Post(Stage stage, int peer, UnverifiedVote vote) =>
        stage.Post(_me, new PeerHeard(new NodeId(peer), EncodedMessage.Of(new PeerMessage.VoteSent(vote))));

    private UnverifiedVote VoteOf(int who) => _cast.Vote(who, _cast.Root.View, Step.LeaderSelection, null);

    /// <summary>The same member's vote for something else.</summary>
    private UnverifiedVote VoteFor(int who, UnverifiedVote other) =>
        _cast.Sign(who, other.Ballot with { Value = new BlockValue(_cast.Root.Tip, _cast[0]) });

    private void Open(Stage stage) => stage.Tell(
        _me,
        new GossipMessage.RoundOpened(_cast.Root.View, null),
        new GossipMessage.CommitteeOpened(_cast.Root.Tip, Step.LeaderSelection, stage.Machine.Find(_committee)));

    private static Stage StageOf(NodeServices services) => new(Stage.Gossip, (peer, link) => GossipActor.Props(
        peer,
        services,
        new GossipOptions([new NodeId(1), new NodeId(2), new NodeId(3)], TimeSpan.FromSeconds(8)),
        link));
}
