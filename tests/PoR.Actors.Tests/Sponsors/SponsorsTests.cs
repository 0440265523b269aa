using PoR.Actors.Gossiping;
using PoR.Actors.Participants;
using PoR.Actors.Sponsors;
using PoR.Actors.Tests.Stages;
using PoR.Chain;
using PoR.Core.Admission;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Actors.Tests.Sponsors;

/// <summary>Who gets a right, by policy or by an operator's word (D41).</summary>
public sealed class SponsorsTests
{
    private const string _me = Stage.Sponsors;

    private readonly Cast _cast;
    private readonly Cast _newcomers;
    private Branch _branch;

    public SponsorsTests()
    {
        _cast = new Cast(4, Cast.Everyone with
        {
            Admission = new AdmissionParameters { Rate = new Ratio(1, 1), RightRounds = 5 },
        });
        _newcomers = new Cast(_cast.Genesis, seed: 50, participants: 600);
        _branch = _cast.Root;
    }

    [Fact(DisplayName = "D41: whoever has waited longest gets a right that the policy uses; one right, one account")]
    public void The_longest_waiting_comes_first()
    {
        var stage = StageOf(new Ratio(1, 1));
        stage.Tell(_me, Request(2), Request(1), Request(3), Drawn(0, count: 2));
        Assert.Empty(Sponsored(stage)); // Its round is not over.
        Next(stage);
        Next(stage);

        Assert.Equal([2, 1], Sponsored(stage));
        stage.Tell(_me, Drawn(3, count: 1));
        Next(stage);
        Assert.Equal([2, 1, 3], Sponsored(stage));
    }

    [Fact(DisplayName = "D41: an account whose sponsor's word was lost waits on, and keeps its place")]
    public void A_lost_word_is_no_end()
    {
        var stage = StageOf(new Ratio(1, 1));
        stage.Tell(_me, Request(1), Request(2), Drawn(0, count: 1));
        Next(stage);
        for (var i = 0; i < 6; i++)
            Next(stage);
        stage.Tell(_me, Drawn(0, count: 1));
        Next(stage);

        Assert.Equal([1, 1], Sponsored(stage));
    }

    [Fact(DisplayName = "D41: without a policy a right is used when the operator says for whom, while it lasts")]
    public void An_operator_decides()
    {
        var stage = StageOf(new Ratio(0, 1));
        stage.Tell(_me, Request(1), Drawn(0, count: 1));
        Next(stage);
        Assert.Empty(Sponsored(stage));

        Assert.StartsWith("No account", Use(stage, 2).Sentence, StringComparison.Ordinal);
        Assert.Equal(new SponsorRight(_cast[0], new Round(1), 0), Use(stage, 1).Right);
        Assert.Equal([1], Sponsored(stage));
        Assert.Contains("on its way", Use(stage, 1).Sentence, StringComparison.Ordinal);
        stage.Tell(_me, Request(3));
        Assert.Contains("holds a right", Use(stage, 3).Sentence, StringComparison.Ordinal);

        stage.Tell(_me, Drawn(2, count: 1));
        for (var i = 0; i < 7; i++)
            Next(stage);
        Assert.Null(Use(stage, 3).Right); // It has lapsed.
    }

    [Fact(DisplayName = "D41: a right that is drawn again, as after a restart, is one; that of a branch left is none")]
    public void A_right_is_one_and_of_its_branch()
    {
        var stage = StageOf(new Ratio(0, 1));
        stage.Tell(_me, Request(1), Request(2), Drawn(0, count: 1), Drawn(0, count: 1));
        Next(stage);
        Assert.NotNull(Use(stage, 1).Right);
        Assert.Null(Use(stage, 2).Right);

        stage.Tell(_me, Drawn(0, count: 1)); // Of round 2, after an empty block.
        _branch = _cast.Extend(_cast.Root, _cast.Block(3, _cast.Root)); // The node switches, and goes on.
        stage.Tell(_me, new SponsorMessage.TipMoved(_branch));
        Next(stage);
        Assert.Null(Use(stage, 2).Right);
    }

    [Fact(DisplayName = "D41: a word is said again until its newcomer is registered, since its node may be behind")]
    public void A_word_is_repeated()
    {
        var stage = StageOf(new Ratio(1, 1));
        stage.Tell(_me, Request(1), Drawn(0, count: 1));
        for (var i = 0; i < 3; i++)
            Next(stage);
        Assert.Equal(3, stage.Heard<ParticipantMessage.Sponsor>().Count());
    }

