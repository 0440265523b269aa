using PoR.Actors.Gossiping;
using PoR.Actors.Ledgers;
using PoR.Actors.Links;
using PoR.Actors.Rounds;
using PoR.Actors.Services;
using PoR.Actors.Tests.Stages;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Actors.Tests.Gossiping;

/// <summary>D16 among hostile peers: an answer needs a question, and a peer's questions have a share of time.</summary>
public sealed class PeerQuestionsTests
{
    private const string _me = Stage.Gossip;
    private static readonly (int, PeerFault) OfTwo = (2, PeerFault.Unasked);

    private readonly Cast _cast = new(4);
    private readonly NodeServices _services;

    public PeerQuestionsTests() => _services = _cast.Services();

    private PeerMessage Chain => new PeerMessage.ChainSent([_cast.CertifyEmpty(_cast.Root)]);

    private PeerMessage Body => new PeerMessage.BlockSent(_cast.Block(1, _cast.Root));

    private PeerMessage ChainQuestion =>
        new PeerMessage.ChainRequested([new ChainPoint(Round.Genesis, _cast.Root.Tip)]);

    private PeerMessage BodyQuestion => new PeerMessage.BlockRequested(_cast.Root.Tip);

    [Fact(DisplayName = "Blocks that nobody has asked for are dropped unread, and are a fault of who sends them")]
    public void Unasked_blocks_are_dropped()
    {
        var stage = StageInRound();
        stage.FromPeer(2, Chain);
        stage.FromPeer(2, Body);

        Assert.Empty(stage.Heard<LedgerMessage>());
        Assert.Empty(stage.Heard<CoordinatorMessage>());
        Assert.Equal([OfTwo, OfTwo], stage.Faults);
        Assert.Equal(2, _services.Arrivals.Dropped);
    }

    [Fact(DisplayName = "A message of another protocol goes to nobody, and is a fault of who sends it")]
    public void Another_protocol_is_refused()
    {
        var stage = StageInRound();
        stage.FromPeer(2, new PeerMessage.ForeignSent([1, 2, 3], IsFirst: false));

        Assert.Equal([(2, PeerFault.UnknownKind)], stage.Faults);
        Assert.Empty(stage.Heard<LedgerMessage>());
        Assert.Empty(stage.Heard<CoordinatorMessage>());
    }

    [Fact(DisplayName = "Each question to a peer has one answer, of its kind and from that peer")]
    public void An_answer_needs_a_question()
    {
        var stage = StageInRound();
        stage.Tell(_me, new GossipMessage.SendTo(new NodeId(1), ChainQuestion));
        stage.FromPeer(2, Chain);
        Assert.Empty(stage.Heard<LedgerMessage.ChainReceived>());
        stage.FromPeer(1, Body);
        Assert.Empty(stage.Heard<LedgerMessage.BlockReceived>());
        stage.FromPeer(1, Chain);
        Assert.Single(stage.Heard<LedgerMessage.ChainReceived>());
        stage.FromPeer(1, Chain);
        Assert.Single(stage.Heard<LedgerMessage.ChainReceived>());

        stage.Tell(_me, new GossipMessage.AskSome(BodyQuestion)); // It goes to peer 1.
        stage.FromPeer(1, Body);
        Assert.Single(stage.Heard<LedgerMessage.BlockReceived>());
        Assert.Equal([2, 1, 1], stage.Faults.Select(fault => fault.Peer));
    }

    [Fact(DisplayName = "An answer that a cut has held for long is heard")]
    public void Late_answers_are_heard()
    {
        var stage = StageOf();
        for (var i = 0; i < 40; i++)
            stage.Tell(_me, new GossipMessage.SendTo(new NodeId(1), ChainQuestion));
        stage.Pass(TimeSpan.FromHours(1));
        for (var i = 0; i < 40; i++)
            stage.FromPeer(1, Chain);

        Assert.Equal(40, stage.Heard<LedgerMessage.ChainReceived>().Count());
        Assert.Empty(stage.Faults);
    }

