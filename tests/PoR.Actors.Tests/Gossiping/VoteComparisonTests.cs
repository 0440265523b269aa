using PoR.Actors.Gossiping;
using PoR.Actors.Mempools;
using PoR.Actors.Services;
using PoR.Actors.Tests.Stages;
using PoR.Consensus.EvidenceRules;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Actors.Tests.Gossiping;

/// <summary>The search for those who say two things in one step, at one peer.</summary>
public sealed class VoteComparisonTests
{
    private const string _me = Stage.Gossip;

    private readonly Cast _cast = new(4);
    private readonly NodeServices _services;

    public VoteComparisonTests() => _services = _cast.Services();

    [Fact(DisplayName = "D39: who has heard the same votes says nothing to a peer's digest; who has others lists them")]
    public void Only_differences_are_listed()
    {
        var stage = Opened();
        stage.FromPeer(1, new PeerMessage.VoteSent(VoteOf(1)));
        stage.FromPeer(2, new PeerMessage.VoteSent(VoteOf(2)));
        stage.Tell(_me, new ComparisonMessage.StepEntered(_cast.Root.Tip, Step.BlockDecision.Next));
        var own = Assert.Single(stage.Heard<PeerMessage.VotesHeard>().Distinct());

        stage.FromPeer(3, own);
        Assert.Empty(stage.Heard<PeerMessage.VotesListed>());
        stage.FromPeer(3, Other());
        var listed = Assert.Single(stage.Heard<PeerMessage.VotesListed>());
        Assert.Equal(
            new[] { VoteOf(1), VoteOf(2) }.OrderBy(vote => MemberOf(vote)).Select(HeardOf), listed.Votes);
    }

    [Fact(DisplayName = "D39: of a list, the peer is shown the votes in which it differs, and none that it lacks")]
    public void Differing_votes_are_shown()
    {
        var stage = Opened();
        stage.FromPeer(1, new PeerMessage.VoteSent(VoteOf(1)));
        stage.FromPeer(1, new PeerMessage.VoteSent(VoteOf(2)));
        stage.Forget();
        stage.FromPeer(3, Listed(HeardOf(VoteFor(1))));

        var shown = Assert.Single(stage.All, heard => heard.Message is PeerMessage.VoteSent);
        Assert.Equal("3", shown.By);
        Assert.Equal(VoteOf(1).Digest, ((PeerMessage.VoteSent)shown.Message).Vote.Digest);
    }

    [Fact(DisplayName = "D39: a forgery is not shown to others, and does not hide what came after it")]
    public void Forgeries_are_not_shown()
    {
        var stage = Opened();
        stage.FromPeer(1, new PeerMessage.VoteSent(Cast.Forged(VoteOf(1), 1)));
        stage.FromPeer(1, new PeerMessage.VoteSent(VoteOf(1)));
        stage.Forget();
        stage.FromPeer(3, Listed(HeardOf(VoteFor(1))));
        Assert.Empty(stage.Heard<PeerMessage.VoteSent>());

        stage.FromPeer(3, Listed(HeardOf(VoteFor(1))));
        Assert.Equal(VoteOf(1).Digest, Assert.Single(stage.Heard<PeerMessage.VoteSent>()).Vote.Digest);
    }

    [Fact(DisplayName = "D39: who asks again and again, of any round, is answered twice for each step")]
    public void Answers_are_bounded()
    {
        var stage = Opened();
        stage.FromPeer(1, new PeerMessage.VoteSent(VoteOf(1)));
        stage.Forget();
        for (var i = 0; i < 10; i++)
        {
            stage.FromPeer(3, Other());
            stage.FromPeer(3, Listed(HeardOf(VoteFor(1))));
            stage.FromPeer(3, Other() with { Parent = new BlockDigest(Cast.Hash("another")) });
        }

        Assert.Equal(2, stage.Heard<PeerMessage.VotesListed>().Count());
        Assert.Equal(2, stage.Heard<PeerMessage.VoteSent>().Count());
    }

    [Fact(DisplayName = "D39: λ after a round's end its votes are compared; a second word that comes then is proof")]
    public void Late_words_are_compared()
    {
        var stage = Opened();
        stage.FromPeer(1, new PeerMessage.VoteSent(VoteOf(1)));
        var next = _cast.Extend(_cast.Root, _cast.CertifyEmpty(_cast.Root).Block);
        stage.Tell(_me, new GossipMessage.RoundOpened(next.View, null));
        stage.Pass(_services.SmallLambda);
        Assert.Equal(3, stage.Heard<PeerMessage.VotesHeard>().Count()); // To each peer.

        stage.FromPeer(2, new PeerMessage.VoteSent(VoteFor(1)));
        var found = Assert.Single(stage.Heard<MempoolMessage.EvidenceFound>());
        Assert.Equal(_cast[1], found.Evidence.Accused);
    }

