using PoR.Actors.Gossiping;
using PoR.Actors.Ledgers;
using PoR.Actors.Messages;
using PoR.Actors.Tests.Stages;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Actors.Tests.Ledgers;

/// <summary>D10: certificates are told at once, and who is behind is helped at once.</summary>
public sealed class TellingTests
{
    private const string _me = Stage.Ledger;
    private static readonly TimeSpan _lambda = TimeSpan.FromSeconds(2);

    private readonly Cast _cast = new(4);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_round_that_ended_is_told_at_once_even_before_its_body_is_here(bool isBodyHere)
    {
        var stage = StageOf();
        var certified = _cast.Certify(_cast.Root, _cast.Block(1, _cast.Root, _cast.Review(2, 1)));
        stage.Tell(_me, new LedgerMessage.RoundEnded(certified.Certificate, isBodyHere ? certified.Block : null));

        Assert.Same(certified.Certificate, Assert.Single(stage.Heard<GossipMessage.Announce>()).Certificate);
        stage.Tell(_me, new LedgerMessage.BlockReceived(certified.Block));
        Assert.Single(stage.Heard<GossipMessage.Announce>());
    }

    [Fact(DisplayName = "What a node has caught up with it tells too, but the last block only")]
    public void Caught_up_blocks_are_told()
    {
        var stage = StageOf();
        var (blocks, _) = _cast.Chain(_cast.Root, 5);
        stage.Tell(_me, new LedgerMessage.ChainReceived(new NodeId(2), blocks));
        stage.Pass(TimeSpan.FromSeconds(1));

        Assert.Same(blocks[^1].Certificate, Assert.Single(stage.Heard<GossipMessage.Announce>()).Certificate);
    }

    [Fact(DisplayName = "A peer that is one round behind gets the certificate at once, unless it is on its way")]
    public void One_round_behind()
    {
        var stage = StageOf();
        var certified = _cast.CertifyEmpty(_cast.Root);
        stage.Tell(_me, new LedgerMessage.RoundEnded(certified.Certificate, null));
        stage.Tell(_me, Behind(2, _cast.Root.View.Round, _cast.Root.Tip));
        Assert.Empty(stage.Heard<GossipMessage.SendTo>());

        stage.Pass(_lambda);
        stage.Tell(_me, Behind(2, _cast.Root.View.Round, _cast.Root.Tip));
        stage.Tell(_me, Behind(2, _cast.Root.View.Round, _cast.Root.Tip)); // Once in λ is enough.
        var sent = Assert.Single(stage.Heard<GossipMessage.SendTo>());
        Assert.Equal(new NodeId(2), sent.Peer);
        Assert.Same(certified.Certificate, ((PeerMessage.CertificateSent)sent.Message).Certificate);
    }

    [Fact]
    public void Several_rounds_behind_gets_the_chain()
    {
        var stage = StageOf();
        var (blocks, _) = _cast.Chain(_cast.Root, 3);
        foreach (var block in blocks)
            stage.Tell(_me, new LedgerMessage.RoundEnded(block.Certificate, block.Block));
        stage.Tell(_me, Behind(2, _cast.Root.View.Round, _cast.Root.Tip));

        var help = Assert.Single(stage.Heard<GossipMessage.HelpBehind>());
        Assert.Equal(new NodeId(2), help.Peer);
        Assert.Equal(blocks.Select(b => b.Block.Digest), help.Blocks.Select(b => b.Block.Digest));
    }

    [Fact]
    public void Behind_on_another_branch_hears_where_this_node_stands()
    {
        var stage = StageOf();
        var (blocks, _) = _cast.Chain(_cast.Root, 3);
        foreach (var block in blocks)
            stage.Tell(_me, new LedgerMessage.RoundEnded(block.Certificate, block.Block));
        var beside = _cast.Extend(_cast.Root, _cast.CertifyEmpty(_cast.Root).Block);
        stage.Tell(_me, Behind(2, beside.View.Round, beside.Tip));

        Assert.Equal(new NodeId(2), Assert.Single(stage.Heard<GossipMessage.Greet>()).Peer);
    }

    [Fact]
    public void Who_stands_level_needs_no_help()
    {
        var stage = StageOf();
        var certified = _cast.CertifyEmpty(_cast.Root);
        stage.Tell(_me, new LedgerMessage.RoundEnded(certified.Certificate, null));
        stage.Pass(_lambda);
        stage.Tell(_me, Behind(2, new Round(2), certified.Block.Digest));

        Assert.Empty(stage.Heard<GossipMessage.SendTo>());
        Assert.Empty(stage.Heard<GossipMessage.Greet>());
    }

    private static LedgerMessage.StatusHeard Behind(int peer, Round openRound, Core.Agreement.BlockDigest parent) =>
        new(new NodeId(peer), openRound, parent, null);

    private Stage StageOf() => new(Stage.Ledger, (peer, _) => LedgerActor.Props(peer, _cast.Services()));
}
