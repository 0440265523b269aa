using PoR.Actors.Gossiping;
using PoR.Actors.Ledgers;
using PoR.Actors.Links;
using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Actors.Rounds;
using PoR.Actors.Services;
using PoR.Actors.Tests.Stages;
using PoR.Chain;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Actors.Tests.Ledgers;

public sealed class LedgerActorTests
{
    private const string _me = Stage.Ledger;

    private readonly Cast _cast = new(4);

    [Fact(DisplayName = "PoR §5.2 step 5: a certified block is adopted, and the next round opens on it")]
    public void Adopts_and_opens_the_next_round()
    {
        var stage = StageOf();
        var certified = _cast.Certify(_cast.Root, _cast.Block(1, _cast.Root, _cast.Review(2, 1)));
        stage.Tell(_me, Cast.Ended(certified), Cast.Ended(certified));

        var opened = Assert.Single(stage.Heard<CoordinatorMessage.RoundOpened>());
        Assert.Equal((2, certified.Block.Digest), (opened.Branch.View.Round.Number, opened.Branch.Tip));
        Assert.Same(certified.Block, opened.Tip!.Block);
        Assert.Equal(certified.Block.Digest, Assert.Single(stage.Heard<MempoolMessage.TipMoved>()).Branch.Tip);
    }

    [Fact(DisplayName = "D14: at equal length a block beats the empty one, whichever came first")]
    public void Switches_from_the_empty_block()
    {
        var stage = StageOf();
        var full = _cast.Certify(_cast.Root, _cast.Block(1, _cast.Root, _cast.Review(2, 1)));
        stage.Tell(_me, Cast.Ended(_cast.CertifyEmpty(_cast.Root)), Cast.Ended(full));
        Assert.Equal(full.Block.Digest, stage.Heard<CoordinatorMessage.RoundOpened>().Last().Branch.Tip);
        Assert.True(stage.Facts<Fact.TipMoved>().Last().IsSwitch);

        stage = StageOf();
        stage.Tell(_me, Cast.Ended(full), Cast.Ended(_cast.CertifyEmpty(_cast.Root)));
        Assert.Equal(full.Block.Digest, Assert.Single(stage.Heard<CoordinatorMessage.RoundOpened>()).Branch.Tip);
    }

    [Fact(DisplayName = "D14: the longest chain wins, and the transactions of what is left return")]
    public void Switches_to_the_longer_chain()
    {
        var stage = StageOf();
        var review = _cast.Review(2, 1);
        var full = _cast.Certify(_cast.Root, _cast.Block(1, _cast.Root, review));
        var (longer, tip) = Empties(_cast.Root, 2);
        stage.Tell(_me, Cast.Ended(full));
        stage.Tell(_me, new LedgerMessage.ChainReceived(new NodeId(1), [.. longer]));

        Assert.Equal(tip.Tip, stage.Heard<CoordinatorMessage.RoundOpened>().Last().Branch.Tip);
        Assert.Equal([review.Id], stage.Heard<MempoolMessage.TipMoved>().Last().Returned.Select(t => t.Id));
    }

    [Theory(DisplayName = "D16: a node that missed blocks asks for them, eight at a time")]
    [InlineData(1, 1)]
    [InlineData(7, 1)]
    [InlineData(8, 2)]
    [InlineData(9, 2)]
    [InlineData(30, 4)]
    public void Catches_up(int missed, int questions)
    {
        var stage = StageOf();
        var (blocks, tip) = _cast.Chain(_cast.Root, missed);
        stage.Tell(_me, new LedgerMessage.StatusHeard(new NodeId(2), tip.View.Round, tip.Tip, null));
        var asked = Serve(stage, ChainOf(blocks));

        Assert.Equal(questions, asked);
        Assert.Equal(tip.Tip, TipOf(stage));

        // Observers hear of each answer that was taken in.
        Assert.Equal(
            blocks.Chunk(8).Select(answer => answer.Length), stage.Facts<Fact.CaughtUp>().Select(f => f.Blocks));
        Assert.All(
            stage.Facts<Fact.CaughtUp>(),
            f => Assert.Equal(new ModelledCosts().VerifyCertificate * f.Blocks, f.Took));
    }

    [Fact(DisplayName = "D16: a node also finds its way out of a fork that is longer than one answer")]
    public void Catches_up_across_a_long_fork()
    {
        var stage = StageOf();
        var (own, _) = _cast.Chain(_cast.Root, 10, leader: 1);
        var (better, tip) = _cast.Chain(_cast.Root, 20, leader: 2);
        foreach (var block in own)
            stage.Tell(_me, Cast.Ended(block));
        stage.Tell(_me, new LedgerMessage.StatusHeard(new NodeId(2), tip.View.Round, tip.Tip, null));

        Assert.InRange(Serve(stage, ChainOf(better)), 3, 4);
        Assert.Equal(tip.Tip, TipOf(stage));
    }