    [Fact(DisplayName = "D39: a contradiction that a peer tells is checked; a false one is its forgery")]
    public void Contradictions_are_checked()
    {
        var stage = Opened();
        var real = EvidenceBuilder.Contradiction(VoteOf(1), VoteFor(1));
        var forged = EvidenceBuilder.Contradiction(VoteOf(2), Cast.Forged(VoteFor(2), 1));
        var told = new PeerMessage.ContradictionSent(forged);
        stage.FromPeer(1, told);
        Assert.Empty(stage.Heard<MempoolMessage.EvidenceFound>());
        Assert.Equal([EncodedMessage.Of(told).Digest], stage.Forged);

        stage.FromPeer(1, new PeerMessage.ContradictionSent(real));
        stage.FromPeer(2, new PeerMessage.ContradictionSent(real));
        Assert.Equal(real, Assert.Single(stage.Heard<MempoolMessage.EvidenceFound>()).Evidence);
        stage.Tell(_me, new ComparisonMessage.Caught(real));
        Assert.Equal(3, stage.Heard<PeerMessage.ContradictionSent>().Count());
    }

    [Fact(DisplayName = "D15: a wrong credential that a peer tells is checked; a false one is its forgery")]
    public void Wrong_credentials_are_checked()
    {
        var stage = Opened();
        var elsewhere = _cast.Extend(_cast.Root, _cast.CertifyEmpty(_cast.Root).Block).View;
        var forged = new PeerMessage.WrongCredentialSent(new(VoteOf(2)));
        stage.FromPeer(1, forged);
        stage.FromPeer(1, new PeerMessage.WrongCredentialSent(
            new(_cast.Vote(2, elsewhere, Step.LeaderSelection, null)))); // A branch that is not known here.
        Assert.Empty(stage.Heard<MempoolMessage.EvidenceFound>());
        Assert.Equal([EncodedMessage.Of(forged).Digest], stage.Forged);

        var real = new Evidence.WrongCredential(_cast.WithWrongCredential(VoteOf(1)));
        stage.FromPeer(1, new PeerMessage.WrongCredentialSent(real));
        stage.FromPeer(2, new PeerMessage.WrongCredentialSent(real));
        stage.FromPeer(2, new PeerMessage.WrongCredentialSent(new(_cast.WithWrongCredential(VoteFor(1)))));
        Assert.Equal(real, Assert.Single(stage.Heard<MempoolMessage.EvidenceFound>()).Evidence);
        Assert.Single(stage.Forged);
        stage.Tell(_me, new ComparisonMessage.Caught(real));
        Assert.Equal(3, stage.Heard<PeerMessage.WrongCredentialSent>().Count());
    }

    [Fact(DisplayName = "D13: a wrong credential does not keep a contradiction of its signer out")]
    public void Both_kinds_are_passed_on()
    {
        var stage = Opened();
        stage.FromPeer(1, new PeerMessage.WrongCredentialSent(new(_cast.WithWrongCredential(VoteOf(1)))));
        stage.FromPeer(1, new PeerMessage.ContradictionSent(EvidenceBuilder.Contradiction(VoteOf(1), VoteFor(1))));

        Assert.Equal([3, 2], stage.Heard<MempoolMessage.EvidenceFound>().Select(found => (int)found.Evidence.Kind));
    }

    [Fact(DisplayName = "D15: a wrong credential comes to light when a late pair of votes is checked, too")]
    public void Late_pairs_show_wrong_credentials()
    {
        var stage = Opened();
        stage.FromPeer(1, new PeerMessage.VoteSent(VoteOf(1)));
        var next = _cast.Extend(_cast.Root, _cast.CertifyEmpty(_cast.Root).Block);
        stage.Tell(_me, new GossipMessage.RoundOpened(next.View, null));
        stage.FromPeer(2, new PeerMessage.VoteSent(_cast.WithWrongCredential(VoteFor(1))));

        var found = Assert.Single(stage.Heard<MempoolMessage.EvidenceFound>());
        Assert.IsType<Evidence.WrongCredential>(found.Evidence);
    }

    private HeardVote HeardOf(UnverifiedVote vote) => new(MemberOf(vote), HeardVote.MarkOf(vote));

    private int MemberOf(UnverifiedVote vote) => _cast.Root.View.IndexOf(vote.Ballot.Sender);

    private PeerMessage.VotesHeard Other() => new(
        _cast.Root.Tip, [new HeardStep(Step.LeaderSelection, new(Cast.Hash("others")))]);

    private PeerMessage.VotesListed Listed(params HeardVote[] votes) =>
        new(_cast.Root.Tip, Step.LeaderSelection, [.. votes]);

    private UnverifiedVote VoteOf(int who) => _cast.Vote(who, _cast.Root.View, Step.LeaderSelection, null);

    /// <summary>The same member's vote for something else.</summary>
    private UnverifiedVote VoteFor(int who) =>
        _cast.Sign(who, VoteOf(who).Ballot with { Value = new BlockValue(_cast.Root.Tip, _cast[0]) });

    private Stage Opened()
    {
        var stage = new Stage(Stage.Gossip, (peer, link) => GossipActor.Props(
            peer,
            _services,
            new GossipOptions([new NodeId(1), new NodeId(2), new NodeId(3)], TimeSpan.FromSeconds(8)),
            link));
        stage.Tell(_me, new GossipMessage.RoundOpened(_cast.Root.View, null));
        return stage;
    }
}
