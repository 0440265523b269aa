using AkkaSimulation;
using PoR.Actors.Gossiping;
using PoR.Actors.Ledgers;
using PoR.Actors.Links;
using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Actors.Rounds;
using PoR.Actors.Tests.Stages;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Actors.Tests.Gossiping;

public sealed class GossipTests
{
    private const string _me = Stage.Gossip;

    private readonly Cast _cast = new(4);

    [Fact(DisplayName = "D10: a message is heard once, however many peers send it")]
    public void Hears_once()
    {
        var stage = StageOf();
        var vote = VoteOf(1);
        for (var peer = 1; peer <= 3; peer++)
            stage.FromPeer(peer, vote);

        Assert.Single(stage.Heard<CoordinatorMessage.VoteReceived>());
    }

    [Fact]
    public void What_was_dropped_as_too_early_is_heard_again_in_its_round()
    {
        var stage = StageOf();
        stage.FromPeer(1, VoteOf(1));
        stage.Tell(_me, Opened(null));
        stage.FromPeer(1, VoteOf(1));

        Assert.Equal(2, stage.Heard<CoordinatorMessage.VoteReceived>().Count());
    }

    [Fact]
    public void A_forged_message_does_not_shadow_the_real_one()
    {
        var stage = StageOf();
        var vote = VoteOf(1);
        var proposal = _cast.Proposal(1, _cast.Root.View, _cast.Block(1, _cast.Root));
        stage.FromPeer(1, new PeerMessage.VoteSent(Cast.Forged(vote.Vote, 1)));
        stage.FromPeer(1, new PeerMessage.ProposalSent(proposal with { Vote = Cast.Forged(proposal.Vote, 1) }));
        stage.FromPeer(2, vote);
        stage.FromPeer(2, new PeerMessage.ProposalSent(proposal));

        Assert.Same(vote.Vote, stage.Heard<CoordinatorMessage.VoteReceived>().Last().Vote);
        Assert.Same(proposal, stage.Heard<CoordinatorMessage.ProposalReceived>().Last().Proposal);
        Assert.Empty(ToPeers<PeerMessage.VoteSent>(stage)); // Nobody has found any of it valid yet.
    }

    [Fact]
    public void What_this_node_says_reaches_all_peers_and_itself_and_is_not_heard_again_as_an_echo()
    {
        var stage = StageOf();
        stage.Tell(_me, Opened(null), new GossipMessage.Publish(VoteOf(1)));
        stage.FromPeer(2, VoteOf(1));

        Assert.Equal(3, ToPeers<PeerMessage.VoteSent>(stage).Count());
        Assert.Single(stage.Heard<CoordinatorMessage.VoteReceived>());
    }

    [Fact]
    public void Only_what_was_found_valid_is_passed_on_and_once()
    {
        var stage = StageOf();
        stage.FromPeer(1, VoteOf(1));
        Assert.Empty(ToPeers<PeerMessage.VoteSent>(stage));

        stage.Tell(_me, new GossipMessage.Relay(VoteOf(1)), new GossipMessage.Relay(VoteOf(1)));
        Assert.Equal(3, ToPeers<PeerMessage.VoteSent>(stage).Count());
    }

    [Fact(DisplayName = "D10: a node repeats all that it said in the round, with CERT")]
    public void Repeats_all_of_the_round()
    {
        var stage = StageOf();
        var certified = _cast.CertifyEmpty(_cast.Root);
        stage.Tell(_me, new GossipMessage.Publish(VoteOf(3))); // Of the round before.
        stage.Tell(_me, Opened(certified));
        stage.Tell(_me, new GossipMessage.Publish(new PeerMessage.TicketSent(_cast.Ticket(1, _cast.Root.View))));
        stage.Tell(_me, new GossipMessage.Publish(VoteOf(1)), new GossipMessage.Publish(VoteOf(2)));
        stage.Tell(_me, new GossipMessage.Publish(new PeerMessage.TransactionSent(_cast.Review(1, 1))));
        stage.Tell(_me, GossipMessage.Repeat.Instance);
        stage.Tell(_me, GossipMessage.Repeat.Instance);

        var repeats = ToPeers<PeerMessage.Repeated>(stage).ToArray();
        Assert.Equal(6, repeats.Length);
        Assert.All(repeats, r => Assert.Equal((3, new Round(1)), (r.Own.Length, r.OpenRound)));
        Assert.All(repeats, r => Assert.Same(certified, r.Certificate));
    }