    [Fact]
    public void A_certified_block_that_fits_needs_no_question()
    {
        var stage = StageOf();
        var (blocks, tip) = _cast.Chain(_cast.Root, 1);
        stage.Tell(_me, new LedgerMessage.StatusHeard(new NodeId(2), tip.View.Round, tip.Tip, blocks[0]));

        Assert.Equal(tip.Tip, TipOf(stage));
        Assert.Empty(stage.Heard<GossipMessage.SendTo>());
    }

    [Theory]
    [InlineData("votes dropped")]
    [InlineData("another block")]
    [InlineData("another payset")]
    [InlineData("unlinked")]
    [InlineData("another network")]
    [InlineData("invalid block")]
    public void Garbage_of_a_peer_changes_nothing(string kind)
    {
        var stage = StageOf();
        var real = _cast.Certify(_cast.Root, _cast.Block(1, _cast.Root, _cast.Review(2, 1)));
        var (chain, _) = _cast.Chain(_cast.Root, 3);
        var others = new Cast(4, seed: 2);
        var unpaid = new Block(real.Block.Header with { StateRoot = default }, real.Block.Payset, []);
        CertifiedBlock[] garbage = kind switch
        {
            "votes dropped" => [real with { Certificate = real.Certificate with { Votes = [] } }],
            "another block" => [real with { Block = _cast.Block(2, _cast.Root) }],
            "another payset" => [real with { Block = new Block(real.Block.Header, [], []) }],
            "unlinked" => [chain[2], chain[1]],
            "another network" => [.. others.Chain(others.Root, 8).Blocks],
            _ => [_cast.Certify(_cast.Root, unpaid)], // As if the whole committee had gone mad.
        };
        stage.Tell(_me, new LedgerMessage.ChainReceived(new NodeId(1), [.. garbage]));
        stage.Tell(_me, new LedgerMessage.StatusHeard(
            new NodeId(1), new Round(5), real.Block.Digest, garbage[0]));
        Assert.Empty(stage.Heard<CoordinatorMessage.RoundOpened>());
        Assert.Empty(stage.Facts<Fact.BlockCertified>());
        var isForged = kind is not ("unlinked" or "invalid block");
        Assert.Equal(
            isForged ? [new GossipMessage.AtFault(new NodeId(1), PeerFault.Forged)] : [],
            stage.Heard<GossipMessage.AtFault>().Distinct());

        stage.Tell(_me, new LedgerMessage.ChainReceived(new NodeId(2), [real]));
        Assert.Equal(real.Block.Digest, TipOf(stage));
        var kept = stage.Facts<Fact.LedgerOpened>().Single().Chain.TipBlock;
        Assert.Single(kept!.Block.Payset);
    }