    [Fact(DisplayName = "D10: who was told where this peer stands may send what it lacks, once for each time")]
    public void Help_is_no_fault()
    {
        var stage = StageOf();
        stage.Tell(_me, new GossipMessage.RoundOpened(_cast.Root.View, null), GossipMessage.Repeat.Instance);
        stage.Tell(_me, new GossipMessage.Greet(new NodeId(2)));
        for (var i = 0; i < 3; i++)
            stage.FromPeer(2, Chain);

        Assert.Equal(2, stage.Heard<LedgerMessage.ChainReceived>().Count());
        Assert.Equal([OfTwo], stage.Faults);
    }

    [Fact(DisplayName = "A flood of questions costs this peer no more than the asker's share; others are answered")]
    public void Questions_have_a_share()
    {
        var stage = StageOf();
        for (var i = 0; i < 1_000; i++)
            stage.Post(_me, new PeerHeard(new NodeId(2), EncodedMessage.Of(QuestionOf(i))));
        stage.Tell(_me, new PeerHeard(new NodeId(1), EncodedMessage.Of(ChainQuestion)));

        Assert.Equal(PeerQuestions.Burst, Asked(2));
        Assert.Equal(1, Asked(1));
        Assert.Empty(stage.Faults); // A cut that delays brings an honest peer's questions all at once, too.
        Assert.Equal(1_000 - PeerQuestions.Burst, _services.Arrivals.Dropped);

        // The share is full again after a while, and not more than full.
        stage.Pass(PeerQuestions.Burst * PeerQuestions.Interval * 5);
        for (var i = 0; i < 1_000; i++)
            stage.Post(_me, new PeerHeard(new NodeId(2), EncodedMessage.Of(QuestionOf(i))));
        stage.Pass(TimeSpan.Zero);
        Assert.Equal(2 * PeerQuestions.Burst, Asked(2));

        int Asked(int peer) =>
            stage.Heard<LedgerMessage.ChainRequested>().Count(m => m.Peer.Index == peer)
            + stage.Heard<CoordinatorMessage.BlockRequested>().Count(m => m.Peer.Index == peer)
            + stage.Heard<CoordinatorMessage.ProposalRequested>().Count(m => m.Peer.Index == peer);
    }

    [Fact(DisplayName = "A peer that catches up as fast as it can check 8 blocks is always answered")]
    public void Catching_up_is_no_flood()
    {
        var (questions, now) = (new PeerQuestions(), TimeSpan.FromDays(1));
        for (var i = 0; i < 10_000; i++)
            Assert.True(questions.MayAsk(new NodeId(1), now += PeerQuestions.Interval));
    }

    [Fact(DisplayName = "What a former life of this peer asked may be answered now, but not without end")]
    public void Answers_to_a_former_life_are_no_fault()
    {
        var stage = StageOf();
        stage.FromPeer(2, Chain);
        var second = _cast.Extend(_cast.Root, _cast.CertifyEmpty(_cast.Root).Block);
        stage.Tell(_me, new GossipMessage.RoundOpened(second.View, null));
        for (var i = 0; i < PeerQuestions.UnansweredMax; i++)
            stage.FromPeer(2, Chain);

        Assert.Empty(stage.Faults);
        Assert.Equal(PeerQuestions.UnansweredMax, stage.Heard<LedgerMessage.ChainReceived>().Count());
        stage.FromPeer(2, Chain);
        Assert.Equal([OfTwo], stage.Faults);
    }

    private PeerMessage QuestionOf(int number) => (number % 3) switch
    {
        0 => ChainQuestion,
        1 => BodyQuestion,
        _ => new PeerMessage.ProposalRequested(_cast.Root.Tip, new PublicKey(_cast.Root.Tip.Bytes)),
    };

    private Stage StageInRound()
    {
        var stage = StageOf();
        stage.Tell(_me, new GossipMessage.RoundOpened(_cast.Root.View, null));
        return stage;
    }

    private Stage StageOf() => new(Stage.Gossip, (peer, link) => GossipActor.Props(
        peer, _services, new GossipOptions([new(1), new(2), new(3)], TimeSpan.FromSeconds(8)), link));
}