    [Fact(DisplayName = "D10: a peer that is heard again after a silence gets it all at once")]
    public void Greets_a_peer_that_was_silent()
    {
        var stage = StageOf();
        var certified = _cast.CertifyEmpty(_cast.Root);
        stage.Tell(_me, Opened(certified), new GossipMessage.Publish(VoteOf(1)));
        stage.FromPeer(1, VoteOf(2));
        stage.Pass(TimeSpan.FromSeconds(7));
        stage.FromPeer(1, VoteOf(3));
        stage.Pass(TimeSpan.FromSeconds(9));
        stage.FromPeer(1, VoteOf(3)); // In a good round a peer may be silent because it was not selected.
        Assert.Empty(ToPeers<PeerMessage.Repeated>(stage));

        stage.Tell(_me, GossipMessage.Repeat.Instance);
        stage.Pass(TimeSpan.FromSeconds(9));
        var before = stage.All.Count(h => h.Message is PeerMessage.Repeated);
        stage.FromPeer(1, VoteOf(3)); // Heard before, and still a sign of life.
        var greeting = Assert.Single(stage.All.Where(h => h.Message is PeerMessage.Repeated).Skip(before));
        Assert.Equal("1", greeting.By);
        Assert.Same(certified, ((PeerMessage.Repeated)greeting.Message).Certificate);

        stage.FromPeer(1, VoteOf(2));
        Assert.Equal(before + 1, ToPeers<PeerMessage.Repeated>(stage).Count());
    }

    [Fact(DisplayName = "What peers say may come as one batch: it is taken as message by message")]
    public void A_batch_is_its_messages()
    {
        PeerMessage[] said = [VoteOf(1), VoteOf(2), VoteOf(1), new PeerMessage.TransactionSent(_cast.Review(1, 1))];
        var (single, together) = (StageOf(), StageOf());
        foreach (var message in said)
            single.FromPeer(1, message);
        together.Tell(_me, Batch.Of(
            [.. said.Select(message => (IBatchable)new PeerHeard(new NodeId(1), EncodedMessage.Of(message)))]));

        // Each receiver gets the same, in the same order.
        Assert.Equal(
            single.All.OrderBy(static h => h.By).Select(static h => (h.By, h.Message)),
            together.All.OrderBy(static h => h.By).Select(static h => (h.By, h.Message)));
        Assert.NotEmpty(together.Heard<MempoolMessage.TransactionReceived>());
    }

    [Fact]
    public void A_repeat_is_taken_apart_and_only_messages_of_the_round_are_taken_from_it()
    {
        var stage = StageOf();
        PeerMessage[] own =
        [
            VoteOf(1), VoteOf(1), new PeerMessage.TransactionSent(_cast.Review(1, 1)),
            new PeerMessage.BlockRequested(_cast.Root.Tip),
            new PeerMessage.Repeated(new Round(1), _cast.Root.Tip, null, [VoteOf(2)]),
        ];
        stage.FromPeer(2, new PeerMessage.Repeated(new Round(9), _cast.Root.Tip, null, [.. own]));

        Assert.Single(stage.Heard<CoordinatorMessage.VoteReceived>());
        Assert.Empty(stage.Heard<MempoolMessage.TransactionReceived>());
        Assert.Empty(stage.Heard<CoordinatorMessage.BlockRequested>());
        var status = Assert.Single(stage.Heard<LedgerMessage.StatusHeard>());
        Assert.Equal((new NodeId(2), new Round(9)), (status.Peer, status.OpenRound));
    }