    [Theory(DisplayName = "F57: a peer that also answers, and does not help, does not end the catch-up")]
    [InlineData("unknown", false)]
    [InlineData("unknown", true)]
    [InlineData("forged", true)]
    public void A_useless_answer_ends_nothing(string kind, bool isSecond)
    {
        var stage = StageOf(TimeSpan.FromMilliseconds(20));
        var (blocks, tip) = _cast.Chain(_cast.Root, 40);
        var (unknown, _) = _cast.Chain(_cast.Extend(_cast.Root, _cast.Block(2, _cast.Root)), 8);
        var peer = ChainOf(blocks);
        stage.Tell(_me, new LedgerMessage.StatusHeard(new NodeId(2), tip.View.Round, tip.Tip, null));
        for (var answered = 0; answered < 5; answered++)
        {
            var question = stage.Heard<GossipMessage.SendTo>().Last();
            Assert.Equal(2, question.Peer.Index);
            var after = ((PeerMessage.ChainRequested)question.Message).After;
            var answer = peer.After(after, PeerMessage.ChainSent.BlocksMax)!.Value;
            var useful = new LedgerMessage.ChainReceived(question.Peer, answer);
            var useless = new LedgerMessage.ChainReceived(
                new NodeId(1),
                kind == "unknown"
                    ? unknown
                    : [.. answer.Select(static one => one with { Certificate = one.Certificate with { Votes = [] } })]);
            stage.Post(_me, isSecond ? useful : useless);
            stage.Post(_me, isSecond ? useless : useful);
            stage.Pass(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(tip.Tip, TipOf(stage));
    }

    [Fact(DisplayName = "F57: while one block is stored, at most 8 blocks of a peer wait, and at most 64 of all")]
    public void What_waits_is_bounded()
    {
        var stage = StageOf(TimeSpan.FromSeconds(10));
        var (blocks, _) = _cast.Chain(_cast.Root, 120);
        stage.Post(_me, Cast.Ended(blocks[0]));
        for (var first = 1; first < 24; first += 8)
            stage.Post(_me, Received(peer: 1, first)); // Only the first one's blocks are kept.
        for (var peer = 2; peer < 16; peer++)
            stage.Post(_me, Received(peer, first: 1 + (8 * (peer - 1))));
        stage.Pass(TimeSpan.FromMinutes(20));

        Assert.Equal(1 + CatchUp.WaitingMax, stage.Facts<Fact.BlockCertified>().Count());

        LedgerMessage.ChainReceived Received(int peer, int first) =>
            new(new NodeId(peer), [.. blocks.Skip(first).Take(PeerMessage.ChainSent.BlocksMax)]);
    }

    [Fact(DisplayName = "D5: a missing body is asked for until the real one comes")]
    public void Fetches_a_missing_body()
    {
        var stage = StageOf();
        var real = _cast.Certify(_cast.Root, _cast.Block(1, _cast.Root, _cast.Review(2, 1)));
        stage.Tell(_me, new LedgerMessage.RoundEnded(real.Certificate, null));
        stage.Pass(TimeSpan.FromSeconds(3));
        Assert.Equal(4, stage.Heard<GossipMessage.AskSome>().Count()); // At once, then each λ/2.

        stage.Tell(_me, new LedgerMessage.BlockReceived(new Block(real.Block.Header, [], [])));
        Assert.Empty(stage.Heard<CoordinatorMessage.RoundOpened>());
        stage.Pass(TimeSpan.FromSeconds(3));
        Assert.Equal(7, stage.Heard<GossipMessage.AskSome>().Count());

        stage.Tell(_me, new LedgerMessage.BlockReceived(real.Block));
        Assert.Equal(real.Block.Digest, TipOf(stage));
        stage.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(7, stage.Heard<GossipMessage.AskSome>().Count());
    }

    [Fact(DisplayName = "D16: after a crash the journal gives the same chain, side branch and all")]
    public void Recovers_from_its_journal()
    {
        var stage = StageOf();
        var (blocks, tip) = _cast.Chain(_cast.Root, 12);
        stage.Tell(_me, Cast.Ended(_cast.CertifyEmpty(_cast.Root)));
        foreach (var block in blocks)
            stage.Tell(_me, Cast.Ended(block));
        stage.Restart();
        stage.Forget();
        stage.Tell(_me, LedgerMessage.RoundWanted.Instance);

        var opened = Assert.Single(stage.Heard<CoordinatorMessage.RoundOpened>());
        Assert.Equal((tip.Tip, tip.State.Root), (opened.Branch.Tip, opened.Branch.State.Root));
        Assert.Equal(blocks[^1].Block.Digest, opened.Tip!.Block.Digest);

        stage.Tell(_me, new LedgerMessage.ChainRequested(
            new NodeId(3), [new ChainPoint(Round.Genesis, _cast.Root.Tip)]));
        var sent = (PeerMessage.ChainSent)Assert.Single(stage.Heard<GossipMessage.SendTo>()).Message;
        Assert.Equal(blocks.Take(8).Select(b => b.Block.Digest), sent.Blocks.Select(b => b.Block.Digest));
    }

    [Fact]
    public void Nothing_follows_from_a_block_that_is_not_durable()
    {
        var stage = StageOf(TimeSpan.FromSeconds(10));
        stage.Tell(_me, Cast.Ended(_cast.CertifyEmpty(_cast.Root)));
        stage.Pass(TimeSpan.FromSeconds(5));
        Assert.Empty(stage.Heard<CoordinatorMessage.RoundOpened>());
        stage.Pass(TimeSpan.FromSeconds(6));
        Assert.Single(stage.Heard<CoordinatorMessage.RoundOpened>());
        Assert.Equal(TimeSpan.FromSeconds(10), Assert.Single(stage.Facts<Fact.BlockCertified>()).Storing);
    }

    private static BlockDigest? TipOf(Stage stage) =>
        stage.Heard<CoordinatorMessage.RoundOpened>().LastOrDefault()?.Branch.Tip;

    /// <summary>Answers as a peer that has the chain; ends when nothing more is asked.</summary>
    private static int Serve(Stage stage, CertifiedChain peer)
    {
        for (var answered = 0; answered < 50; answered++)
        {
            var questions = stage.Heard<GossipMessage.SendTo>().ToArray();
            if (questions.Length == answered)
                return answered;
            var question = (PeerMessage.ChainRequested)questions[answered].Message;
            Assert.InRange(question.After.Length, 1, PeerMessage.ChainRequested.PointsMax);
            var blocks = peer.After(question.After, PeerMessage.ChainSent.BlocksMax) ?? [];
            if (!blocks.IsEmpty)
                stage.Tell(_me, new LedgerMessage.ChainReceived(questions[answered].Peer, blocks));
            stage.Pass(TimeSpan.FromSeconds(5));
        }

        return 50;
    }

    private CertifiedChain ChainOf(IEnumerable<CertifiedBlock> blocks)
    {
        var (chain, sequence) = (_cast.Services().NewChain(), 0L);
        foreach (var block in blocks)
            chain.Add(block, ++sequence);
        return chain;
    }

    private (List<CertifiedBlock> Blocks, Branch Tip) Empties(Branch from, int length)
    {
        var blocks = new List<CertifiedBlock>();
        for (var i = 0; i < length; i++)
        {
            blocks.Add(_cast.CertifyEmpty(from));
            from = _cast.Extend(from, blocks[^1].Block);
        }

        return (blocks, from);
    }

    private Stage StageOf(TimeSpan writeLatency = default) =>
        new(Stage.Ledger, (peer, _) => LedgerActor.Props(peer, _cast.Services()), writeLatency);
}