    [Fact(DisplayName = "D41: requests of free keys take half of the room, whatever they do; forged ones are blamed")]
    public void Requests_are_bounded()
    {
        var stage = StageOf(new Ratio(0, 1));
        var own = _cast.Extend(_branch, _cast.Block(0, _branch, _newcomers.Review(599, 1)));
        stage.Tell(_me, new SponsorMessage.TipMoved(_branch = own));
        for (var who = 0; who < 599; who++)
            stage.Post(_me, Request(who));
        stage.Tell(_me, Request(599));
        Assert.Equal(501, stage.Facts<Actors.Messages.Fact.SponsorSought>().Count());
        Assert.Equal(
            _newcomers[599], stage.Facts<Actors.Messages.Fact.SponsorSought>().Last().Request.Keys.Account);

        // Where reputation fills the room, more of it takes the place of the least, and no more comes in.
        var waiting = new WaitingNewcomers();
        var low = own.State;
        for (var who = 0; who < 500; who++)
            waiting.Add(Request(who).Request, low);
        Assert.False(waiting.Takes(Request(550).Request, low));
        Assert.True(waiting.Takes(Request(599).Request, low));
        waiting.Add(Request(599).Request, low);
        Assert.False(waiting.Takes(Request(551).Request, low));

        var forged = Request(1).Request with { Contact = "somebody else" };
        stage = StageOf(new Ratio(0, 1));
        stage.Tell(_me, new PeerMessage.SponsorshipRequested(forged));
        Assert.Empty(stage.Facts<Actors.Messages.Fact.SponsorSought>());
        Assert.Single(stage.Heard<GossipMessage.Forged>());
    }

    [Fact(DisplayName = "D41: only a proven offer comes to the newcomer, and is passed on")]
    public void Offers_are_checked()
    {
        var stage = StageOf(new Ratio(0, 1));
        var view = _branch.View;
        var holder = Enumerable.Range(0, 4).First(who => _cast.RightsOf(who, view) > 0);
        Next(stage);
        var newcomer = _newcomers.NewcomerKeys(0);
        var good = _cast.Sponsor(holder, view, newcomer);
        stage.Tell(
            _me,
            new PeerMessage.SponsorshipOffered(newcomer, _cast.Sponsor(holder, view, newcomer, seat: 9)),
            new PeerMessage.SponsorshipOffered(_newcomers.NewcomerKeys(1), good));
        Assert.Empty(stage.Heard<ParticipantMessage.Admitted>());
        Assert.Empty(stage.Heard<GossipMessage.Relay>());
        Assert.Single(stage.Heard<GossipMessage.Forged>()); // The first may be right on another branch.

        stage.Tell(_me, new PeerMessage.SponsorshipOffered(newcomer, good));
        var told = Assert.Single(stage.All, h => h.Message is ParticipantMessage.Admitted);
        Assert.Equal((newcomer.Account.ToString(), new ParticipantMessage.Admitted(good)), (told.By, told.Message));
        Assert.Single(stage.Heard<GossipMessage.Relay>());
    }

    private PeerMessage.SponsorshipRequested Request(int who)
    {
        var (keys, last) = (_newcomers.NewcomerKeys(who), new Round(90));
        var message = SponsorshipRequest.SigningBytes(_cast.Genesis.Network, keys, "", last);
        return new PeerMessage.SponsorshipRequested(new SponsorshipRequest(
            _cast.Genesis.Network, keys, "", last, _cast.Cryptography.Sign(_newcomers.Keys(who).Account, message)));
    }

    /// <summary>In the round that is open.</summary>
    private SponsorMessage.RightsDrawn Drawn(int who, long count) =>
        new(new DrawnRights(_cast[who], _branch.View.Round, _branch.View.Seed, count, Choice: 0));

    private void Next(Stage stage)
    {
        _branch = _cast.Extend(_branch, _cast.CertifyEmpty(_branch).Block);
        stage.Tell(_me, new SponsorMessage.TipMoved(_branch));
    }

    private static SponsorAnswer Use(Stage stage, SponsorMessage.Use use)
    {
        stage.Ask(_me, use);
        return stage.Heard<SponsorAnswer>().Last();
    }

    private SponsorAnswer Use(Stage stage, int newcomer) => Use(stage, new SponsorMessage.Use(_newcomers[newcomer]));

    private IEnumerable<int> Sponsored(Stage stage) => stage.Heard<ParticipantMessage.Sponsor>()
        .DistinctBy(s => s.Right).Select(s => _newcomers.NumberOf(s.Newcomer.Account));

    private Stage StageOf(Ratio share) => new(
        _me, (peer, _) => SponsorsActor.Props(peer, _cast.Services() with { SponsorShare = share }));
}