    [Fact]
    public void Questions_go_to_another_peer_each_time()
    {
        var stage = StageOf();
        for (var i = 0; i < 6; i++)
            stage.Tell(_me, new GossipMessage.AskSome(new PeerMessage.BlockRequested(_cast.Root.Tip)));

        var asked = stage.All.Where(h => h.Message is PeerMessage.BlockRequested).Select(h => h.By);
        Assert.Equal(["1", "2", "3", "1", "2", "3"], asked);
    }

    [Fact(DisplayName = "A question goes past peers that cannot be reached")]
    public void Questions_go_to_peers_that_are_there()
    {
        var stage = StageOf();
        stage.Unreachable.UnionWith([1, 2]);
        for (var i = 0; i < 3; i++)
            stage.Tell(_me, new GossipMessage.AskSome(new PeerMessage.BlockRequested(_cast.Root.Tip)));
        stage.Unreachable.Add(3);
        stage.Tell(_me, new GossipMessage.AskSome(new PeerMessage.BlockRequested(_cast.Root.Tip)));

        var asked = stage.All.Where(h => h.Message is PeerMessage.BlockRequested).Select(h => h.By);
        Assert.Equal(["3", "3", "3"], asked);
    }

    [Fact(DisplayName = "D10: a peer whose link is up again after a silence gets it all at once; observers are told")]
    public void Greets_a_peer_that_can_be_reached_again()
    {
        var stage = StageOf();
        stage.Tell(_me, new LinkUp(new NodeId(1))); // Before the first round there is nothing to say.
        stage.Tell(_me, Opened(_cast.CertifyEmpty(_cast.Root)), new GossipMessage.Publish(VoteOf(1)));
        stage.Tell(_me, new LinkDown(new NodeId(1), "it has left"));
        stage.Pass(TimeSpan.FromSeconds(9));
        Assert.Empty(ToPeers<PeerMessage.Repeated>(stage));

        stage.Tell(_me, new LinkUp(new NodeId(1)), new LinkDown(new NodeId(1), "again"), new LinkUp(new NodeId(1)));
        Assert.Equal("1", Assert.Single(stage.All, h => h.Message is PeerMessage.Repeated).By);
        Assert.Equal(
            [null, "it has left", null, "again", null],
            stage.Facts<Fact.LinkChanged>().Select(changed => changed.Down));
    }

    [Fact(DisplayName = "The link is told what bears no valid signature, so that it knows who has said it")]
    public void The_link_is_told_of_forgeries()
    {
        var stage = StageOf();
        stage.Tell(_me, new GossipMessage.Forged(VoteOf(2)));
        Assert.Equal([VoteOf(2).Vote.Digest], stage.Forged);
    }

    [Fact]
    public void The_memory_of_what_was_heard_is_bounded()
    {
        var heard = new RecentSet(100);
        for (var i = 0; i < 1_000; i++)
            Assert.True(heard.Add(DigestOf(i)));
        Assert.All(Enumerable.Range(900, 100), i => Assert.False(heard.Add(DigestOf(i))));
        Assert.True(heard.Add(DigestOf(0)));
    }

    private static Core.Bytes.Bytes32 DigestOf(int i) =>
        Core.Hashing.DomainHash.Of(Core.Hashing.HashDomain.Wire, BitConverter.GetBytes(i)).Bytes;

    /// <summary>Only the link hears messages of peers; neighbours hear what is in them.</summary>
    private static IEnumerable<T> ToPeers<T>(Stage stage)
        where T : PeerMessage => stage.Heard<T>();

    private PeerMessage.VoteSent VoteOf(int who) => new(_cast.Vote(who, _cast.Root.View, Step.LeaderSelection, null));

    private GossipMessage.RoundOpened Opened(CertifiedBlock? certificate) =>
        new(_cast.Root.View, certificate);

    private Stage StageOf() => new(Stage.Gossip, (peer, link) => GossipActor.Props(
        peer,
        _cast.Services(),
        new GossipOptions([new NodeId(1), new NodeId(2), new NodeId(3)], TimeSpan.FromSeconds(8)),
        link));
}
